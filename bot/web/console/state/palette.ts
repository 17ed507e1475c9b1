// SPDX-License-Identifier: MIT
// One list over everything that can be done or gone to: what it holds, and what answers to a few letters.
// Pure.

import { scoreOf } from "./fold";

export type ItemKind = "action" | "conversation" | "page" | "reply" | "macro" | "article" | "setting";

export interface Item {
  id: string;
  kind: ItemKind;
  label: string;
  detail: string;
  keys: string;
  /** Why it cannot be done now; "" when it can. */
  off: string;
  /** What else it is found by. */
  also: string;
}

/** In this order where nothing is typed, and among equals. */
const ORDER: ItemKind[] = ["action", "conversation", "page", "macro", "reply", "article", "setting"];
const SHOWN_AT_MOST = 40;
/** Without a word typed only these are of use. */
const AT_FIRST = new Set<ItemKind>(["action", "conversation", "page"]);

/** ">" before the words: actions only. What cannot be done stands after what can. */
export function matching(items: readonly Item[], query: string): Item[] {
  const actionsOnly = query.startsWith(">");
  const words = query.replace(/^>/, "").trim();
  const place = (item: Item) => ORDER.indexOf(item.kind) + (item.off ? 100 : 0);
  if (words === "") {
    const shown = items.filter(({ kind }) => (actionsOnly ? kind === "action" : AT_FIRST.has(kind)));
    return [...shown].sort((a, b) => place(a) - place(b)).slice(0, SHOWN_AT_MOST);
  }
  return items
    .filter(({ kind }) => !actionsOnly || kind === "action")
    .map((item) => ({ item, score: 2 * scoreOf(item.label, words) || scoreOf(`${item.label} ${item.also}`, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => (a.item.off ? 1 : 0) - (b.item.off ? 1 : 0) || b.score - a.score || place(a.item) - place(b.item))
    .slice(0, SHOWN_AT_MOST)
    .map(({ item }) => item);
}
