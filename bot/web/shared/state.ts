// SPDX-License-Identifier: MIT
// What a visitor sees of a conversation: the pure fold of its events. No clock, no network, no storage;
// the same events always fold to the same Chat, in every tab.

import {
  millis,
  type ArticleLink,
  type Author,
  type Event,
  type QuickReply,
  type Status,
} from "./protocol";

export interface ChatMessage {
  kind: "message";
  sequence: number;
  at: number;
  author: Author;
  /** The agent's, where one wrote it. */
  name: string;
  text: string;
  language: string;
  clientId: string;
  articles: ArticleLink[];
  /** It was said while the visitor stood in the queue. */
  queued: boolean;
}
/** Something that happened. `name` is the person's where there is one; `queued` and `offline` mark where the
 *  wait for a person began. */
export interface ChatLine {
  kind: "line";
  sequence: number;
  at: number;
  line: "queued" | "offline" | "joined" | "continues" | "moved" | "requeued" | "returned" | "closing" | "closed" | "erased";
  name: string;
}
export type ChatItem = ChatMessage | ChatLine;

export interface Chat {
  /** Sequence of the newest event that was folded; 0 before the first. */
  last: number;
  items: ChatItem[];
  status: Status;
  /** Who has it: a person's name while assigned, else null. */
  owner: string | null;
  /** When the wait for a person began, or null when nobody is waited for. */
  waitingSince: number | null;
  /** Answers that can be given with one tap now: those of the bot's last words, until somebody speaks. */
  offered: QuickReply[];
  ended: boolean;
  erased: boolean;
  /** The newest message of a person; 0 before the first. */
  answered: number;
  /** The e-mail or telephone at which the visitor wants to be answered, or "". */
  contact: string;
  /** By when an answer was promised while nobody is there; NaN when it was not. */
  answerBy: number;
}

export const emptyChat: Chat = {
  last: 0,
  items: [],
  status: "bot",
  owner: null,
  waitingSince: null,
  offered: [],
  ended: false,
  erased: false,
  answered: 0,
  contact: "",
  answerBy: NaN,
};

/** Where an event stands: `next` fits, `old` was folded already, `gap` means that something before it is
 *  missing and must be fetched. */
export function placeOf(chat: Chat, event: Event): "next" | "old" | "gap" {
  if (event.sequence <= chat.last) return "old";
  return event.previous === chat.last ? "next" : "gap";
}

/** Adds one event; an old one changes nothing, so a repeat is harmless. Whether it fits is the caller's
 *  question (placeOf): an event read from the place where we stand is right even if it leaves a hole. */
export function apply(chat: Chat, event: Event): Chat {
  if (event.sequence <= chat.last) return chat;
  const at = millis(event.at);
  const seen = { ...chat, last: event.sequence };
  const line = (kind: ChatLine["line"], name = ""): ChatItem[] => [
    ...chat.items,
    { kind: "line", sequence: event.sequence, at, line: kind, name },
  ];
  const status = (to: Status, owner: string | null = null): Chat => ({
    ...seen,
    status: to,
    owner,
    waitingSince: to === "queued" || to === "offline" ? (chat.waitingSince ?? at) : null,
    ended: to === "closed",
    offered: to === "assigned" || to === "closed" ? [] : chat.offered,
  });

  switch (event.type) {
    case "message": {
      const message: ChatMessage = {
        kind: "message",
        sequence: event.sequence,
        at,
        author: event.author,
        name: event.author === "agent" ? (event.name ?? event.actor?.name ?? chat.owner ?? "") : "",
        text: event.text,
        language: event.language ?? "",
        clientId: event.client_id ?? "",
        articles: event.articles ?? [],
        queued: chat.status === "queued",
      };
      return {
        ...seen,
        items: [...chat.items, message],
        answered: event.author === "agent" ? event.sequence : chat.answered,
        offered: event.author === "bot" ? (event.quick_replies ?? []) : [],
      };
    }
    case "handoff_requested":
      return { ...status("queued"), items: line("queued") };
    case "offline":
      return { ...status("offline"), items: line("offline"), answerBy: millis(event.answer_by) };
    case "agent_joined": {
      const name = event.agent.name;
      const before = chat.items.some((item) => item.kind === "line" && item.name !== "" && item.name !== name);
      return { ...status("assigned", name), items: line(before ? "continues" : "joined", name) };
    }
    case "transferred":
      return { ...status("queued"), items: line("moved") };
    case "requeued":
      return { ...status("queued"), items: line("requeued") };
    case "returned_to_bot":
      return { ...status("bot"), items: line("returned") };
    case "closing_announced":
      return { ...seen, items: line("closing") };
    case "closed":
      return { ...status("closed"), items: line("closed", chat.owner ?? "") };
    case "contact_left":
      return { ...seen, contact: event.email || event.phone };
    case "reopened":
      return status("bot");
    case "erased":
      // What was said is gone from the server, so it goes from here too.
      return {
        ...status("closed"),
        erased: true,
        items: [{ kind: "line", sequence: event.sequence, at, line: "erased", name: "" }],
      };
    default:
      return seen;
  }
}

export function fold(events: Event[], from: Chat = emptyChat): Chat {
  return events.reduce(apply, from);
}
