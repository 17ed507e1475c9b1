// SPDX-License-Identifier: MIT
// The console's words in the agent's language, and numbers as that language writes them.

import type { Language } from "../../shared/protocol";
import { localeOf } from "../../shared/words";
import { english } from "./en";
import { lithuanian, type Words } from "./lt";

export type { Words } from "./lt";

export function wordsOf(language: Language): Words {
  return language === "lt" ? lithuanian : english;
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
