// SPDX-License-Identifier: MIT
// What the server says of the desk besides its rows: who waits too long, what the list leaves out, to whom a
// conversation may go, the card by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Card, Row } from "../../bot/web/shared/protocol";
import { fromSnapshot, waitsTooLong } from "../../bot/web/console/state/rows";
import { mayRun, teamsFor } from "../../bot/web/console/state/teams";
import { ruta, tomas } from "./support/agent_server";
import { settle } from "./support/clock";
import { consoleOf } from "./support/console";
import { deskInfo } from "./support/desk_info";

const row = (conversation: string, more: Partial<Row>): Row => ({ conversation, status: "queued", epoch: 1, last: 1, ...more });

test("who waits in the queue for as long as the desk lets anybody wait, waits too long", () => {
  const late = row("a", { waiting_since: 1_000 });
  assert.equal(waitsTooLong(late, 60, 60_999), false);
  assert.equal(waitsTooLong(late, 60, 61_000), true);
  assert.equal(waitsTooLong(late, 0, 9_000_000), false);
  assert.equal(waitsTooLong({ ...late, status: "offline" }, 60, 9_000_000), false);
});

test("of a list that is cut those stay that it does not name, and others are over", () => {
  const before = fromSnapshot([row("old", { status: "bot" }), row("gone", {}), row("b", { status: "bot", last: 1 })]);
  const after = fromSnapshot([row("b", { status: "bot", last: 3 })], ["bot"], before);
  assert.deepEqual([...after.values()].map(({ conversation, last }) => [conversation, last]), [["old", 1], ["b", 3]]);
  assert.equal(fromSnapshot([], [], before).size, 0);
});

test("a cut list says so, and forgets nobody when the stream comes back", async () => {
  const { cell, server, clock } = await consoleOf({ prepare: (s) => s.add("b", "bot") });
  assert.deepEqual(cell.get().cut, []);
  server.shorten("b", "bot");
  server.cut();
  server.reachable = true;
  await clock.elapse(5_000);
  await settle();
  assert.deepEqual(cell.get().cut, ["bot"]);
  assert.equal(cell.get().rows.has("b"), true);
});

test("a team's conversation may go only where the team hands on to, and a macro with it", () => {
  const desk = deskInfo(ruta, tomas);
  desk.teams[0]!.forwards_to = ["returns"];
  const ids = (team: string | null) => teamsFor(desk, { team }).map(({ id }) => id);
  assert.deepEqual([ids("support"), ids("returns"), ids(null)], [["returns"], ["support", "returns"], ["support", "returns"]]);
  const to = (team: string) => ({ id: "m", label: {}, then: { team } });
  assert.equal(mayRun(to("support"), desk, { team: "support" }), false);
  assert.equal(mayRun(to("returns"), desk, { team: "support" }), true);
  assert.equal(mayRun({ id: "m", label: {}, then: "close" }, desk, { team: "support" }), true);
});

test("after a page that the visitor went to the card alone is fetched", async () => {
  const card = (page: string): Card => ({ reason: null, pages: [{ page, at: 1 }] });
  const { server, opened } = await consoleOf({ prepare: (s) => (s.conversations.get("c")!.card = card("/a")) });
  const whole = server.refuse(/GET \/conversations\/c$/, 500);
  server.conversations.get("c")!.card = card("/b");
  server.fact("c", { type: "page_seen", page: "/b", attributes: {} });
  await settle();
  whole();
  assert.equal(opened().conversation.card?.pages?.[0]?.page, "/b");
});
