// SPDX-License-Identifier: MIT
// Counting words and dates in Lithuanian and English. Dictionaries themselves stand beside their views.

import type { Language } from "./protocol";

/** One language's forms of "# messages"; `zero` is a wording of its own where "0 žmonių" would read badly. */
export interface Forms {
  zero?: string;
  one: string;
  few?: string;
  many?: string;
  other: string;
}

/** "#" stands for the number. Lithuanian tells four forms apart, and the compiler sees to it that none is
 *  forgotten. */
export interface Counted {
  lt: Required<Omit<Forms, "zero">> & { zero?: string };
  en: Forms;
}

const locales: Record<Language, string> = { lt: "lt-LT", en: "en-GB" };
const plurals = new Map<Language, Intl.PluralRules>();

export function localeOf(language: Language): string {
  return locales[language];
}

/** The language of a tag such as "lt-LT"; the fallback for anything that is not spoken here. */
export function languageOf(tag: string | null | undefined, fallback: Language = "en"): Language {
  const code = (tag ?? "").slice(0, 2).toLowerCase();
  return code === "lt" || code === "en" ? code : fallback;
}

export function counted(language: Language, n: number, forms: Counted | Forms): string {
  const own: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string } =
    "other" in forms ? forms : forms[language];
  if (n === 0 && own.zero !== undefined) return own.zero;
  let rules = plurals.get(language);
  if (!rules) plurals.set(language, (rules = new Intl.PluralRules(locales[language])));
  const form = own[rules.select(n)] ?? own.other;
  return form.replace("#", new Intl.NumberFormat(locales[language]).format(n));
}

/** "{name} joined" with {name: "Rūta"} */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

// "On Monday": Intl knows only the nominative, and Lithuanian needs the accusative here.
const weekdays: Record<Language, string[]> = {
  lt: ["sekmadienį", "pirmadienį", "antradienį", "trečiadienį", "ketvirtadienį", "penktadienį", "šeštadienį"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const near: Record<Language, [string, string]> = { lt: ["šiandien", "vakar"], en: ["today", "yesterday"] };

const DAY_MS = 86_400_000;

/** 14:05 */
export function timeOf(language: Language, at: number): string {
  return new Intl.DateTimeFormat(locales[language], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** "šiandien", "vakar", „trečiadienį“ within a week, „lapkričio 14 d.“ within the year, else 2025-11-14. */
export function dayOf(language: Language, at: number, now: number): string {
  const then = new Date(at);
  const today = new Date(now);
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(today) - midnight(then)) / DAY_MS);
  if (days === 0 || days === 1) return near[language][days] as string;
  if (days > 1 && days < 7) return weekdays[language][then.getDay()] as string;
  if (then.getFullYear() === today.getFullYear()) {
    return new Intl.DateTimeFormat(locales[language], { month: "long", day: "numeric" }).format(at);
  }
  return new Intl.DateTimeFormat("lt-LT", { year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** „šiandien, 14:05“ */
export function whenOf(language: Language, at: number, now: number): string {
  return `${dayOf(language, at, now)}, ${timeOf(language, at)}`;
}

/** How long: 0:08, 9:59, 12 min., 2 val., 3 d. */
export function durationOf(language: Language, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const unit = (n: number, lt: string, en: string) => `${n}\u00a0${language === "lt" ? lt : en}`;
  if (seconds < 600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds < 7_200) return unit(Math.floor(seconds / 60), "min.", "min");
  if (seconds < 172_800) return unit(Math.floor(seconds / 3_600), "val.", "h");
  return unit(Math.floor(seconds / 86_400), "d.", "d");
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
