// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConversationAnswer, Event } from "../../bot/web/shared/protocol";
import {
  emptyConversation,
  fromAnswer,
  newsAfter,
  standingOf,
  unansweredSince,
  withEvents,
  writerOf,
} from "../../bot/web/console/state/conversation";
import { entriesOf, lastDecided, readOf } from "../../bot/web/console/state/transcript";

const me = "Rūta";
const noon = Date.parse("2026-11-22T12:00:00Z");
const log = (...facts: Record<string, unknown>[]): Event[] =>
  facts.map((fact, i) => ({ sequence: i + 1, previous: i, at: noon + i * 1_000, ...fact }) as unknown as Event);
const ruta = { kind: "agent", id: "a1" };

const facts = log(
  {
    type: "started",
    language: "lt",
    page: "https://shop.lt/x",
    referrer: "https://google.com",
    attributes: { name: "Ieva", order: "10023" },
  },
  { type: "message", author: "bot", text: "Sveiki", decision: { action: "answer" } },
  { type: "message", author: "visitor", text: "labas" },
  { type: "message", author: "visitor", text: "ar yra kas" },
  { type: "message", author: "bot", text: "Gal?", cause: 4, decision: { action: "clarify", confidence: 0.4 } },
  { type: "step_entered", step: "x" },
  { type: "handoff_requested", reason: "not_understood" },
  { type: "agent_joined", agent: { id: "a1", name: me }, actor: ruta },
  { type: "message", author: "agent", text: "Klausau", actor: ruta },
  { type: "note", author: "agent", text: "pastaba", actor: { kind: "agent", id: "a2", name: "Tomas" } },
  { type: "message", author: "visitor", text: "ačiū" },
);
const folded = () => withEvents(emptyConversation("c"), facts).conversation;

test("facts fold to who has it, the epoch, the visitor and the agents' names", () => {
  const conversation = folded();
  assert.equal(conversation.chat.status, "assigned");
  assert.equal(conversation.chat.owner, me);
  assert.equal(conversation.epoch, 2);
  assert.equal(conversation.chat.last, 11);
  assert.deepEqual(conversation.visitor, {
    name: "Ieva",
    language: "lt",
    page: "https://shop.lt/x",
    referrer: "https://google.com",
    attributes: [
      ["name", "Ieva"],
      ["order", "10023"],
    ],
  });
  assert.deepEqual(conversation.names, { a1: me, a2: "Tomas" });
  assert.equal(writerOf(conversation, facts[8]!), me);
});

test("folding in any pieces, with repeats, gives the same", () => {
  const whole = folded();
  let pieces = emptyConversation("c");
  for (const event of facts) pieces = withEvents(pieces, [event, event]).conversation;
  assert.deepEqual(pieces, whole);
  assert.equal(withEvents(whole, facts).conversation, whole);
});

test("a hole is told and nothing after it is added", () => {
  const { conversation, gap } = withEvents(emptyConversation("c"), [facts[0]!, facts[2]!]);
  assert.equal(gap, true);
  assert.equal(conversation.chat.last, 1);
});

test("a loaded conversation takes status, epoch and owner from the answer", () => {
  const answer: ConversationAnswer = {
    conversation: "c",
    status: "assigned",
    epoch: 9,
    last: 11,
    card: null,
    owner: { id: "a2", name: "Tomas" },
    events: facts,
  };
  const conversation = fromAnswer(answer);
  assert.equal(conversation.epoch, 9);
  assert.equal(standingOf(conversation, me), "colleague");
  assert.equal(standingOf(conversation, "Tomas"), "mine");
});

test("news is what the visitor or another agent did, not what this agent did", () => {
  const conversation = folded();
  const sequences = (base: number) => newsAfter(conversation, base, me).map((event) => event.sequence);
  assert.deepEqual(sequences(11), []);
  assert.deepEqual(sequences(7), [10, 11]);
  assert.deepEqual(
    newsAfter(conversation, 7, "Tomas").map((event) => event.sequence),
    [8, 9, 11],
  );
});

test("the wait for an answer begins with the first words that nobody answered", () => {
  const conversation = folded();
  assert.equal(unansweredSince(conversation), noon + 10_000);
  const answered = withEvents(conversation, [
    { sequence: 12, previous: 11, at: noon, type: "message", author: "agent", text: "Prašom", actor: ruta } as Event,
  ]).conversation;
  assert.equal(unansweredSince(answered), null);
});

