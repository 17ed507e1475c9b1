// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../bot/web/shared/protocol";
import { apply, emptyChat, fold, placeOf } from "../../bot/web/shared/state";

const at = "2026-11-22T10:00:00Z";
let sequence = 0;
/** The next event of a log without holes. */
const event = (rest: Record<string, unknown>): Event => {
  sequence += 1;
  return { sequence, previous: sequence - 1, at, ...rest } as Event;
};
const log = (...events: Record<string, unknown>[]): Event[] => {
  sequence = 0;
  return events.map(event);
};
const reply = { choice: "intent:returns", label: "Grąžinti prekę" };
const bot = (text: string, quick_replies = [reply]) => ({ type: "message", author: "bot", text, quick_replies });
const visitor = (text: string) => ({ type: "message", author: "visitor", text, client_id: text });

test("a repeated event changes nothing", () => {
  const events = log(bot("Sveiki"), visitor("labas"));
  const once = fold(events);
  assert.equal(apply(once, events[1]!), once);
  assert.deepEqual(fold([...events, ...events]), once);
});

test("an event fits when it follows the last one that this reader saw", () => {
  const chat = fold(log(bot("Sveiki")));
  assert.equal(placeOf(chat, { ...event({}), sequence: 4, previous: 1 } as Event), "next");
  assert.equal(placeOf(chat, { ...event({}), sequence: 4, previous: 3 } as Event), "gap");
  assert.equal(placeOf(chat, { ...event({}), sequence: 1, previous: 0 } as Event), "old");
});

test("an unknown type is passed over and still counted", () => {
  const chat = fold(log(bot("Sveiki"), { type: "fireworks", colour: "red" }));
  assert.equal(chat.last, 2);
  assert.equal(chat.items.length, 1);
});

test("what is offered stands until somebody speaks", () => {
  assert.deepEqual(fold(log(bot("Sveiki"))).offered, [reply]);
  assert.deepEqual(fold(log(bot("Sveiki"), visitor("labas"))).offered, []);
  assert.deepEqual(fold(log(bot("Sveiki"), bot("Ir dar", []))).offered, []);
  assert.deepEqual(fold(log(bot("Sveiki"), { type: "agent_joined", agent: { name: "Rūta" } })).offered, []);
});

test("a handoff waits, an agent ends the wait and is named at his words", () => {
  const waiting = log(visitor("žmogaus"), { type: "handoff_requested", reason: "asked_for_person" });
  assert.equal(fold(waiting).status, "queued");
  assert.equal(fold(waiting).waitingSince, Date.parse(at));
  const chat = fold(
    log(
      visitor("žmogaus"),
      { type: "handoff_requested", reason: "asked_for_person" },
      { type: "agent_joined", agent: { name: "Rūta" } },
      { type: "message", author: "agent", text: "Klausau" },
    ),
  );
  assert.equal(chat.status, "assigned");
  assert.equal(chat.owner, "Rūta");
  assert.equal(chat.waitingSince, null);
  const said = chat.items.at(-1);
  assert.equal(said?.kind === "message" && said.name, "Rūta");
});

test("a second agent continues, the same one joins again", () => {
  const joined = (name: string) => ({ type: "agent_joined", agent: { name } });
  const lines = fold(log(joined("Rūta"), { type: "transferred" }, joined("Tomas"))).items;
  assert.deepEqual(
    lines.map((item) => item.kind === "line" && item.line),
    ["joined", "moved", "continues"],
  );
  const again = fold(log(joined("Rūta"), { type: "requeued" }, joined("Rūta"))).items;
  assert.deepEqual(
    again.map((item) => item.kind === "line" && item.line),
    ["joined", "requeued", "joined"],
  );
});

test("closed ends it, writing again brings the bot back", () => {
  assert.equal(fold(log(visitor("ačiū"), { type: "closed" })).ended, true);
  const again = fold(log(visitor("ačiū"), { type: "closed" }, visitor("dar kai ką"), { type: "reopened" }));
  assert.equal(again.ended, false);
  assert.equal(again.status, "bot");
});

test("erased leaves no words", () => {
  const chat = fold(log(visitor("mano kodas 123"), { type: "erased" }));
  assert.equal(JSON.stringify(chat).includes("123"), false);
  assert.equal(chat.erased, true);
});

test("folding in any two parts is folding at once", () => {
  const events = log(
    bot("Sveiki"),
    visitor("žmogaus"),
    { type: "handoff_requested" },
    { type: "agent_joined", agent: { name: "Rūta" } },
    { type: "message", author: "agent", text: "Klausau" },
    { type: "returned_to_bot" },
    { type: "closed" },
  );
  for (let i = 0; i <= events.length; ++i) {
    assert.deepEqual(fold(events.slice(i), fold(events.slice(0, i))), fold(events));
  }
});

test("an address that was left is known, and what is said in the queue is marked", () => {
  const chat = fold(
    log(
      { type: "message", author: "bot", text: "Hello" },
      { type: "handoff_requested" },
      { type: "message", author: "bot", text: "Nuo 9 val." },
      { type: "contact_left", email: "", phone: "+37061234567", name: "", question: "" },
    ),
  );
  assert.equal(chat.contact, "+37061234567");
  assert.deepEqual(
    chat.items.flatMap((item) => (item.kind === "message" ? [item.queued] : [])),
    [false, true],
  );
});

test("by when an answer is promised is known while nobody is there, and only as long as it was promised", () => {
  const by = "2026-11-23T08:02:00.000Z";
  const offline = { type: "offline", reason: "asked_for_person" };
  assert.equal(fold(log({ ...offline, answer_by: by })).answerBy, Date.parse(by));
  assert.ok(Number.isNaN(fold(log({ ...offline, answer_by: by }, { type: "returned_to_bot" }, offline)).answerBy));
});

test("that a silent conversation will be closed is a line, and closes nothing yet", () => {
  const chat = fold(log({ type: "agent_joined", agent: { name: "Rūta" } }, { type: "closing_announced", closes_at: at }));
  assert.deepEqual(chat.items.map((item) => item.kind === "line" && item.line), ["joined", "closing"]);
  assert.equal(chat.status, "assigned");
  assert.equal(chat.ended, false);
});
