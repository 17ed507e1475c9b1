// SPDX-License-Identifier: MIT
// The board's hours as its chart and its table have them: the same numbers. Pure.

import { millis } from "../../shared/protocol";
import type { BoardHour } from "../wire";

export interface Hour {
  /** When it began, in ms. */
  from: number;
  /** It is not over yet. */
  running: boolean;
  bot: number;
  handed: number;
  /** Half of those who waited, and nine of ten of them, were answered within so many ms; null: nobody waited. */
  p50: number | null;
  p90: number | null;
}

export function hoursOf(hours: readonly BoardHour[]): Hour[] {
  const ms = (seconds: number | null | undefined) => (seconds == null ? null : seconds * 1_000);
  return hours.map((hour, i) => ({
    from: millis(hour.from),
    running: i === hours.length - 1,
    bot: hour.bot_answered,
    handed: hour.handed_off,
    p50: ms(hour.waited?.p50),
    p90: ms(hour.waited?.p90),
  }));
}

/** As columnsOf says. */
type Figures = (number | null)[];
export type Columns = [number[], Figures, Figures, Figures, Figures];

/** For a chart whose columns stand on each other: seconds, the bot's and the people's together, the people's, and
 *  the waits in seconds. */
export function columnsOf(hours: readonly Hour[]): Columns {
  // Nothing has no column, not one without a height.
  const some = (count: number) => count || null;
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
  return [
    hours.map(({ from }) => from / 1_000),
    hours.map(({ bot, handed }) => some(bot + handed)),
    hours.map(({ handed }) => some(handed)),
    hours.map(({ p50 }) => seconds(p50)),
    hours.map(({ p90 }) => seconds(p90)),
  ];
}
