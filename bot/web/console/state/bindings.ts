// SPDX-License-Identifier: MIT
// Which single key does what: the standard, and what an agent has changed of it. Pure.

/** What has a key of one letter or sign. `go` is the first of two: G, then M, Q, A, S or U. */
export const KEY_NAMES = [
  "next",
  "previous",
  "takeLongest",
  "go",
  "reply",
  "note",
  "transfer",
  "return",
  "close",
  "tags",
  "hold",
  "why",
  "articles",
  "foldList",
  "foldSide",
  "keys",
] as const;
export type KeyName = (typeof KEY_NAMES)[number];
export type Bindings = Readonly<Record<KeyName, string>>;

export const STANDARD: Bindings = {
  next: "j",
  previous: "k",
  takeLongest: "a",
  go: "g",
  reply: "r",
  note: "n",
  transfer: "t",
  return: "b",
  close: "e",
  tags: "l",
  hold: "z",
  why: "w",
  articles: "/",
  foldList: "[",
  foldSide: "]",
  keys: "?",
};

/** What is kept of an agent's changes: only what is one free key each, and differs from the standard. */
export function readKeys(kept: unknown): Partial<Record<KeyName, string>> {
  if (typeof kept !== "object" || kept === null) return {};
  let changed: Partial<Record<KeyName, string>> = {};
  for (const name of KEY_NAMES) {
    const key = (kept as Record<string, unknown>)[name];
    if (typeof key === "string" && isKey(key) && key !== STANDARD[name]) changed = { ...changed, [name]: key };
  }
  const keys = Object.values(bindingsOf(changed));
  return new Set(keys).size === keys.length ? changed : {};
}

export function bindingsOf(changed: Partial<Record<KeyName, string>>): Bindings {
  return { ...STANDARD, ...changed };
}

/** One letter or sign as a press has it. */
function isKey(key: string): boolean {
  return [...key].length === 1 && key.trim() !== "" && key === key.toLowerCase() && !/[0-9]/.test(key);
}

/** Why a press cannot be a key: `digit`: the digit row goes to rows of the list, whatever it types; `many`: it is
 *  not one letter or sign; `taken`: another one has it, whose name is `by`. */
export type Refusal = { why: "digit" | "many" } | { why: "taken"; by: KeyName };

export function changedBy(
  changed: Partial<Record<KeyName, string>>,
  name: KeyName,
  press: { key: string; code: string; shift: boolean },
): { changed: Partial<Record<KeyName, string>> } | Refusal {
  if (/^Digit[1-9]$/.test(press.code) && !press.shift) return { why: "digit" };
  const key = press.key.toLowerCase();
  if (!isKey(key)) return { why: /^[0-9]$/.test(key) ? "digit" : "many" };
  const bindings = bindingsOf(changed);
  const by = KEY_NAMES.find((other) => other !== name && bindings[other] === key);
  if (by) return { why: "taken", by };
  const { [name]: _, ...others } = changed;
  return { changed: key === STANDARD[name] ? others : { ...others, [name]: key } };
}

/** Back to the standard; `by`: another one has that key now. */
export function restored(
  changed: Partial<Record<KeyName, string>>,
  name: KeyName,
): { changed: Partial<Record<KeyName, string>> } | Refusal {
  return changedBy(changed, name, { key: STANDARD[name], code: "", shift: false });
}

/** As it stands on a key. */
export function capOf(key: string): string {
  return key.toLocaleUpperCase();
}
