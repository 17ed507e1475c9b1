// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../../bot/web/shared/protocol";
import { readPress, type Press } from "../../bot/web/console/state/keys";
import { noticesOf, readNotices, defaultNotices } from "../../bot/web/console/state/notices";
import { matching, type Item } from "../../bot/web/console/state/palette";
import { fromSnapshot, groupsOf, loadOf, ringing, unreadAfter, unreadOf } from "../../bot/web/console/state/rows";
import { placeOf } from "../../bot/web/console/views/go";

const item = (id: string, kind: Item["kind"], label: string, more: Partial<Item> = {}): Item => {
  return { id, kind, label, detail: "", keys: "", off: "", also: "", ...more };
};
const items = [
  item("c1", "conversation", "Ieva Petrauskaitė", { also: "Grąžinimas 10023" }),
  item("p1", "page", "Priežiūra"),
  item("a2", "action", "Grąžinti robotui", { off: "pirma perimkite pokalbį" }),
  item("a1", "action", "Perduoti"),
  item("r1", "reply", "Grąžinimo tvarka"),
];
const ids = (query: string) => matching(items, query).map(({ id }) => id);

test("nothing typed: what can be done, then conversations and pages, and what cannot be done at the end", () => {
  assert.deepEqual(ids(""), ["a1", "c1", "p1", "a2"]);
  assert.deepEqual(ids(">"), ["a1", "a2"]);
});

test("letters without marks find everything; what is off comes last, with its reason", () => {
  assert.deepEqual(ids("graz"), ["r1", "c1", "a2"]);
  assert.deepEqual(ids(">graz"), ["a2"]);
  assert.deepEqual(ids("10023"), ["c1"]);
  assert.deepEqual(ids("xyz"), []);
});

const press = (key: string, rest: Partial<Press> = {}): Press => {
  return { key, code: "", ctrl: false, alt: false, shift: false, altgr: false, composing: false, inText: false, inDialog: false, ...rest };
};
const command = (key: string, rest: Partial<Press> = {}, prefix: "" | "g" = "", enterSends = false) =>
  readPress(press(key, rest), prefix, enterSends).command;

test("Ctrl+K opens the palette everywhere, also on a keyboard that types another letter there", () => {
  assert.deepEqual(command("k", { ctrl: true, inText: true }), { do: "palette" });
  assert.deepEqual(command("л", { ctrl: true, code: "KeyK" }), { do: "palette" });
  assert.equal(command("k", { ctrl: true, inDialog: true }), null);
  assert.equal(command("k", { ctrl: true, shift: true, inText: true }), null);
});

test("Alt with Enter and Backspace is for the bot's proposal, while typing too", () => {
  assert.deepEqual(command("Enter", { alt: true, inText: true }), { do: "suggestSend" });
  assert.deepEqual(command("Enter", { alt: true, shift: true, inText: true }), { do: "suggestEdit" });
  assert.deepEqual(command("Backspace", { alt: true, inText: true }), { do: "suggestReject" });
  assert.equal(command("Enter", { alt: true, ctrl: true, altgr: true }), null);
});

test("G and S or U go to the other pages, L and Z are tags and putting aside", () => {
  assert.deepEqual(command("s", {}, "g"), { do: "page", page: "board" });
  assert.deepEqual(command("u", {}, "g"), { do: "page", page: "review" });
  assert.deepEqual(command("l"), { do: "tags" });
  assert.deepEqual(command("z"), { do: "hold" });
});

test("Enter sends only for those who chose so, and Shift makes a line", () => {
  assert.equal(command("Enter", { inText: true }), null);
  assert.deepEqual(command("Enter", { inText: true }, "", true), { do: "send", close: false });
  assert.equal(command("Enter", { inText: true, shift: true }, "", true), null);
  assert.equal(command("Enter", { inText: true, composing: true }, "", true), null);
});

test("the address names a conversation, a page, or the link to the first account", () => {
  assert.deepEqual(placeOf("#0193-ab"), { page: "desk", id: "0193-ab", token: "" });
  assert.deepEqual(placeOf("#/board"), { page: "board", id: "", token: "" });
  assert.deepEqual(placeOf("#/other"), { page: "desk", id: "", token: "" });
  assert.deepEqual(placeOf("#first=abc"), { page: "desk", id: "", token: "abc" });
  assert.deepEqual(placeOf(""), { page: "desk", id: "", token: "" });
});

