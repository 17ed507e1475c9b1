// SPDX-License-Identifier: MIT
// From facts to what is drawn: messages and notes in groups, one-line happenings, days. Pure.

import { placeOf } from "./names";
import {
  millis,
  type ArticleLink,
  type Author,
  type Decision,
  type Event,
  type HandoffReason,
  type QuickReply,
} from "../../shared/protocol";
import { markedAs, writerOf, type Conversation } from "./conversation";

export interface MessageEntry {
  kind: "message";
  sequence: number;
  at: number;
  author: Author;
  /** The agent's name; "" for others. */
  name: string;
  /** Written by the reader. */
  mine: boolean;
  text: string;
  language: string;
  tapped: boolean;
  offered: QuickReply[];
  articles: ArticleLink[];
  decision: Decision | null;
  cause: number;
  /** Whether who and when stand under it: the last of a group does. */
  signed: boolean;
  /** What somebody named as its topic; null: nobody has. */
  marked: string | null;
}
export interface NoteEntry {
  kind: "note";
  sequence: number;
  at: number;
  name: string;
  mine: boolean;
  text: string;
}
export type LineName =
  | "started"
  | "handoff_requested"
  | "agent_joined"
  | "agent_joined_me"
  | "transferred"
  | "requeued"
  | "returned_to_bot"
  | "offline"
  | "closed"
  | "closed_because"
  | "reopened"
  | "erased"
  | "flow_started"
  | "flow_done"
  | "flow_left"
  | "slot_filled"
  | "call_failed"
  | "language_changed"
  | "article_helped"
  | "article_not_helped"
  | "article_opened"
  | "page_seen"
  | "closing_announced"
  | "agents_asked"
  | "put_on_hold"
  | "put_on_hold_until"
  | "resumed"
  | "contact_left"
  | "tagged"
  | "priority_changed";
export interface LineEntry {
  kind: "line";
  sequence: number;
  at: number;
  line: LineName;
  /** A name, a team, a topic: what the line is about. */
  about: string;
  reason: HandoffReason | null;
  /** Why routing gave it to this agent; "" where it did not. */
  because: string;
}
export interface DayEntry {
  kind: "day";
  sequence: number;
  at: number;
}
export type Entry = MessageEntry | NoteEntry | LineEntry | DayEntry;

/** Messages of one writer within this time share one signature. */
const GROUP_MS = 120_000;

