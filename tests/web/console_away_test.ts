// SPDX-License-Identifier: MIT
// Taking no conversations for a while, and the end of a shift.
import assert from "node:assert/strict";
import { test } from "node:test";
import { backOf, fieldTime, tomorrowAt } from "../../bot/web/console/state/away";
import type { Handed } from "../../bot/web/console/shift";
import { ruta, tomas } from "./support/agent_server";
import { settle } from "./support/clock";
import { consoleOf } from "./support/console";

test("who is back says so only while it lies ahead and they take no conversations", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  const at = "2026-11-22T11:00:00Z";
  assert.deepEqual(backOf({ available: false, back_at: at }, now), { at: Date.parse(at), today: true });
  assert.equal(backOf({ available: false, back_at: at }, Date.parse(at)), null);
  assert.equal(backOf({ available: true, back_at: at }, now), null);
  assert.equal(backOf({ available: false }, now), null);
  assert.equal(backOf({ available: false, back_at: "2026-11-25T11:00:00Z" }, now)?.today, false);
});

test("the field of local time gives back the minute that was put into it", () => {
  const at = tomorrowAt(Date.parse("2026-11-22T10:00:00Z"), 9);
  assert.equal(Date.parse(fieldTime(at)), at);
  assert.equal(new Date(at).getHours(), 9);
});

test("going away tells the server until when, coming back tells nothing of it", async () => {
  const { session, cell, posts, server, clock } = await consoleOf({});
  const back = clock.now() + 3_600_000;
  assert.equal(await session.setAvailable(false, back), true);
  assert.deepEqual(posts("status")[0], { available: false, back_at: new Date(back).toISOString() });
  assert.equal(cell.get().auth.me?.back_at, back);
  await session.learnDesk();
  assert.equal(backOf(cell.get().auth.me!, clock.now())?.at, back);
  // Without a time, the one that was said before holds no more.
  await session.setAvailable(false);
  assert.deepEqual(posts("status")[1], { available: false, back_at: "" });
  await session.setAvailable(true);
  assert.deepEqual(posts("status")[2], { available: true });
  assert.equal(backOf(cell.get().auth.me!, clock.now()), null);
  assert.equal(server.available, true);
});

test("a refused time changes nothing and is said", async () => {
  const { session, cell, server } = await consoleOf({});
  await session.setAvailable(true);
  server.refuse(/POST \/status/, 400);
  assert.equal(await session.setAvailable(false, 1), false);
  assert.deepEqual([cell.get().auth.me?.available, cell.get().toast?.key], [true, "notDone"]);
});

test("the end of a shift hands on all of one's own with a note, and takes no more", async () => {
  const { shift, posts, server, cell } = await consoleOf({
    prepare: (s) => {
      s.add("d", "assigned", ruta);
      s.add("t", "assigned", tomas);
    },
  });
  const handed: Handed[] = [];
  assert.equal(await shift.end({ team: "support" }, "Iki rytojaus", (one) => handed.push(one)), true);
  await settle();
  assert.deepEqual(handed.map(({ row, done }) => [row.conversation, done]), [["c", true], ["d", true]]);
  assert.deepEqual(posts("transfer").map(({ comment }) => comment), ["Iki rytojaus", "Iki rytojaus"]);
  assert.deepEqual([server.available, shift.mine().length, cell.get().rows.get("t")?.status], [false, 0, "assigned"]);
});

test("what is refused stays and says why, and the rest goes on", async () => {
  const { shift, server, cell } = await consoleOf({
    prepare: (s) => {
      s.add("d", "assigned", ruta);
      s.add("e", "assigned", ruta);
      s.desk.teams[0]!.forwards_to = [];
      s.change("e", { team: "support" });
    },
  });
  // A colleague took one, and the list does not say it yet.
  server.join("c", tomas, true);
  const handed: Handed[] = [];
  await shift.end({ team: "returns" }, "", (one) => handed.push(one));
  assert.deepEqual(
    handed.map(({ row, done, why, owner }) => [row.conversation, done, why, owner]),
    [["c", false, "taken", "Tomas"], ["d", true, "", ""], ["e", false, "team", ""]],
  );
  assert.equal(server.available, false);
  assert.equal(cell.get().rows.get("d")?.status, "queued");
});

test("without a conversation the end of a shift takes no more all the same", async () => {
  const { shift, server } = await consoleOf({ owner: null });
  assert.equal(await shift.end(null, "", () => assert.fail("nothing to hand on")), true);
  assert.equal(server.available, false);
});
