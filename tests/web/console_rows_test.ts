// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../../bot/web/shared/protocol";
import {
  countsOf,
  fromSnapshot,
  groupsOf,
  holdStill,
  isUnread,
  longestWaiting,
  unreadMine,
  urgencyOf,
  waitingSince,
  withRow,
  withSeen,
} from "../../bot/web/console/state/rows";

const me = "Rūta";
const mine = { id: "a1", name: me };
const tomas = { id: "a2", name: "Tomas" };
const row = (conversation: string, rest: Partial<Row>): Row => ({
  conversation,
  status: "bot",
  epoch: 1,
  last: 5,
  updated_at: 1_000,
  ...rest,
});
const names = (rows: Map<string, Row> | ReturnType<typeof fromSnapshot>, tab: "mine" | "queue" | "all") =>
  groupsOf(rows, tab, me, 1_000_000).map((group) => [group.name, ...group.rows.map((one) => one.conversation)]);

const rows = fromSnapshot([
  row("young", { status: "queued", waiting_since: 900_000 }),
  row("old", { status: "queued", waiting_since: 100_000 }),
  row("late", { status: "offline", waiting_since: 50_000 }),
  row("asks", { status: "assigned", owner: mine, unanswered: true, unanswered_since: 400_000 }),
  row("asked", { status: "assigned", owner: mine, unanswered: true, unanswered_since: 300_000 }),
  row("rests", { status: "assigned", owner: mine, unanswered: false, updated_at: 5 }),
  row("moved", { status: "assigned", owner: mine, unanswered: false, updated_at: 9 }),
  row("his", { status: "assigned", owner: tomas, unanswered: true, unanswered_since: 1 }),
  row("talks", { status: "bot" }),
]);

test("each tab has its groups, and who has waited longest comes first in each", () => {
  assert.deepEqual(names(rows, "mine"), [
    ["waitsForMe", "asked", "asks"],
    ["waitsForCustomer", "moved", "rests"],
    ["queue", "old", "young"],
  ]);
  assert.deepEqual(names(rows, "queue"), [
    ["queue", "old", "young"],
    ["offline", "late"],
  ]);
  assert.deepEqual(
    names(rows, "all").map((group) => group[0]),
    ["waitsForMe", "waitsForCustomer", "queue", "offline", "colleagues", "bot"],
  );
});

test("the tabs count own, waiting and all conversations", () => {
  assert.deepEqual(countsOf(rows, me), { mine: 4, queue: 3, all: 9 });
});

test("the longest waiting is of the queue while there is one, then of those outside office hours", () => {
  assert.equal(longestWaiting(rows, 1_000_000)?.conversation, "old");
  const closed = fromSnapshot([row("late", { status: "offline", waiting_since: 5 }), row("talks", {})]);
  assert.equal(longestWaiting(closed, 1_000_000)?.conversation, "late");
  assert.equal(longestWaiting(new Map(), 1_000_000), null);
});

test("times are read as text and as milliseconds", () => {
  assert.equal(waitingSince(row("a", { status: "queued", waiting_since: "2026-11-22T10:00:00Z" })), 1795341600000);
  assert.equal(waitingSince(row("a", { status: "queued", waiting_since: 7 })), 7);
  assert.equal(waitingSince(row("a", { status: "bot", waiting_since: 7 })), null);
});

test("an older row changes nothing and a closed conversation leaves", () => {
  assert.equal(withRow(rows, row("old", { last: 4, status: "bot" })), rows);
  assert.equal(withRow(rows, row("old", { last: 6, status: "assigned", owner: tomas })).get("old")?.owner, tomas);
  assert.equal(withRow(rows, row("old", { last: 6, status: "closed" })).has("old"), false);
});

test("a wait is quiet, then near, then late", () => {
  assert.deepEqual([0, 83_999, 84_000, 119_999, 120_000].map((waited) => urgencyOf(waited)), ["plain", "plain", "warn", "warn", "late"]);
});

test("only own conversations with unseen words are unread, and the title counts them", () => {
  assert.equal(isUnread(rows.get("asks")!, {}, me), true);
  assert.equal(isUnread(rows.get("his")!, {}, me), false);
  assert.equal(isUnread(rows.get("old")!, {}, me), false);
  const seen = withSeen({}, "asks", 5);
  assert.equal(isUnread(rows.get("asks")!, seen, me), false);
  assert.equal(unreadMine(rows, seen, me), 1);
  assert.equal(withSeen(seen, "asks", 3), seen);
});

test("rows under the pointer keep their place, with their new content, and new ones are counted", () => {
  const before = groupsOf(rows, "queue", me, 1_000_000);
  let later = withRow(rows, row("old", { last: 6, status: "assigned", owner: tomas }));
  later = withRow(later, row("young", { last: 6, status: "closed" }));
  later = withRow(later, row("fresh", { status: "queued", waiting_since: 10 }));
  const held = holdStill(before, groupsOf(later, "queue", me, 1_000_000), later);
  assert.equal(held.fresh, 1);
  assert.deepEqual(
    held.groups.map((group) => group.rows.map((one) => [one.conversation, one.status])),
    [
      [
        ["old", "assigned"],
        ["young", "closed"],
      ],
      [["late", "offline"]],
    ],
  );
});
