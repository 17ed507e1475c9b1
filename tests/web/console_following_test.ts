// SPDX-License-Identifier: MIT
// The open conversation follows the server through what goes wrong, and forgets what has to be forgotten.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Card } from "../../bot/web/shared/protocol";
import { typingNow } from "../../bot/web/console/state/signals";
import { isEmpty } from "../../bot/web/console/state/draft";
import { settle } from "./support/clock";
import { consoleOf } from "./support/console";

const card = (value: string): Card => ({ reason: null, told: [{ slot: "order", value }], products: [{ name: "Stalas" }] });

test("of an erased customer nothing stays: not the card, not the name, not what was being written", async () => {
  const { server, opened, writer, draft, memory } = await consoleOf({
    prepare: (s) => {
      s.conversations.get("c")!.card = card("7");
      s.change("c", { name: "Ieva" });
    },
  });
  assert.equal(opened().conversation.card?.products?.length, 1);
  writer.type("c", "Ponia Ieva, grąžinsime 7 eurus");
  server.conversations.get("c")!.card = null;
  server.fact("c", { type: "erased" });
  await settle();
  assert.equal(opened().conversation.card, null);
  assert.equal(opened().row?.name ?? "", "");
  assert.ok(isEmpty(draft()));
  assert.deepEqual([...memory.kept.entries()].filter(([, value]) => value.includes("Ieva")), []);
});

test("a reload that failed is tried again, and the page says that it is not synced until then", async () => {
  const { server, desk, opened, clock, texts } = await consoleOf({});
  server.reachable = false;
  void desk.load("c");
  await settle();
  assert.deepEqual([opened().phase, opened().live.state], ["ready", "lost"]);
  server.visitor("c", "kol nebuvo", true);
  server.reachable = true;
  await clock.elapse(60_000);
  assert.equal(opened().live.state, "live");
  assert.deepEqual(texts(), ["labas", "kol nebuvo"]);
});

test("a reload that failed is tried at once when somebody looks", async () => {
  const { server, desk, opened } = await consoleOf({});
  server.reachable = false;
  void desk.load("c");
  await settle();
  server.reachable = true;
  desk.wake();
  await settle();
  assert.equal(opened().live.state, "live");
});

test("who looked before a cut is not said to look after it", async () => {
  const { server, opened, clock } = await consoleOf({});
  server.signal("c", "viewers", { names: ["Tomas"] });
  server.signal("c", "seen", { last: 2 });
  await settle();
  assert.deepEqual(opened().signals.viewers, ["Tomas"]);
  server.cut();
  await settle();
  server.reachable = true;
  await clock.elapse(60_000);
  assert.equal(opened().live.state, "live");
  assert.deepEqual([opened().signals.viewers, opened().signals.seen], [[], 2]);
});

test("what a colleague corrects shows on the card, and of two answers the newer question's counts", async () => {
  const { server, opened } = await consoleOf({ prepare: (s) => (s.conversations.get("c")!.card = card("1")) });
  const value = () => opened().conversation.card?.told?.[0]?.value;
  const slot = (to: string) => {
    server.conversations.get("c")!.card = card(to);
    server.fact("c", { type: "slot_filled", slot: "order", value: to, actor: { kind: "agent", id: "a2" } });
  };
  slot("2");
  await settle();
  assert.equal(value(), "2");
  const go = server.delay(/GET \/conversations\/c\/card$/, true);
  slot("3");
  await settle();
  slot("4");
  await settle();
  assert.equal(value(), "4");
  // What the older question is answered now is not what the newer one was.
  server.conversations.get("c")!.card = card("3");
  go();
  await settle();
  assert.equal(value(), "4");
});

test("rows that a frozen tab reads late do not set the clock", async () => {
  const { server, session, clock, cell } = await consoleOf({});
  const old = clock.now();
  await clock.elapse(20_000);
  server.change("q", { updated_at: old, last: 9 });
  await settle();
  assert.equal(cell.get().skew, 0);
  assert.equal(session.serverNow(), clock.now());
});

test("a colleague whose note is there types no more", async () => {
  const { server, opened, clock } = await consoleOf({});
  server.signal("c", "typing", { author: "agent", name: "Tomas" });
  await settle();
  assert.equal(typingNow(opened().signals, clock.now()).length, 1);
  server.fact("c", { type: "note", author: "agent", text: "pastaba", name: "Tomas", actor: { kind: "agent", id: "a2" } });
  await settle();
  assert.equal(typingNow(opened().signals, clock.now()).length, 0);
});
