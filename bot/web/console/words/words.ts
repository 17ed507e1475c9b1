// SPDX-License-Identifier: MIT
// The console's words in the agent's language, and numbers as that language writes them.

import type { Language } from "../../shared/protocol";
import { localeOf } from "../../shared/words";
import type { Words } from "./lt";

export type { Words } from "./lt";

const learnt: Partial<Record<Language, Words>> = {};

/** Fetches a language, once. A page draws nothing before it knows one. */
export async function learnWords(language: Language): Promise<void> {
  learnt[language] ??= language === "lt" ? (await import("./lt")).lt : (await import("./en")).en;
}

/** The words of a language that was learnt; of another where it was not. */
export function wordsOf(language: Language): Words {
  const words = learnt[language] ?? learnt.lt ?? learnt.en;
  if (!words) throw new Error("no language was learnt");
  return words;
}

/** 0,41 */
export function shareOf(language: Language, value: number): string {
  return new Intl.NumberFormat(localeOf(language), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(value);
}

/** The word for a wire name that may be newer than we are; the name itself is better than nothing. */
export function wordFor(words: Record<string, string>, name: string | null | undefined): string {
  return name ? (words[name] ?? name.replaceAll("_", " ")) : "";
}
