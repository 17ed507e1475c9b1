// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "../../bot/web/console/desk";
import { Session } from "../../bot/web/console/session";
import { Cell, draftOf, initialState, sendingOf } from "../../bot/web/console/state/app";
import { Storage } from "../../bot/web/console/storage";
import { Writer } from "../../bot/web/console/writer";
import { AgentServer, ruta, tomas } from "./support/agent_server";
import { MockClock, settle } from "./support/clock";

class MemoryStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

function page(server: AgentServer, clock: MockClock, memory = new MemoryStorage()) {
  const storage = new Storage(memory as unknown as globalThis.Storage, "lt-LT");
  const cell = new Cell(initialState(storage.prefs(), storage.seen()));
  const session = new Session(cell, storage, { fetch: server.fetch, clock, random: () => 0.5, visible: () => true });
  const desk = new Desk(session);
  const writer = new Writer(session, desk);
  return { cell, session, desk, writer, memory };
}

/** A signed-in agent with conversation "c" open and mine, "q" in the queue. */
async function desk(owner: typeof ruta | null = ruta) {
  const clock = new MockClock();
  const server = new AgentServer(() => clock.now());
  server.signedIn = true;
  server.add("c", owner ? "assigned" : "queued", owner);
  server.visitor("c", "labas");
  server.add("q", "queued");
  const at = page(server, clock);
  await at.session.start();
  await settle();
  at.writer.recall("c");
  at.desk.open("c");
  await settle();
  const texts = () =>
    at.cell.get().opened!.conversation.events.flatMap((event) => ("text" in event ? [event.text as string] : []));
  const sent = () => server.commands.filter(({ path }) => path.endsWith("/messages") || path.endsWith("/notes"));
  return { ...at, clock, server, texts, sent, sending: () => sendingOf(at.cell.get(), "c"), draft: () => draftOf(at.cell.get(), "c") };
}

test("signing in with a wrong password says so, with the right one opens the live list", async () => {
  const clock = new MockClock();
  const server = new AgentServer(() => clock.now());
  server.add("q", "queued");
  const { cell, session } = page(server, clock);
  await session.start();
  assert.equal(cell.get().auth.phase, "out");
  assert.equal(cell.get().auth.problem, "");
  await session.signIn("Rūta", "wrong");
  assert.deepEqual([cell.get().auth.phase, cell.get().auth.problem], ["out", "unauthenticated"]);
  await session.signIn("Rūta", "right");
  await settle();
  assert.equal(cell.get().auth.phase, "in");
  assert.deepEqual([...cell.get().rows.keys()], ["q"]);
  server.join("q", tomas);
  await settle();
  assert.equal(cell.get().rows.get("q")?.owner?.name, "Tomas");
});

test("every call that changes something says that it comes from the console", async () => {
  const { server, desk: at } = await desk(null);
  await at.take("c");
  assert.ok(server.commands.length > 0);
  assert.ok(server.commands.every(({ requestedWith }) => requestedWith === "frontdesk"));
});

test("an open conversation follows its facts through a cut, each once", async () => {
  const { cell, clock, server, texts } = await desk();
  server.visitor("c", "one");
  await settle();
  server.cut();
  await settle();
  assert.equal(cell.get().opened!.live.state, "lost");
  const since = cell.get().opened!.live.since;
  server.visitor("c", "two", true);
  await clock.elapse(5_000);
  assert.equal(cell.get().opened!.live.since, since);
  server.reachable = true;
  await clock.elapse(60_000);
  server.visitor("c", "three");
  await settle();
  assert.equal(cell.get().opened!.live.state, "live");
  assert.deepEqual(texts(), ["labas", "one", "two", "three"]);
});

test("a reply goes out, its draft is gone and the note of the same conversation stays", async () => {
  const { writer, draft, texts, memory, sending } = await desk();
  writer.box("c", "note");
  writer.type("c", "pastaba");
  writer.box("c", "reply");
  writer.type("c", "Sveiki");
  assert.ok([...memory.kept.keys()].some((key) => key.endsWith("draft.c")));
  await writer.send("c");
  assert.deepEqual(texts(), ["labas", "Sveiki"]);
  assert.deepEqual([draft().reply, draft().note, sending().phase], ["", "pastaba", "idle"]);
});

test("news after the draft began stops the send; reviewed, it goes out", async () => {
  const { writer, server, sending, draft, sent, texts } = await desk();
  writer.type("c", "Taip");
  server.visitor("c", "dar klausimas");
  await settle();
  await writer.send("c");
  assert.deepEqual([sending().phase, sending().stop], ["stopped", { why: "changed" }]);
  assert.equal(draft().reply, "Taip");
  assert.equal(sent().length, 0);
  await writer.sendReviewed("c");
  assert.deepEqual(texts(), ["labas", "dar klausimas", "Taip"]);
});