const row = (conversation: string, rest: Partial<Row>): Row => {
  return { conversation, status: "queued", epoch: 1, last: 5, updated_at: 1_000, waiting_since: 0, ...rest };
};
const mine = { id: "a1", name: "Rūta" };

test("what rings does so in its order and for its time; what was put aside has its own group and takes no place", () => {
  const rows = fromSnapshot([
    row("rings", { asked: true, asked_until: 9_000 }),
    row("rings first", { asked: true, asked_until: 8_000 }),
    row("waits", {}),
    row("held", { status: "assigned", owner: mine, on_hold: true }),
    row("works", { status: "assigned", owner: mine, unanswered: true, unanswered_since: 5 }),
  ]);
  const names = groupsOf(rows, "mine", "Rūta", 10_000).map(({ name }) => name);
  assert.deepEqual(names, ["waitsForMe", "onHold", "queue"]);
  assert.deepEqual(ringing(rows, 8_500).map(({ conversation }) => conversation), ["rings"]);
  assert.deepEqual(ringing(rows, 5_000).map(({ conversation }) => conversation), ["rings first", "rings"]);
  assert.equal(loadOf(rows, "Rūta"), 1);
});

test("more important ones first, then by the share of the target that was waited", () => {
  const rows = fromSnapshot([
    row("long", { waiting_since: 0 }),
    row("due sooner", { waiting_since: 40_000, answer_within: 30 }),
    row("urgent", { waiting_since: 90_000, priority: 3 }),
    row("low", { waiting_since: 0, priority: 0 }),
  ]);
  const order = groupsOf(rows, "queue", "Rūta", 100_000)[0]!.rows.map(({ conversation }) => conversation);
  assert.deepEqual(order, ["urgent", "due sooner", "long", "low"]);
});

test("unread lines are counted as they come, and are none once seen", () => {
  const own = (last: number, text: string, rest: Partial<Row> = {}) =>
    row("c", { status: "assigned", owner: mine, unanswered: true, last, last_author: "visitor", last_text: text, ...rest });
  const first = own(6, "a");
  let counts = unreadAfter({}, own(5, "x", { last_author: "agent", unanswered: false }), first, { c: 5 }, "Rūta");
  const second = own(7, "b");
  counts = unreadAfter(counts, first, second, { c: 5 }, "Rūta");
  counts = unreadAfter(counts, second, own(8, "b"), { c: 5 }, "Rūta");
  assert.equal(unreadOf(own(8, "b"), counts, { c: 5 }, "Rūta"), 2);
  assert.equal(unreadOf(own(8, "b"), counts, { c: 8 }, "Rūta"), 0);
  assert.equal(unreadAfter(counts, own(8, "b"), own(9, "c"), { c: 8 }, "Rūta").c, 1);
  assert.equal(unreadOf(own(6, "a"), {}, {}, "Rūta"), 1);
});

test("what changes in the list is told once, and not of what is being looked at", () => {
  const before = fromSnapshot([row("old", {}), row("c", { status: "assigned", owner: mine }), row("t", { status: "assigned", owner: { id: "a2", name: "Tomas" } })]);
  const said = row("c", { status: "assigned", owner: mine, unanswered: true, last: 6, last_author: "visitor" });
  const after = new Map([...before, ["new", row("new", {})], ["old", row("old", { asked: true })], ["c", said], ["t", row("t", { status: "assigned", owner: mine })]]);
  const names = (looked: string) => noticesOf(before, after, "Rūta", [looked], new Set(["c"])).map(({ name, row: one }) => `${name} ${one.conversation}`).sort();
  assert.deepEqual(names(""), ["asked old", "assigned t", "message c", "queue new"]);
  assert.deepEqual(names("c"), ["asked old", "assigned t", "queue new"]);
  assert.deepEqual(noticesOf(after, after, "Rūta", []), []);
});

test("kept switches are read back, and rubbish is the default", () => {
  assert.deepEqual(readNotices(undefined), defaultNotices);
  assert.deepEqual(readNotices({ sound: { late: true }, words: "yes" } as never), {
    ...defaultNotices,
    sound: { ...defaultNotices.sound, late: true },
  });
});
