// SPDX-License-Identifier: MIT
// Canned replies: finding one by what stands after "/", and putting values in for its variables. Pure.
//
// A variable stands in braces, {order} or {{order}}. One that nobody knows stays as it is, is selected, and
// keeps the reply from being sent.

import type { Language } from "../../shared/protocol";
import type { CannedReply } from "../wire";

const VARIABLE = /\{\{?\s*([\p{L}_][\p{L}\p{N}_.]*)\s*\}?\}/gu;

export interface Slash {
  /** Where the "/" stands, and what follows it. */
  from: number;
  query: string;
}

/** "/" at the beginning of a word opens the list; a blank ends it. */
export function slashAt(text: string, caret: number): Slash | null {
  const match = /(?:^|\s)\/(\S*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[1] ?? "";
  // A path such as /console/app.js is no shortcut.
  return query.includes("/") ? null : { from: caret - query.length - 1, query };
}

export function textIn(text: Readonly<Record<string, string>> | string | undefined, language: string, own: Language): string {
  if (typeof text === "string") return text;
  if (!text) return "";
  return text[language.slice(0, 2)] ?? text[own] ?? Object.values(text)[0] ?? "";
}

export type Values = Readonly<Record<string, string>>;

export function filled(text: string, values: Values): string {
  return text.replace(VARIABLE, (whole, name: string) => values[name.toLowerCase()] || whole);
}

/** Where the first variable stands that nobody filled, or null. */
export function unfilled(text: string): { from: number; to: number; name: string } | null {
  const match = [...text.matchAll(VARIABLE)][0];
  return match ? { from: match.index, to: match.index + match[0].length, name: match[1] ?? "" } : null;
}

/** Puts a reply where the slash stood. The caret goes to its end, or the first unfilled variable is selected. */
export function placed(
  text: string,
  from: number,
  to: number,
  piece: string,
): { text: string; from: number; to: number } {
  const whole = text.slice(0, from) + piece + text.slice(to);
  const open = unfilled(piece);
  return open
    ? { text: whole, from: from + open.from, to: from + open.to }
    : { text: whole, from: from + piece.length, to: from + piece.length };
}

/** What a reply is looked for by. */
export function replyWords(reply: CannedReply): string {
  return `${reply.shortcut} ${reply.title} ${Object.values(reply.text).join(" ")}`;
}
