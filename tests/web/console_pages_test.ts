// SPDX-License-Identifier: MIT
// What keys, addresses and other pages may not do by accident, and what colleagues see of each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counted } from "../../bot/web/shared/words";
import { newsAfter } from "../../bot/web/console/state/conversation";
import { mayRepeat } from "../../bot/web/console/state/keys";
import { placeOf } from "../../bot/web/console/views/go";
import { unreadLines } from "../../bot/web/console/words/counts";
import { tomas } from "./support/agent_server";
import { settle } from "./support/clock";
import { consoleOf } from "./support/console";

test("a key that is held down moves on, and does nothing else twice", () => {
  assert.equal(mayRepeat({ do: "neighbour", step: 1 }), true);
  assert.equal(mayRepeat({ do: "row", step: -1 }), true);
  assert.equal(mayRepeat({ do: "takeLongest" }), false);
  assert.equal(mayRepeat({ do: "send", close: false }), false);
});

test("a mangled address is a conversation that is not there", () => {
  assert.deepEqual(placeOf("#%"), { page: "desk", id: "%", token: "" });
  assert.deepEqual(placeOf("#a%20b"), { page: "desk", id: "a b", token: "" });
});

test("on another page nothing is done to the conversation that nobody sees", async () => {
  const { session, cell, off } = await consoleOf({});
  cell.set((s) => ({ ...s, auth: { ...s.auth, me: { ...s.auth.me!, role: "supervisor" } } }));
  assert.deepEqual([off("erase"), off("transfer"), off("note")], [null, null, null]);
  session.page("board");
  for (const action of ["take", "takeOver", "erase", "transfer", "note", "close", "tags"] as const) {
    assert.equal(off(action), "noConversation");
  }
  assert.equal(off("takeLongest"), null);
});

test("who writes to a waiting customer is seen by colleagues; who looks at a colleague's writes no reply", async () => {
  const waiting = await consoleOf({ owner: null });
  waiting.writer.type("c", "Sveiki");
  assert.equal(waiting.posts("typing").length, 1);
  const his = await consoleOf({ owner: tomas });
  his.writer.type("c", "Sveiki");
  assert.equal(his.posts("typing").length, 0);
});

test("a colleague's note stops a send, one's own does not", async () => {
  const { writer, server, sending, opened } = await consoleOf({});
  writer.type("c", "Taip");
  writer.box("c", "note");
  writer.type("c", "mano pastaba");
  await writer.send("c");
  assert.equal(newsAfter(opened().conversation, 2, "Rūta").length, 0);
  server.fact("c", { type: "note", author: "agent", text: "nesutik", actor: { kind: "agent", id: "a2" } });
  await settle();
  writer.box("c", "reply");
  await writer.send("c");
  assert.deepEqual(sending().stop, { why: "changed" });
});

test("what is being written in a dialog stays when the session is over", async () => {
  const { session, server, desk, cell } = await consoleOf({});
  session.dialog("transfer");
  server.signedIn = false;
  await desk.load("c");
  assert.deepEqual([cell.get().auth.phase, cell.get().dialog], ["expired", "transfer"]);
  await session.signIn("Rūta", "right");
  await settle();
  assert.deepEqual([cell.get().dialog, cell.get().opened?.phase], ["transfer", "ready"]);
});

test("unread lines are counted in words", () => {
  assert.deepEqual([1, 2, 10, 21].map((n) => counted("lt", n, unreadLines)), [
    "1 neperskaityta žinutė",
    "2 neperskaitytos žinutės",
    "10 neperskaitytų žinučių",
    "21 neperskaityta žinutė",
  ]);
});
