// SPDX-License-Identifier: MIT
// What happens to words while the network, the agent and the customer do not wait for each other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ruta, tomas, AgentServer } from "./support/agent_server";
import { consoleOf, MemoryStorage } from "./support/console";
import { settle } from "./support/clock";

const desk = (owner: typeof ruta | null = ruta, prepare: (server: AgentServer) => void = () => {}) =>
  consoleOf({ owner, prepare });

test("a note that met a conflict stays a note whatever tab is open when it is tried again", async () => {
  const { writer, server, posts, draft } = await desk();
  writer.box("c", "note");
  writer.type("c", "Klientas piktas");
  server.join("c", tomas, true);
  const go = server.delay(/^GET \/conversations\/c\/events$/);
  const sent = writer.send("c");
  await settle();
  writer.type("c", "Klientas piktas, saugokis");
  writer.box("c", "reply");
  go();
  await sent;
  assert.equal(posts("messages").length, 0);
  assert.deepEqual(posts("notes").map(({ text }) => text), ["Klientas piktas", "Klientas piktas"]);
  assert.deepEqual([draft().box, draft().note, draft().reply], ["reply", ", saugokis", ""]);
});

test("a reply is stopped by what came before a note was begun", async () => {
  const { writer, server, sending, posts } = await desk();
  writer.type("c", "Taip");
  server.visitor("c", "dar klausimas");
  await settle();
  writer.box("c", "note");
  writer.type("c", "pastaba");
  writer.box("c", "reply");
  await writer.send("c");
  assert.deepEqual([sending().phase, posts("messages").length], ["stopped", 0]);
});

test("a text put after a reply that was begun does not make the reply newer than it is", async () => {
  const { writer, server, draft, sending } = await desk();
  writer.type("c", "Taip");
  server.visitor("c", "dar klausimas");
  await settle();
  writer.fill("c", "Taip\nGeros dienos!");
  assert.equal(draft().base, 2);
  await writer.send("c");
  assert.equal(sending().phase, "stopped");
});

test("what was sent leaves the box, what was typed meanwhile stays, and nothing is closed over it", async () => {
  const { writer, server, draft, texts, clock } = await desk();
  const go = server.delay(/POST .*messages/);
  writer.type("c", "Labas");
  const sent = writer.press("c", true);
  await settle();
  writer.type("c", "Labas\nKaip galiu padėti?");
  go();
  await sent;
  await settle();
  assert.equal(draft().reply, "Kaip galiu padėti?");
  assert.equal(server.conversations.get("c")!.status, "assigned");
  await clock.elapse(10);
  // It is closed when the rest is out.
  assert.equal(draft().then, "close");
  await writer.press("c");
  await settle();
  assert.deepEqual(texts(), ["labas", "Labas", "Kaip galiu padėti?"]);
  assert.equal(server.conversations.get("c")!.status, "closed");
});

test("what follows a reply is done though another conversation is open by then", async () => {
  const { writer, desk: at, server, posts } = await desk();
  const go = server.delay(/POST .*messages/);
  writer.type("c", "Viso gero");
  const sent = writer.press("c", true);
  await settle();
  at.open("q");
  await settle();
  go();
  await sent;
  await settle();
  assert.equal(server.conversations.get("c")!.status, "closed");
  assert.equal(posts("close")[0]!.epoch, 1);
});

test("where a tag is asked for and another conversation is open by then, it says so", async () => {
  const { writer, desk: at, server, cell } = await desk(ruta, (s) => (s.desk.require_tag = true));
  const go = server.delay(/POST .*messages/);
  writer.type("c", "Viso gero");
  const sent = writer.press("c", true);
  await settle();
  at.open("q");
  go();
  await sent;
  await settle();
  assert.deepEqual([server.conversations.get("c")!.status, cell.get().dialog, cell.get().toast?.key], ["assigned", null, "tagFirst"]);
});

test("putting aside is taken back though another conversation is open by then", async () => {
  const { commands, desk: at, cell } = await desk();
  await commands.hold("c", "");
  const undo = cell.get().toast!.undo!;
  at.open("q");
  await settle();
  undo();
  await settle();
  assert.equal(cell.get().rows.get("c")?.on_hold, false);
});

test("a send that was stopped behind the agent's back is reviewed when it is on the screen again", async () => {
  const { writer, desk: at, server, sending, draft, clock, texts } = await desk();
  writer.type("c", "Taip");
  server.visitor("c", "vienas", true);
  server.conversations.get("c")!.epoch += 1;
  const go = server.delay(/POST .*messages/);
  const sent = writer.press("c");
  await settle();
  at.open("q");
  await settle();
  for (let i = 0; i < 5; i += 1) server.visitor("q", `eilė ${i}`);
  await settle();
  go();
  await sent;
  assert.deepEqual([sending().phase, sending().upTo], ["stopped", 2]);
  at.open("c");
  await settle();
  server.visitor("c", "du");
  await settle();
  await clock.elapse(1_000);
  await writer.press("c");
  assert.equal(sending().phase, "stopped");
  assert.equal(draft().base, 3);
  await clock.elapse(1_000);
  await writer.press("c");
  assert.deepEqual(texts(), ["labas", "vienas", "du", "Taip"]);
});

test("a text that was changed after a send whose answer was lost does not repeat what arrived", async () => {
  const { writer, server, draft, texts, sending, clock } = await desk();
  server.loseAnswers = 1;
  writer.type("c", "Labas");
  await writer.press("c");
  assert.equal(sending().phase, "failed");
  await clock.elapse(10);
  writer.type("c", "Labas\nKaip galiu padėti?");
  await writer.press("c");
  assert.deepEqual([texts(), draft().reply], [["labas", "Labas", "Kaip galiu padėti?"], ""]);
});

test("a text that was changed after a send that never arrived goes out whole", async () => {
  const { writer, server, texts, clock } = await desk();
  const go = server.refuse(/POST .*messages/, 503);
  writer.type("c", "Labas");
  await writer.press("c");
  go();
  await clock.elapse(10);
  writer.type("c", "Labas, Ona");
  await writer.press("c");
  assert.deepEqual(texts(), ["labas", "Labas, Ona"]);
});
