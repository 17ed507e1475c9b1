// SPDX-License-Identifier: MIT
// A visitor needs one language, so each is a file of its own, fetched when it is spoken.

import type { Language } from "../shared/protocol";
import type { Words } from "./words/lt";

export type { Words } from "./words/lt";

export async function wordsIn(language: Language): Promise<Words> {
  return language === "lt" ? (await import("./words/lt")).lt : (await import("./words/en")).en;
}
