// SPDX-License-Identifier: MIT
// Labelled sets: reading, and the damage that a message suffers on a telephone.

import { readFileSync, writeFileSync } from "node:fs";

/** Rows of "label<TAB>text"; empty lines and lines that begin with '#' are skipped. */
export function readRows(file) {
  return readFileSync(file, "utf8")
    .split(/\r?\n/)
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => ({ label: line.slice(0, line.indexOf("\t")), text: line.slice(line.indexOf("\t") + 1) }));
}

export function writeRows(file, rows) {
  writeFileSync(file, rows.map(({ label, text }) => `${label}\t${text}\n`).join(""));
}

/** Those of the rows whose words do not stand in `trained` too: a set of ten examples may be drawn from a half that judges it. */
export function unseen(rows, trained) {
  const words = ({ text }) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? text;
  const known = new Set(trained.map(words));
  return rows.filter((row) => !known.has(words(row)));
}

/** Numbers 0 .. below 1, the same for a seed (Mulberry32). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The rows in an order that is the same for a seed. Sets stand intent by intent in their files; what learns row
 * by row forgets the first intents over the last.
 */
export function shuffled(rows, seed = 1) {
  const random = randomOf(seed);
  const made = [...rows];
  for (let i = made.length - 1; i > 0; --i) {
    const other = Math.floor(random() * (i + 1));
    [made[i], made[other]] = [made[other], made[i]];
  }
  return made;
}

/**
 * The rows without diacritics, and with one typing error each: a letter replaced, dropped, put in or changed
 * with the next. The same for a seed; labels stay.
 */
export function damaged(rows, seed = 1) {
  const random = randomOf(seed);
  const any = (n) => Math.floor(random() * n);
  return rows.map(({ label, text }) => {
    const letters = [...text.normalize("NFD").replace(/\p{M}/gu, "")];
    const places = letters.flatMap((c, i) => (/\p{L}/u.test(c) ? [i] : []));
    if (!places.length) return { label, text: letters.join("") };
    const at = places[any(places.length)];
    const letter = "abcdefghijklmnopqrstuvwxyz"[any(26)];
    const kind = any(4);
    if (kind === 0) letters[at] = letter;
    else if (kind === 1 && letters.length > 1) letters.splice(at, 1);
    else if (kind === 2 || at + 1 >= letters.length) letters.splice(at, 0, letter);
    else [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]];
    return { label, text: letters.join("") };
  });
}
