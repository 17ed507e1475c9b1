// SPDX-License-Identifier: MIT
// Keys of one letter that an agent has changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS, keysOf } from "../../bot/web/console/state/actions";
import { bindingsOf, changedBy, readKeys, restored, STANDARD } from "../../bot/web/console/state/bindings";
import { readPress, type Press } from "../../bot/web/console/state/keys";
import { MemoryStorage, consoleOf } from "./support/console";

const press = (key: string, code = "", shift = false): Press => ({
  key, code, shift, ctrl: false, alt: false, altgr: false, composing: false, inText: false, inDialog: false,
});
const asked = (key: string, code = "", shift = false) => ({ key, code, shift });

test("a changed key does what it was given, and the old one nothing more", () => {
  const result = changedBy({}, "close", asked("X"));
  assert.deepEqual(result, { changed: { close: "x" } });
  const bindings = bindingsOf({ close: "x" });
  assert.deepEqual(readPress(press("x"), "", false, bindings).command, { do: "close" });
  assert.deepEqual(readPress(press("X"), "", false, bindings).command, { do: "close" });
  assert.equal(readPress(press("e"), "", false, bindings).command, null);
});

test("the first of two keys can be another one, the second stays", () => {
  const bindings = bindingsOf({ go: "o" });
  const first = readPress(press("o"), "", false, bindings);
  assert.equal(first.prefix, "g");
  assert.deepEqual(readPress(press("q"), first.prefix, false, bindings).command, { do: "tab", tab: "queue" });
  assert.equal(readPress(press("g"), "", false, bindings).prefix, "");
});

test("a key that another one has is refused and named; once that one is changed it is free", () => {
  assert.deepEqual(changedBy({}, "close", asked("t")), { why: "taken", by: "transfer" });
  assert.deepEqual(changedBy({ transfer: "x" }, "close", asked("t")), { changed: { transfer: "x", close: "t" } });
  // And then the other one's way back is taken.
  assert.deepEqual(restored({ transfer: "x", close: "t" }, "transfer"), { why: "taken", by: "close" });
  assert.deepEqual(restored({ close: "x" }, "close"), { changed: {} });
});

test("the digit row is refused whatever it types, and so is what is no single sign", () => {
  assert.deepEqual(changedBy({}, "note", asked("ą", "Digit1")), { why: "digit" });
  assert.deepEqual(changedBy({}, "note", asked("0", "Digit0")), { why: "digit" });
  assert.deepEqual(changedBy({}, "note", asked("Enter", "Enter")), { why: "many" });
  assert.deepEqual(changedBy({}, "note", asked(" ", "Space")), { why: "many" });
  assert.deepEqual(changedBy({}, "note", asked("ž", "Equal")), { changed: { note: "ž" } });
});

test("the same key again is no change, and what is kept wrongly is forgotten", () => {
  assert.deepEqual(changedBy({ note: "x" }, "note", asked("n")), { changed: {} });
  assert.deepEqual(readKeys({ note: "x", close: "Enter", next: 3, other: "q" }), { note: "x" });
  assert.deepEqual(readKeys({ note: "t" }), {});
  assert.deepEqual(readKeys("x"), {});
  assert.equal(new Set(Object.values(STANDARD)).size, Object.values(STANDARD).length);
});

test("the palette tells the changed key, and none while keys of one letter are off", () => {
  const close = ACTIONS.find(({ name }) => name === "close")!;
  const send = ACTIONS.find(({ name }) => name === "suggestSend")!;
  assert.equal(keysOf(close, { keys: { close: "x" }, letterKeys: true }), "X");
  assert.equal(keysOf(close, { keys: { close: "x" }, letterKeys: false }), "");
  assert.equal(keysOf(send, { keys: {}, letterKeys: false }), "Alt Enter");
});

test("changed keys are kept for who changed them", async () => {
  const memory = new MemoryStorage();
  const { session } = await consoleOf({ memory });
  session.prefer({ keys: { close: "x" } });
  const again = await consoleOf({ memory });
  assert.deepEqual(again.cell.get().prefs.keys, { close: "x" });
});
