// SPDX-License-Identifier: MIT
// Who is signed in: agents who share a browser, a server that does not answer, a page nobody heard of for a while.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentServer } from "./support/agent_server";
import { MockClock, settle } from "./support/clock";
import { consoleOf, MemoryStorage, pageOf } from "./support/console";

test("the next agent of a browser inherits nothing, and the first finds their own again", async () => {
  const { session, writer, cell, draft, desk } = await consoleOf({});
  writer.type("c", "Rūtos žodžiai");
  session.prefer({ enterSends: true });
  await session.signOut();
  assert.deepEqual([cell.get().drafts, cell.get().seen, cell.get().unread, cell.get().recent], [{}, {}, {}, []]);
  await session.signIn("Tomas", "right");
  await settle();
  desk.open("c");
  await settle();
  assert.deepEqual([draft().reply, cell.get().prefs.enterSends], ["", false]);
  await session.signOut();
  await session.signIn("Rūta", "right");
  await settle();
  desk.open("c");
  await settle();
  assert.deepEqual([draft().reply, cell.get().prefs.enterSends, cell.get().seen.c], ["Rūtos žodžiai", true, 2]);
});

test("another name in the dialog of a session that is over begins anew, with the same conversation open", async () => {
  const { session, writer, cell, draft, server, opened } = await consoleOf({});
  writer.type("c", "Rūtos žodžiai");
  server.signedIn = false;
  await writer.send("c");
  assert.equal(cell.get().auth.phase, "expired");
  await session.signIn("Tomas", "right");
  await settle();
  assert.deepEqual([cell.get().auth.me?.name, opened().id, opened().phase, draft().reply], ["Tomas", "c", "ready", ""]);
  assert.deepEqual(cell.get().sendings, {});
});

test("a server that cannot be reached at the start is no sign-in form, and is asked again", async () => {
  const clock = new MockClock();
  const server = new AgentServer(() => clock.now());
  server.signedIn = true;
  server.reachable = false;
  const { session, cell } = pageOf(server, clock, new MemoryStorage());
  await session.start();
  assert.deepEqual([cell.get().auth.phase, cell.get().auth.problem], ["checking", "unreachable"]);
  server.reachable = true;
  await clock.elapse(5_000);
  assert.equal(cell.get().auth.phase, "in");
});

test("who is waiting when an agent signs in is no news", async () => {
  const { session, heard } = await consoleOf({});
  await session.signOut();
  await session.signIn("Rūta", "right");
  await settle();
  assert.deepEqual(heard, []);
});

test("a list that was refused is asked for again when somebody wants it", async () => {
  const { server, session, cell, clock } = await consoleOf({});
  const go = server.refuse(/GET \/events/, 403);
  server.cut();
  await settle();
  server.reachable = true;
  await clock.elapse(60_000);
  assert.equal(cell.get().list.state, "lost");
  go();
  session.wake();
  await settle();
  assert.equal(cell.get().list.state, "live");
});

test("who comes back is told that no conversations were given meanwhile, until it is dismissed", async () => {
  const { server, cell, clock, session } = await consoleOf({});
  server.cut();
  await settle();
  server.available = false;
  server.reachable = true;
  await clock.elapse(120_000);
  assert.deepEqual([cell.get().auth.me?.available, cell.get().toast?.key], [false, "nowOff"]);
  session.dismissToast();
  assert.equal(cell.get().toast, null);
});

test("a lost sign of what was seen is told with the next look", async () => {
  const { server, desk, posts } = await consoleOf({});
  server.loseSignals = true;
  server.visitor("c", "dar");
  await settle();
  server.loseSignals = false;
  const before = posts("seen").length;
  desk.wake();
  assert.deepEqual([posts("seen").length - before, posts("seen").at(-1)?.last], [1, 3]);
});

test("a section of the side panel stays folded for who folded it", async () => {
  const { session, cell } = await consoleOf({});
  session.fold("history", true);
  session.fold("tags", true);
  session.fold("history", true);
  session.fold("tags", false);
  assert.deepEqual(cell.get().prefs.foldedParts, ["history"]);
  await session.signOut();
  await session.signIn("Tomas", "right");
  assert.deepEqual(cell.get().prefs.foldedParts, []);
  await session.signOut();
  await session.signIn("Rūta", "right");
  assert.deepEqual(cell.get().prefs.foldedParts, ["history"]);
});