function textOf(event: Event, key: string): string {
  const value = (event as unknown as Record<string, unknown>)[key];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** An article's title, as far as the facts tell it. */
function titleOf(conversation: Conversation, article: string): string {
  for (const event of conversation.events) {
    if (event.type === "article_opened" && event.article === article) return textOf(event, "title");
    const shown = event.type === "message" && event.articles?.find(({ id }) => id === article);
    if (shown) return shown.title;
  }
  return article;
}

export interface Read {
  article: string;
  title: string;
  /** What the visitor said to it; null: nothing. */
  helped: boolean | null;
}

/** The articles that the visitor opened, in their order. */
export function readOf(conversation: Conversation): Read[] {
  const read: Read[] = [];
  for (const event of conversation.events) {
    if (event.type !== "article_opened" && event.type !== "article_rated") continue;
    const article = textOf(event, "article");
    let one = read.find((each) => each.article === article);
    if (!one) read.push((one = { article, title: titleOf(conversation, article), helped: null }));
    if (event.type === "article_rated") one.helped = event.helped === true;
  }
  return read;
}

function lineOf(conversation: Conversation, event: Event, me: string): [LineName, string] | null {
  switch (event.type) {
    case "started":
    case "requeued":
    case "returned_to_bot":
    case "reopened":
    case "erased":
    case "handoff_requested":
    case "offline":
      return [event.type, ""];
    case "agent_joined":
      return event.agent.name === me ? ["agent_joined_me", me] : ["agent_joined", event.agent.name];
    case "transferred": {
      const to = typeof event.agent === "object" ? event.agent?.name : event.agent;
      return ["transferred", event.name || to || event.team || ""];
    }
    case "closed":
      return event.reason ? ["closed_because", event.reason] : ["closed", ""];
    case "flow_started":
      return ["flow_started", textOf(event, "flow")];
    case "flow_ended": {
      // A handoff says for itself that the flow is over.
      const outcome = textOf(event, "outcome");
      return outcome === "handoff" ? null : [outcome === "done" ? "flow_done" : "flow_left", ""];
    }
    case "slot_filled": {
      const slot = textOf(event, "slot").replaceAll("_", " ");
      return ["slot_filled", `${slot}: ${textOf(event, "label") || textOf(event, "value")}`];
    }
    case "call_returned": {
      const status = Number(event.status ?? 0);
      const fine = status >= 200 && status < 300 && !event.error;
      return fine ? null : ["call_failed", textOf(event, "error") || `HTTP ${status}`];
    }
    case "language_changed":
      return ["language_changed", event.language];
    case "article_rated":
      return [
        event.helped === true ? "article_helped" : "article_not_helped",
        titleOf(conversation, textOf(event, "article")),
      ];
    case "article_opened":
      return ["article_opened", textOf(event, "title")];
    case "closing_announced":
      return ["closing_announced", ""];
    case "page_seen":
      return ["page_seen", placeOf(textOf(event, "page"))];
    case "agents_asked": {
      const ids = Array.isArray(event.agents) ? event.agents.map(String) : [];
      const names = ids.map((id) => conversation.names[id]).filter(Boolean);
      return names.length > 0 ? ["agents_asked", names.join(", ")] : null;
    }
    case "put_on_hold":
      return event.until ? ["put_on_hold_until", textOf(event, "until")] : ["put_on_hold", ""];
    case "resumed":
      return ["resumed", ""];
    case "contact_left":
      return ["contact_left", [textOf(event, "email"), textOf(event, "phone")].filter(Boolean).join(", ")];
    case "tagged":
      return ["tagged", Array.isArray(event.tags) ? event.tags.join(", ") : ""];
    case "priority_changed":
      return ["priority_changed", textOf(event, "priority")];
    default:
      return null;
  }
}

function entryOf(conversation: Conversation, event: Event, me: string): Entry | null {
  const base = { sequence: event.sequence, at: millis(event.at) };
  if (event.type === "message") {
    const name = event.author === "agent" ? writerOf(conversation, event) : "";
    return {
      ...base,
      kind: "message",
      author: event.author,
      name,
      mine: name !== "" && name === me,
      text: event.text,
      language: event.language ?? "",
      tapped: !!event.choice,
      offered: event.quick_replies ?? [],
      articles: event.articles ?? [],
      decision: event.decision ?? null,
      cause: event.cause ?? 0,
      signed: true,
      marked: event.author === "visitor" ? markedAs(conversation, event.sequence) : null,
    };
  }
  if (event.type === "note") {
    const name = writerOf(conversation, event);
    return { ...base, kind: "note", name, mine: name !== "" && name === me, text: event.text };
  }
  const line = lineOf(conversation, event, me);
  if (!line) return null;
  const because = event.type === "agent_joined" ? (event.because ?? "") : "";
  const reason = (event.type === "handoff_requested" || event.type === "offline") && event.reason;
  return { ...base, kind: "line", line: line[0], about: line[1], reason: reason || null, because };
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** The transcript of a conversation. A day is named where it changes, so a conversation of one day has
 *  none unless that day is not `today`. */
export function entriesOf(conversation: Conversation, me: string, today: number): Entry[] {
  const entries: Entry[] = [];
  let day = today;
  let previous: Entry | undefined;
  for (const event of conversation.events) {
    const entry = entryOf(conversation, event, me);
    if (!entry) continue;
    if (!sameDay(entry.at, day)) {
      entries.push({ kind: "day", sequence: entry.sequence, at: entry.at });
      day = entry.at;
      previous = undefined;
    }
    if (
      previous?.kind === "message" &&
      entry.kind === "message" &&
      previous.author === entry.author &&
      previous.name === entry.name &&
      !previous.decision &&
      entry.at - previous.at < GROUP_MS
    ) {
      previous.signed = false;
    }
    entries.push(entry);
    previous = entry;
  }
  return entries;
}

/** The bot's newest message with a reason: what the key W opens. */
export function lastDecided(entries: Entry[]): number | null {
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i];
    if (entry?.kind === "message" && entry.decision) return entry.sequence;
  }
  return null;
}