test("a conflict keeps the draft, shows the new facts and says who has it; the draft can become a note", async () => {
  const { writer, server, sending, draft, cell, texts } = await desk();
  writer.type("c", "Taip");
  server.join("c", tomas, true);
  await writer.send("c");
  await settle();
  assert.deepEqual(sending().stop, { why: "taken", owner: "Tomas" });
  assert.equal(draft().reply, "Taip");
  assert.equal(cell.get().opened!.conversation.chat.owner, "Tomas");
  writer.asNote("c");
  await writer.send("c");
  assert.deepEqual(texts(), ["labas", "Taip"]);
  assert.deepEqual([draft().note, sending().phase], ["", "idle"]);
});

test("a note that was written on an old epoch is saved all the same", async () => {
  const { writer, server, texts, sent } = await desk();
  writer.box("c", "note");
  writer.type("c", "pastaba");
  server.join("c", tomas, true);
  await writer.send("c");
  assert.deepEqual(texts(), ["labas", "pastaba"]);
  assert.equal(sent().length, 2);
  assert.equal(sent()[0]!.body.client_id, sent()[1]!.body.client_id);
});

test("a send whose answer is lost is tried again under the same name and arrives once", async () => {
  const { writer, server, sending, texts, sent } = await desk();
  writer.type("c", "Sveiki");
  server.loseAnswers = 1;
  await writer.send("c");
  assert.deepEqual([sending().phase, sending().code], ["failed", "unreachable"]);
  await writer.send("c");
  await settle();
  assert.equal(sent()[0]!.body.client_id, sent()[1]!.body.client_id);
  assert.deepEqual(texts(), ["labas", "Sveiki"]);
});

test("a send while offline waits for the connection, and does not go out over news", async () => {
  const { writer, desk: at, server, clock, sending, sent, texts } = await desk();
  writer.type("c", "Sveiki");
  server.cut();
  await settle();
  await writer.send("c");
  assert.equal(sending().phase, "armed");
  server.reachable = true;
  server.visitor("c", "jau nebereikia", true);
  await clock.elapse(60_000);
  assert.equal(at.opened!.live.state, "live");
  await writer.sendArmed("c");
  assert.deepEqual(sending().stop, { why: "changed" });
  assert.equal(sent().length, 0);
  await writer.sendReviewed("c");
  assert.deepEqual(texts(), ["labas", "jau nebereikia", "Sveiki"]);
});

test("a message to a waiting conversation takes it", async () => {
  const { writer, cell } = await desk(null);
  writer.type("c", "Klausau");
  await writer.send("c");
  assert.equal(cell.get().opened!.conversation.chat.owner, "Rūta");
});

test("nothing is sent to a conversation that the bot or a colleague has", async () => {
  const { writer, server, sent } = await desk(tomas);
  writer.type("c", "Klausau");
  await writer.send("c");
  assert.equal(sent().length, 0);
  assert.equal(server.conversations.get("c")!.owner, tomas);
});

test("the longest waiting is taken, and who was faster is named", async () => {
  const { desk: at, server, cell } = await desk();
  server.join("q", tomas, true);
  assert.equal(await at.takeLongest(), null);
  assert.deepEqual([cell.get().toast?.key, cell.get().toast?.name], ["taken", "Tomas"]);
  server.add("r", "queued");
  server.visitor("r", "labas");
  await settle();
  server.conversations.get("q")!.status = "closed";
  server.fact("q", { type: "closed" });
  await settle();
  assert.equal(await at.takeLongest(), "r");
  assert.equal(server.conversations.get("r")!.owner?.name, "Rūta");
});

test("closing can be taken back while the sentence stands", async () => {
  const { desk: at, server, cell, clock } = await desk();
  await at.close("c");
  await settle();
  assert.equal(server.conversations.get("c")!.status, "closed");
  cell.get().toast!.undo!();
  await settle();
  assert.equal(server.conversations.get("c")!.owner?.name, "Rūta");
  await at.returnToBot("c");
  await clock.elapse(5_000);
  assert.equal(cell.get().toast, null);
});

test("when the session is over the page and the draft stay, and a new sign-in goes on", async () => {
  const { writer, server, cell, session, draft, texts } = await desk();
  writer.type("c", "Neprarask");
  server.signedIn = false;
  await writer.send("c");
  assert.equal(cell.get().auth.phase, "expired");
  assert.equal(cell.get().opened!.phase, "ready");
  assert.equal(draft().reply, "Neprarask");
  server.visitor("c", "kol nebuvo", true);
  await session.signIn("Rūta", "right");
  await settle();
  assert.equal(cell.get().auth.phase, "in");
  assert.deepEqual(texts(), ["labas", "kol nebuvo"]);
  await writer.sendReviewed("c");
  assert.deepEqual(texts(), ["labas", "kol nebuvo", "Neprarask"]);
});

test("a draft is there again after a reload", async () => {
  const { writer, memory, server, clock } = await desk();
  writer.type("c", "Sveiki");
  const again = page(server, clock, memory);
  again.writer.recall("c");
  assert.equal(draftOf(again.cell.get(), "c").reply, "Sveiki");
});
