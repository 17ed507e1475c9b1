// SPDX-License-Identifier: MIT
// Every word of the chat window, in English.

import type { Words } from "./lt";

export const en: Words = {
  chat: "Chat",
  close: "Close chat",
  loading: "Loading",
  cannotLoad: "The chat could not be opened.",
  tryAgain: "Try again",

  bot: "Chatbot",
  you: "You",
  person: "Agent",
  botAnswers: "Chatbot · answers at once",
  waitingForPerson: "Waiting for a colleague",
  personAnswers: "A person · {shop}",
  ended: "Chat ended",

  write: "Write a message…",
  writeWhileWaiting: "You can ask while you wait…",
  message: "Message",
  send: "Send",
  keys: "Enter sends, Shift+Enter starts a new line",
  kept: "We keep this chat for {n}\u00a0days. We never ask for passwords or card details.",
  privacy: "Privacy",
  noPasswords: "We never ask for passwords or card details",
  talkToPerson: "Talk to a person",
  talkToPersonClosed: "Leave a message for a person",

  sending: "Sending",
  sent: "Sent",
  waiting: "Waiting for connection",
  soon: "Will be sent shortly",
  failed: "Not sent.",
  failedTooLong: "The message is too long: shorten it and send it again.",
  editAgain: "Edit",
  offline: "You are offline. Messages will be sent when the connection is back.",
  reconnecting: "Reconnecting…",
  connected: "Connected again",
  tooFast: "Too many messages at once. The rest will be sent in {n}\u00a0s.",
  gone: "The earlier chat is not there any more. Write, and a new one begins.",

  calling: "Calling a colleague",
  callingText:
    "A person will answer here, in this chat. You may close this window and come back: the chat and your place are kept.",
  waitingSince: "Waiting since {time}",
  away: "We are closed now",
  awayText:
    "We have your question. A person will answer here, in this chat, once we are open. You may close this window and come back later.",
  later: "We will answer later",
  laterText: "We have your question. A person will answer here, in this chat. You may close this window and come back later.",
  urgent: "Urgent? Write to",

  joined: "{name} joined",
  continues: "{name} continues the chat",
  moved: "We are passing you to a colleague",
  requeued: "We lost your agent’s connection. Calling another one.",
  returned: "The chatbot answers from here",
  erased: "The chat was deleted",
  newChat: "New chat",
  continueChat: "Continue this chat",

  search: "Search the articles",
  endSearch: "End the search",
  nothingFound: "Nothing found for “{x}”.",
  searchFailed: "The search did not work.",
  notFound: "Did not find the answer?",
  askBot: "Ask the chatbot",
  askHere: "Write in the chat",

  didHelp: "Did this help?",
  yes: "Yes",
  no: "No",
  thanks: "Thank you, this helps us learn.",
  sorry: "Sorry about that. What was missing?",
  otherSite: "another site: {x}",
  back: "Back",
  section: "Section “{x}”",
  articleOnly: { lt: "This article is only in Lithuanian", en: "This article is only in English" },
  articleFailed: "The article could not be opened.",
  reviewed: "Reviewed",
  readOnSite: "Read on the site",

  newBelow: { one: "# new message", other: "# new messages" },
  found: { one: "# article found", other: "# articles found" },
  choices: { one: "# choice", other: "# choices" },
};
