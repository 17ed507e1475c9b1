// SPDX-License-Identifier: MIT
// Finding by a few letters: „graz“ finds „Grąžinimas“. Pure.

/** Small letters without their marks. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
}

/** How well `text` answers to what was typed: every word typed begins a word of it (best at its beginning),
 *  or at least stands in it. 0: not at all. */
export function scoreOf(text: string, query: string): number {
  const hay = folded(text);
  const words = folded(query).split(/\s+/).filter(Boolean);
  let score = 1;
  for (const word of words) {
    const at = hay.indexOf(word);
    if (at < 0) return 0;
    if (at === 0) score += 4;
    else if (new RegExp(`[^\\p{L}\\p{N}]${escaped(word)}`, "u").test(hay)) score += 2;
    else if (word.length < 3) return 0;
  }
  return score;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&");
}

/** Those that answer to the query, best first, equal ones in their order. */
export function search<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  if (query.trim() === "") return [...items];
  return items
    .map((item) => ({ item, score: scoreOf(textOf(item), query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