test("the transcript has messages, notes and lines; the bot's work between them is left out", () => {
  const entries = entriesOf(folded(), me, noon);
  assert.deepEqual(
    entries.map((entry) => (entry.kind === "line" ? entry.line : entry.kind)),
    [
      "started",
      "message",
      "message",
      "message",
      "message",
      "handoff_requested",
      "agent_joined_me",
      "message",
      "note",
      "message",
    ],
  );
  const messages = entries.filter((entry) => entry.kind === "message");
  // Two messages of the visitor in a row are signed once; the bot's are signed each, for their reasons.
  assert.deepEqual(
    messages.map((entry) => entry.signed),
    [true, false, true, true, true, true],
  );
  assert.deepEqual(
    messages.map((entry) => entry.mine),
    [false, false, false, false, true, false],
  );
  assert.equal(lastDecided(entries), 5);
});

test("days are named where they change, and not for a conversation of today", () => {
  const days = entriesOf(
    withEvents(
      emptyConversation("c"),
      log(
        { type: "message", author: "visitor", text: "a", at: "2026-11-20T10:00:00Z" },
        { type: "message", author: "visitor", text: "b", at: "2026-11-20T10:01:00Z" },
        { type: "message", author: "visitor", text: "c", at: noon },
      ),
    ).conversation,
    me,
    noon,
  );
  assert.deepEqual(
    days.map((entry) => entry.kind),
    ["day", "message", "message", "day", "message"],
  );
});

test("what a flow's call came to is a line only when it failed", () => {
  const entries = entriesOf(
    withEvents(
      emptyConversation("c"),
      log(
        { type: "flow_started", flow: "returns" },
        { type: "slot_filled", slot: "order_number", value: "10023", label: "10023" },
        { type: "call_returned", status: 200 },
        { type: "call_returned", status: 500 },
        { type: "call_returned", status: 0, error: "timeout" },
        { type: "flow_ended", outcome: "handoff" },
        { type: "flow_ended", outcome: "done" },
        { type: "something_new" },
      ),
    ).conversation,
    me,
    noon,
  );
  assert.deepEqual(
    entries.map((entry) => entry.kind === "line" && [entry.line, entry.about]),
    [
      ["flow_started", "returns"],
      ["slot_filled", "order number: 10023"],
      ["call_failed", "HTTP 500"],
      ["call_failed", "timeout"],
      ["flow_done", ""],
    ],
  );
});

test("an erased conversation keeps nothing of the visitor and takes no more words", () => {
  const erased = withEvents(folded(), [{ sequence: 12, previous: 11, at: noon, type: "erased" } as Event]).conversation;
  assert.equal(standingOf(erased, me), "erased");
  assert.deepEqual(erased.visitor.attributes, []);
  assert.deepEqual(
    entriesOf(erased, me, noon).map((entry) => entry.kind === "line" && entry.line),
    ["erased"],
  );
});

test("what the visitor read stands in the transcript and in one list, with what was said to it", () => {
  const conversation = withEvents(
    emptyConversation("c"),
    log(
      { type: "message", author: "bot", text: "Štai", articles: [{ id: "kaina", title: "Kaina" }] },
      { type: "article_opened", article: "grazinimas", language: "lt", title: "Grąžinimas", from: "search" },
      { type: "article_rated", article: "grazinimas", language: "lt", helped: false },
      { type: "article_rated", article: "kaina", language: "lt", helped: true },
    ),
  ).conversation;
  assert.deepEqual(readOf(conversation), [
    { article: "grazinimas", title: "Grąžinimas", helped: false },
    { article: "kaina", title: "Kaina", helped: true },
  ]);
  const lines = entriesOf(conversation, me, noon).flatMap((entry) => (entry.kind === "line" ? [[entry.line, entry.about]] : []));
  assert.deepEqual(lines, [
    ["article_opened", "Grąžinimas"],
    ["article_not_helped", "Grąžinimas"],
    ["article_helped", "Kaina"],
  ]);
  assert.deepEqual(newsAfter(conversation, 1, me), []);
});

test("the page that the visitor went to replaces the one before and its products, and stands in the transcript", () => {
  const conversation = withEvents(
    emptyConversation("c"),
    log(
      { type: "started", language: "lt", page: "https://shop.lt/sofa", attributes: { name: "Ona", product: "Sofa" } },
      { type: "page_seen", page: "https://shop.lt/kilimas", attributes: { product2: "Kilimas", order: "7" } },
    ),
  ).conversation;
  assert.equal(conversation.visitor.page, "https://shop.lt/kilimas");
  assert.deepEqual(conversation.visitor.attributes, [
    ["name", "Ona"],
    ["product2", "Kilimas"],
    ["order", "7"],
  ]);
  const lines = entriesOf(conversation, me, noon).flatMap((entry) => (entry.kind === "line" ? [[entry.line, entry.about]] : []));
  assert.deepEqual(lines.at(-1), ["page_seen", "/kilimas"]);
  assert.deepEqual(newsAfter(conversation, 1, me), [], "it is nothing that was said");
});
