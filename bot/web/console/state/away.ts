// SPDX-License-Identifier: MIT
// When somebody who takes no conversations is back. Pure.

import { known } from "./rows";

/** At most so far ahead. */
export const MOST_AWAY_MS = 7 * 86_400_000;

export interface Back {
  at: number;
  /** Then the time alone says it. */
  today: boolean;
}

/** Null: nothing was said of it, or the time is over. */
export function backOf(who: { available?: boolean; back_at?: string | number | null }, now: number): Back | null {
  const at = who.available ? null : known(who.back_at);
  if (at === null || at <= now) return null;
  return { at, today: new Date(at).toDateString() === new Date(now).toDateString() };
}

export function tomorrowAt(now: number, hour: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + 1);
  return day.setHours(hour, 0, 0, 0);
}

/** As the browser's field of local time has it: 2026-11-22T09:00. */
export function fieldTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
