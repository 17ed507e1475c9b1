// SPDX-License-Identifier: MIT
// What an agent is writing: a reply and a note of each conversation, and whether it may be sent. Pure;
// session keeps the drafts in the browser's storage.
//
// Nobody writes blind: a draft remembers the newest fact its writer had seen when it was begun or last
// reviewed (`base`). News after that stops the send; the text and the news stay on the screen.

import type { Status } from "../../shared/protocol";
import type { Suggestion, Then } from "../wire";
import type { Warning } from "./checks";

export type Box = "reply" | "note";

/** An article that goes under the reply as a card. */
export interface Attached {
  id: string;
  title: string;
}

/** As many as a message may have. */
export const MOST_ATTACHED = 3;

export interface Draft {
  box: Box;
  reply: string;
  note: string;
  /** Under the reply. */
  articles: Attached[];
  /** Newest sequence on the screen when the reply was begun or reviewed. A note answers nobody and has none. */
  base: number;
  /** The names of the sends under way, of the reply and of the note: a retry of the same text carries the same
   *  one. */
  clientId: string;
  noteId: string;
  /** What a macro does once the reply is out. */
  then: Then | null;
  /** The bot's proposal that the reply was made from. */
  from: Suggestion | null;
}

/** Why nothing was sent. `changed`: new messages; `taken`: a colleague has it; `moved`: another status. */
export type Stop =
  | { why: "changed" }
  | { why: "taken"; owner: string }
  | { why: "moved"; status: Status };

export interface Sending {
  /** `warned`: a second look is due; `unfilled`: a variable of a canned reply has no value. */
  phase: "idle" | "sending" | "stopped" | "warned" | "unfilled" | "failed" | "armed";
  stop: Stop | null;
  /** Of `armed`: what is to go out when the connection is back. */
  armed: readonly Box[];
  /** Of `stopped` and `warned`: when, and the newest sequence that was on the screen then. */
  since: number;
  upTo: number;
  warnings: Warning[];
  /** Code of the failure, as in words.failure. */
  code: string;
  /** Close the conversation after it. */
  close: boolean;
}

export const emptyDraft: Draft = { box: "reply", reply: "", note: "", articles: [], base: 0, clientId: "", noteId: "", then: null, from: null };
export const idle: Sending = { phase: "idle", stop: null, armed: [], since: 0, upTo: 0, warnings: [], code: "", close: false };

/** What is kept of a send that waits for the connection. */
export interface Waiting {
  boxes: readonly Box[];
  close: boolean;
}

/** So long a second Enter of the same press does not send what nobody has read. */
export const GUARD_MS = 1_000;

export const MOST_LETTERS = 4_000;

export function textOf(draft: Draft): string {
  return draft[draft.box];
}

/** Typing. A reply that begins is based on what is on the screen now; a changed text is a new send. */
export function typed(draft: Draft, text: string, last: number): Draft {
  if (draft.box === "note") return { ...draft, note: text, noteId: "" };
  const begins = draft.reply.trim() === "";
  // A box that was emptied has nothing left of the bot's proposal.
  const from = text.trim() === "" ? null : draft.from;
  return { ...draft, reply: text, base: begins ? last : draft.base, clientId: "", from };
}

/** The name of the send of one box. */
export function nameOfSend(draft: Draft, box: Box): string {
  return box === "reply" ? draft.clientId : draft.noteId;
}
export function withNameOfSend(draft: Draft, box: Box, name: string): Draft {
  return box === "reply" ? { ...draft, clientId: name } : { ...draft, noteId: name };
}

/** Puts a text where the caret is, on lines of its own in a text that is not empty. */
export function inserted(text: string, from: number, to: number, piece: string): { text: string; caret: number } {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const lead = before === "" || before.endsWith("\n") ? "" : before.endsWith(" ") ? "" : " ";
  const tail = after === "" || /^\s/.test(after) ? "" : " ";
  const whole = before + lead + piece + tail + after;
  return { text: whole, caret: (before + lead + piece).length };
}

/** Puts an article under the reply, once; nothing where there is no room. */
export function attached(draft: Draft, article: Attached): Draft {
  if (draft.articles.length >= MOST_ATTACHED || draft.articles.some(({ id }) => id === article.id)) return draft;
  return { ...draft, box: "reply", articles: [...draft.articles, article], clientId: "" };
}

export function detached(draft: Draft, id: string): Draft {
  return { ...draft, articles: draft.articles.filter((article) => article.id !== id), clientId: "" };
}

/** The agent has looked at everything up to `last`. */
export function reviewed(draft: Draft, last: number): Draft {
  return { ...draft, base: last };
}

/** The reply becomes a note; what the note already said stays before it. */
export function toNote(draft: Draft): Draft {
  const note = [draft.note.trim(), draft.reply.trim()].filter(Boolean).join("\n");
  return { ...draft, box: "note", note, reply: "", articles: [], clientId: "", noteId: "", then: null, from: null };
}

/** `gone` went out of a box: it leaves, what was written after it stays. What follows a reply waits for the
 *  rest of it. */
export function sent(draft: Draft, box: Box, gone: Draft = draft): Draft {
  const now = draft[box];
  const rest = now.startsWith(gone[box]) ? now.slice(gone[box].length).trimStart() : now;
  if (box === "note") return { ...draft, note: rest, noteId: "" };
  const articles = draft.articles.filter(({ id }) => !gone.articles.some((one) => one.id === id));
  const then = rest === "" ? null : draft.then;
  return { ...draft, reply: rest, articles, clientId: "", then, from: null };
}

/** Nothing in it is worth keeping: no words, and no article that was put under words to come. */
export function isEmpty(draft: Draft): boolean {
  return draft.reply.trim() === "" && draft.note.trim() === "" && draft.articles.length === 0;
}

/** Waiting sends as they are kept; what cannot be read does not wait. */
export function readWaiting(kept: Record<string, unknown>): Record<string, Waiting> {
  const entries = Object.entries(kept).flatMap(([id, value]) => {
    const { boxes, close } = (value ?? {}) as Partial<Waiting>;
    const known = Array.isArray(boxes) ? boxes.filter((box): box is Box => box === "reply" || box === "note") : [];
    return known.length > 0 ? [[id, { boxes: known, close: close === true }] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Drafts as they are kept. What cannot be read is no draft. */
export function parseDraft(stored: string | null): Draft {
  if (!stored) return emptyDraft;
  try {
    const value = JSON.parse(stored) as Partial<Draft>;
    return {
      box: value.box === "note" ? "note" : "reply",
      reply: typeof value.reply === "string" ? value.reply : "",
      note: typeof value.note === "string" ? value.note : "",
      articles: Array.isArray(value.articles) ? value.articles.filter((one) => one?.id && one.title) : [],
      base: typeof value.base === "number" ? value.base : 0,
      clientId: typeof value.clientId === "string" ? value.clientId : "",
      noteId: typeof value.noteId === "string" ? value.noteId : "",
      then: value.then ?? null,
      from: value.from ?? null,
    };
  } catch {
    return emptyDraft;
  }
}
