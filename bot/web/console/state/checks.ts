// SPDX-License-Identifier: MIT
// What a second look is due before a reply goes out: numbers that do not belong in a chat, another
// language than the customer's, another customer's name. Pure; a warning never forbids.

import type { AppState } from "./app";
import { openedOf } from "./panes";
import { folded } from "./fold";

export type WarningKind = "iban" | "personalCode" | "card" | "password" | "language" | "name";
export interface Warning {
  kind: WarningKind;
  /** The name, or the language that the text seems to be in. */
  what: string;
}

export interface Around {
  /** The conversation's language, "" where nobody knows. */
  language: string;
  /** How this customer is called. */
  customer: string;
  /** Customers of other conversations, and people whose names may stand in any. */
  others: readonly string[];
  colleagues: readonly string[];
}

/** What is known around the text of a conversation. */
export function aroundOf(state: AppState, id: string): Around {
  const { rows, desk, auth } = state;
  const opened = openedOf(state, id);
  const name = (row: { name?: string | null }) => row.name ?? "";
  const conversation = opened?.conversation ?? null;
  return {
    language: conversation?.visitor.language || opened?.row?.language || "",
    customer: `${opened?.row?.name ?? ""} ${conversation?.visitor.name ?? ""}`,
    others: [...rows.values()].filter((row) => row.conversation !== id).map(name).filter(Boolean),
    colleagues: [...(desk?.agents ?? []).map(name), auth.me?.name ?? ""],
  };
}

export function warningsOf(text: string, around: Around): Warning[] {
  const found: Warning[] = [];
  const iban = hasIban(text);
  if (iban) found.push({ kind: "iban", what: "" });
  if (hasPersonalCode(text)) found.push({ kind: "personalCode", what: "" });
  else if (!iban && hasCard(text)) found.push({ kind: "card", what: "" });
  if (/(slapta[zž]od[a-zž]*|password)\s*[:=]\s*\S{4,}/iu.test(text)) found.push({ kind: "password", what: "" });
  const spoken = languageOfText(text);
  if (spoken && around.language && spoken !== around.language.slice(0, 2)) {
    found.push({ kind: "language", what: spoken });
  }
  const other = otherName(text, around);
  if (other) found.push({ kind: "name", what: other });
  return found;
}

/** An account number whose check digits fit (ISO 13616, remainder of 97). */
function hasIban(text: string): boolean {
  for (const [match] of text.toUpperCase().matchAll(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g)) {
    const whole = match.replaceAll(" ", "");
    // What follows a number is not of it: the shortest numbers have 15 letters, the longest 34.
    for (let length = Math.min(34, whole.length); length >= 15; length -= 1) {
      if (remainder(whole.slice(0, length)) === 1) return true;
    }
  }
  return false;
}

function remainder(iban: string): number {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const letter of moved) {
    const value = parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Eleven digits that are a Lithuanian personal code: a possible day, and the check digit. */
function hasPersonalCode(text: string): boolean {
  return [...text.matchAll(/(?:^|\D)([1-6]\d{10})(?!\d)/g)].some(([, code = ""]) => {
    const month = Number(code.slice(3, 5));
    const day = Number(code.slice(5, 7));
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    const digits = [...code].map(Number);
    const sum = (from: number) => digits.slice(0, 10).reduce((all, digit, i) => all + digit * (((i + from) % 9) + 1), 0) % 11;
    const first = sum(0);
    const second = first === 10 ? sum(2) : first;
    return (second === 10 ? 0 : second) === digits[10];
  });
}

/** 13 to 19 digits, in groups or not, whose check digit fits (Luhn). */
function hasCard(text: string): boolean {
  return [...text.matchAll(/(?:^|\D)(\d(?:[ -]?\d){12,18})(?!\d)/g)].some(([, match = ""]) => {
    const digits = [...match.replace(/\D/g, "")].reverse().map(Number);
    const sum = digits.reduce((all, digit, i) => all + (i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
    return sum % 10 === 0 && new Set(digits).size > 1;
  });
}

const COMMON: Record<"lt" | "en", Set<string>> = {
  lt: new Set(
    ("ir kad ar yra su mes jus jusu jums galite galima aciu sveiki labas taip ne del uz bet tai kaip kai prasome prasau " +
      "mano musu per iki nuo bus buvo jau dar siuo gera diena viso pinigus preke prekes uzsakymas uzsakyma").split(" "),
  ),
  en: new Set(
    ("the you your and is are we can please hello hi thank thanks for to it not of in on with this that have has will " +
      "be our from as your order i do if at by").split(" "),
  ),
};

/** The language of a text of three words or more, "" where it is not clear. */
export function languageOfText(text: string): string {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < 3) return "";
  const letters = words.join("");
  const cyrillic = (letters.match(/\p{Script=Cyrillic}/gu) ?? []).length;
  if (cyrillic > letters.length / 2) return "ru";
  const count = (language: "lt" | "en") => words.filter((word) => COMMON[language].has(folded(word))).length;
  const own = (letters.match(/[ąčęėįšųūž]/g) ?? []).length;
  const lt = count("lt") + own;
  const en = count("en");
  if (lt >= 2 && lt > en * 2) return "lt";
  return en >= 2 && en > lt * 2 ? "en" : "";
}

/** The beginning of a name that all its cases share. */
function stemOf(part: string): string {
  return folded(part).replace(/(as|is|ys|us|a|e|o|i)$/, "");
}

function partsOf(name: string): string[] {
  return (name.match(/\p{L}{3,}/gu) ?? []).filter((part) => /^\p{Lu}/u.test(part));
}

/** Somebody else's name in the text; words that begin with a capital only, in any case of the name. */
function otherName(text: string, { customer, others, colleagues }: Around): string {
  const known = new Set([customer, ...colleagues].flatMap(partsOf).map(stemOf));
  const words = (text.match(/\p{Lu}\p{L}{2,}/gu) ?? []).map(folded);
  for (const name of others) {
    for (const part of partsOf(name)) {
      const stem = stemOf(part);
      if (known.has(stem)) continue;
      const meant = (word: string) =>
        stem.length >= 4 ? word.startsWith(stem) && word.length <= folded(part).length + 3 : word === folded(part);
      if (words.some(meant)) return name;
    }
  }
  return "";
}
