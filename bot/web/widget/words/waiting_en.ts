// SPDX-License-Identifier: MIT
// The words of waiting for a person, in English.

import type { WaitingWords } from "./waiting_lt";

export const en: WaitingWords = {
  typing: "{name} is typing…",
  place: "Your place in the queue",
  usually: "Usually answered in",
  minutes: "{ab}\u00a0min",
  ahead: { zero: "Nobody is ahead of you", one: "# person ahead of you", other: "# people ahead of you" },
  mayClose: "You may close this window; your place is kept.",
  late: "Sorry, the wait is longer than we promised.",
  nobody: "None of our people is here right now, so we cannot say how long it takes. Leave your e-mail or wait: your place is kept.",
  byEmail: "Answer by e-mail",
  leave: "Leave the queue",

  answerBy: "We will answer {day} by {time}.",
  leaveIt: "You will get the answer by e-mail or telephone, and can go on with the chat here.",
  received: "Received. We will answer to {contact}.",
  urgent: "Urgent? Write to",
  question: "Your question",
  copied: "Copied from the chat; you can add to it.",
  email: "E-mail",
  emailMissing: "Enter your e-mail so that we can answer.",
  emailWrong: "Check the address, for example name@mail.com",
  phone: "Phone (optional)",
  phoneWrong: "Check the number, for example +370\u00a0612\u00a034567",
  name: "Name (optional)",
  onlyToAnswer: "We use your e-mail only to answer.",
  send: "Send question",
  failed: "Not sent. Try again.",
};
