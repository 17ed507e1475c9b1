// SPDX-License-Identifier: MIT
// The board's day by hours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, hoursOf } from "../../bot/web/console/state/hours";

const given = [
  { from: "2026-11-22T09:00:00Z", handed_off: 4, bot_answered: 12, waited: { p50: 40, p90: 150 } },
  { from: "2026-11-22T10:00:00Z", handed_off: 0, bot_answered: 0 },
];

test("an hour in which nobody waited has no wait, and the last one is not over", () => {
  const hours = hoursOf(given);
  assert.deepEqual(hours.map(({ p50, p90, running }) => [p50, p90, running]), [[40_000, 150_000, false], [null, null, true]]);
});

test("the chart draws the numbers of the table, the people's column within that of all", () => {
  assert.deepEqual(columnsOf(hoursOf(given)), [
    [Date.parse("2026-11-22T09:00:00Z") / 1_000, Date.parse("2026-11-22T10:00:00Z") / 1_000],
    [16, null],
    [4, null],
    [40, null],
    [150, null],
  ]);
});
