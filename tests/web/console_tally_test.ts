// SPDX-License-Identifier: MIT
// How many of the customer's lines are unread: what was said, not what was added.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unreadMine, unreadOf } from "../../bot/web/console/state/rows";
import { ruta } from "./support/agent_server";
import { settle } from "./support/clock";
import { consoleOf, pageOf } from "./support/console";

/** "q" open before the eyes, "c" of this agent beside it. */
async function beside() {
  const page = await consoleOf({});
  page.desk.open("q");
  await settle();
  page.heard.length = 0;
  const unread = (id = "c") => {
    const { rows, unread: counts, seen, talliedTo } = page.cell.get();
    return unreadOf(rows.get(id)!, counts, seen, "Rūta", talliedTo);
  };
  return { ...page, unread };
}

test("a tag, a note and an opened article are not words of the customer", async () => {
  const { server, unread, heard, cell } = await beside();
  server.fact("c", { type: "tagged", tags: ["x"], actor: { kind: "agent", id: "a2" } });
  server.fact("c", { type: "article_opened", article: "returns" });
  await settle();
  assert.deepEqual([unread(), heard], [0, []]);
  const { rows, unread: counts, seen, talliedTo } = cell.get();
  assert.equal(unreadMine(rows, seen, "Rūta", counts, talliedTo), 0);
});

test("the same words twice, and many in one frame, are counted one by one, and heard", async () => {
  const { server, unread, heard, clock } = await beside();
  server.visitor("c", "Alio");
  await settle();
  server.visitor("c", "Alio");
  await settle();
  assert.equal(unread(), 2);
  assert.deepEqual(heard, ["tone"]);
  await clock.elapse(2_000);
  server.visitor("c", "vienas", true);
  server.visitor("c", "du", true);
  server.visitor("c", "trys");
  await settle();
  assert.deepEqual([unread(), heard], [5, ["tone", "tone"]]);
});

test("after a reload the count is what it was, and nothing is heard of it", async () => {
  const { server, clock, memory, desk } = await beside();
  for (const text of ["a", "b", "c"]) server.visitor("c", text);
  await settle();
  desk.open("");
  const again = pageOf(server, clock, memory);
  await again.session.start();
  await settle();
  const { rows, unread, seen, talliedTo } = again.cell.get();
  assert.equal(unreadOf(rows.get("c")!, unread, seen, "Rūta", talliedTo), 3);
  assert.deepEqual(again.heard, []);
});

test("once it is open nothing of it is unread, and what comes after is counted anew", async () => {
  const { server, desk, unread } = await beside();
  server.visitor("c", "a");
  await settle();
  desk.open("c");
  await settle();
  assert.equal(unread(), 0);
  desk.open("q");
  server.visitor("c", "b");
  await settle();
  assert.equal(unread(), 1);
});

test("who becomes the agent's is told as that, not as a message", async () => {
  const { server, heard, look, session, cell } = await beside();
  const { notices } = cell.get().prefs;
  session.prefer({ notices: { ...notices, desktop: { ...notices.desktop, message: true, assigned: true } } });
  server.add("n", "queued");
  server.visitor("n", "labas");
  await settle();
  look(false);
  heard.length = 0;
  server.join("n", ruta);
  await settle();
  assert.deepEqual(heard.filter((one) => one !== "tone"), ["assigned"]);
});
