// SPDX-License-Identifier: MIT
// "Will be sent when the connection is back": whichever conversation is open then, and after a reload too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isEmpty, readWaiting } from "../../bot/web/console/state/draft";
import { ruta, tomas } from "./support/agent_server";
import { settle } from "./support/clock";
import { consoleOf, pageOf } from "./support/console";

/** Conversation "c" with a reply that waits for the connection. */
async function armed(text = "Tuoj patikrinsiu") {
  const page = await consoleOf({ prepare: (s) => s.add("d", "assigned", ruta) });
  page.writer.type("c", text);
  page.server.cut();
  await settle();
  await page.writer.press("c");
  assert.equal(page.sending().phase, "armed");
  return page;
}
const back = async ({ server, clock }: Awaited<ReturnType<typeof armed>>) => {
  server.reachable = true;
  await clock.elapse(60_000);
};
const said = (page: Awaited<ReturnType<typeof armed>>) => page.posts("messages").map(({ text }) => text);

test("a send that waits goes out by itself when the connection is back", async () => {
  const page = await armed();
  await back(page);
  assert.deepEqual([page.texts(), page.draft().reply, page.sending().phase], [["labas", "Tuoj patikrinsiu"], "", "idle"]);
});

test("it goes out with another conversation open, and that is said", async () => {
  const page = await armed();
  page.desk.open("d");
  await back(page);
  assert.deepEqual(page.server.conversations.get("c")!.events.map(({ type }) => type), ["started", "message", "message"]);
  assert.equal(page.draft().reply, "");
  assert.ok(said(page).length === 1);
});

test("it goes out with no conversation open at all", async () => {
  const page = await armed();
  page.desk.open("");
  await back(page);
  assert.deepEqual(said(page), ["Tuoj patikrinsiu"]);
});

test("news in a conversation that is not open stops it, and that is said until it is seen", async () => {
  const page = await armed();
  page.desk.open("d");
  page.server.visitor("c", "jau nebereikia", true);
  await back(page);
  assert.deepEqual([said(page), page.sending().stop, page.draft().reply], [[], { why: "changed" }, "Tuoj patikrinsiu"]);
  assert.deepEqual([page.cell.get().toast?.key, page.cell.get().toast?.conversation], ["notSentLate", "c"]);
});

test("a colleague who took it meanwhile is named, and nothing goes out", async () => {
  const page = await armed();
  page.desk.open("d");
  page.server.join("c", tomas, true);
  await back(page);
  assert.deepEqual([said(page), page.sending().stop], [[], { why: "taken", owner: "Tomas" }]);
});

test("it waits over a reload, under the same name", async () => {
  const page = await armed();
  const again = pageOf(page.server, page.clock, page.memory);
  page.server.reachable = true;
  page.cell.set((s) => ({ ...s, auth: { ...s.auth, phase: "out" } }));
  await again.session.start();
  await settle();
  assert.deepEqual(said(page), ["Tuoj patikrinsiu"]);
  assert.ok(isEmpty(again.draft()));
  assert.deepEqual([...page.memory.kept.keys()].filter((key) => /waiting|draft/.test(key)), []);
});

test("a server that answers but fails keeps it waiting, and it arrives once", async () => {
  const page = await armed();
  page.desk.open("d");
  page.server.loseAnswers = 1;
  await back(page);
  assert.deepEqual(page.server.conversations.get("c")!.events.length, 3);
  assert.equal(new Set(page.posts("messages").map(({ client_id }) => client_id)).size, 1);
  assert.equal(page.sending().phase, "idle");
});

test("a reply waits on while a note is written; both go out, the note whatever the news", async () => {
  const page = await armed();
  page.writer.box("c", "note");
  page.writer.type("c", "pastaba");
  assert.equal(page.sending().phase, "armed");
  await page.writer.press("c");
  assert.deepEqual(page.sending().armed, ["reply", "note"]);
  page.server.visitor("c", "jau nebereikia", true);
  await back(page);
  assert.deepEqual(page.texts(), ["labas", "jau nebereikia", "pastaba"]);
  assert.deepEqual(page.sending().stop, { why: "changed" });
});

test("a changed text waits no longer, and who signs out leaves nothing to be sent", async () => {
  const page = await armed();
  page.writer.type("c", "Tuoj patikrinsiu.");
  assert.equal(page.sending().phase, "idle");
  await page.writer.press("c");
  assert.equal(page.sending().phase, "armed");
  await page.session.signOut();
  assert.deepEqual([...page.memory.kept.keys()].filter((key) => key.includes("waiting")), []);
  assert.deepEqual(readWaiting({ a: null, b: { boxes: ["x"] }, c: { boxes: ["note"] } }), { c: { boxes: ["note"], close: false } });
});

test("articles without words yet are a draft that is kept", async () => {
  const page = await consoleOf({});
  page.writer.attach("c", { id: "returns", title: "Grąžinimas" });
  const again = pageOf(page.server, page.clock, page.memory);
  again.writer.recall("c");
  assert.deepEqual(again.draft().articles.map(({ id }) => id), ["returns"]);
});

test("what another window writes shows here, but does not change the box that is open or what is being sent", async () => {
  const { writer, draft, server, sending } = await consoleOf({});
  writer.changedElsewhere("c", { ...draft(), box: "note", reply: "iš kito lango", base: 2 });
  assert.deepEqual([draft().box, draft().reply], ["reply", "iš kito lango"]);
  const go = server.delay(/POST .*messages/);
  const sent = writer.press("c");
  await settle();
  writer.changedElsewhere("c", { ...draft(), reply: "vis dar rašau" });
  assert.deepEqual([sending().phase, draft().reply], ["sending", "iš kito lango"]);
  go();
  await sent;
  assert.equal(draft().reply, "");
});

test("two windows that both find it waiting after a reload send it once", async () => {
  const page = await armed();
  const windows = [pageOf(page.server, page.clock, page.memory), pageOf(page.server, page.clock, page.memory)];
  page.cell.set((s) => ({ ...s, auth: { ...s.auth, phase: "out" } }));
  page.server.reachable = true;
  const go = page.server.delay(/POST .*messages/);
  for (const { session } of windows) await session.start();
  await settle();
  await page.clock.elapse(50);
  go();
  await settle();
  assert.equal(new Set(page.posts("messages").map(({ client_id }) => client_id)).size, 1);
  assert.equal(page.server.conversations.get("c")!.events.length, 3);
  for (const { draft } of windows) assert.equal(draft().reply, "");
});
