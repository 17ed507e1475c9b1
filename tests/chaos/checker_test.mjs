// SPDX-License-Identifier: MIT
// The judge is judged: a good history passes, and each kind of bad one, made from a seed, is objected to.
//
//   node --test tests/chaos/checker_test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";

import { check, visitorsEvent } from "./history.mjs";
import { Random } from "./support.mjs";

const SEEDS = 40;

/** Two conversations in which a visitor writes, the bot answers, a person takes over, answers and closes. */
function goodHistory(seed) {
  const random = new Random(seed);
  const history = { log: new Map(), sends: [], starts: { acked: [], unknown: 0 }, fetches: [], views: [], lists: [], commands: [], calls: [], problems: [] };
  const list = { reader: "list", rows: [] };
  history.lists.push(list);
  let clock = 0;
  for (const conversation of ["c1", "c2"]) {
    const facts = [];
    let epoch = 0;
    let status = "bot";
    let owner = null;
    const add = (type, members, cause = 0) => {
      const fact = { sequence: facts.length + 1, previous: facts.length, at: `t${facts.length}`, type, epoch, actor: { kind: "system", id: "" }, ...(cause ? { cause } : {}), ...members };
      facts.push(fact);
      return fact;
    };
    const change = (type, to, members, cause) => {
      ++epoch;
      status = to;
      owner = type === "agent_joined" ? members.agent : null;
      return add(type, members, cause);
    };
    const row = () => list.rows.push({ conversation, status, epoch, last: facts.length, owner });
    const visible = (from, to) => {
      const events = [];
      let previous = 0;
      for (const fact of facts.slice(0, to)) {
        const event = visitorsEvent(fact, previous);
        if (!event) continue;
        previous = fact.sequence;
        if (fact.sequence > from) events.push(event);
      }
      return events;
    };
    add("started", { language: "lt" });
    add("message", { author: "bot", text: "labas", decision: { because: "greeting" } }, 1);
    history.starts.acked.push(conversation);
    row();
    const rounds = 6 + random.below(6);
    for (let i = 0; i < rounds; ++i) {
      const before = facts.length;
      const send = { conversation, author: "visitor", client_id: `v-${conversation}-${i}`, text: `klausimas ${i}`, began: ++clock, outcome: "ok", status: 200, duplicate: false };
      if (status === "closed") change("reopened", "bot", { actor: { kind: "visitor", id: "v" } });
      const asked = add("message", { author: "visitor", text: send.text, client_id: send.client_id, actor: { kind: "visitor", id: "v" } });
      if (status === "bot" && i % 4 === 2) {
        add("message", { author: "bot", text: "kviečiu žmogų", decision: { because: "asked" } }, asked.sequence);
        change("handoff_requested", "queued", { reason: "asked_for_person", team: "support" }, asked.sequence);
      } else if (status === "bot") {
        add("message", { author: "bot", text: `atsakymas ${i}`, decision: { because: "rule" } }, asked.sequence);
      }
      Object.assign(send, { ended: ++clock, last: facts.length, events: visible(before, facts.length) });
      if (random.chance(0.3)) history.sends.push({ ...send, ended: send.began, outcome: "unknown", status: 0, last: 0, events: [] });
      history.sends.push(send);
      row();
      if (random.chance(0.5)) {
        history.fetches.push({ conversation, reader: "visitor", kind: "visitor", after: 0, began: ++clock, ended: ++clock, last: facts.length, events: visible(0, facts.length) });
      }
      if (status === "queued") {
        change("agent_joined", "assigned", { agent: { id: "a1", name: "Rūta" }, actor: { kind: "agent", id: "a1" } });
        history.commands.push({ conversation, agent: "Rūta", name: "take", began: ++clock, ended: ++clock, outcome: "ok", epoch, status, last: facts.length });
        row();
        const said = { conversation, author: "agent", client_id: `a-${conversation}-${i}`, text: "žiūriu", began: ++clock, outcome: "ok", status: 200, duplicate: false };
        const fact = add("message", { author: "agent", text: said.text, client_id: said.client_id, actor: { kind: "agent", id: "a1" } });
        history.sends.push({ ...said, ended: ++clock, last: facts.length, events: [fact] });
        row();
      } else if (status === "assigned") {
        change("closed", "closed", { actor: { kind: "agent", id: "a1" } });
        history.commands.push({ conversation, agent: "Rūta", name: "close", began: ++clock, ended: ++clock, outcome: "ok", epoch, status, last: facts.length });
        row();
      }
    }
    history.log.set(conversation, facts);
    history.views.push({ reader: "page", conversation, kind: "visitor", events: visible(0, facts.length) });
    history.views.push({ reader: "console", conversation, kind: "agent", events: [...facts] });
  }
  return history;
}

/** Bad histories: each changes one thing at a random place, and names the rules of which one has to be broken. */
const crimes = {
  "an acknowledged message that is not in the log": {
    rules: ["lost"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const victims = facts.filter(({ client_id: id }) => id);
      cut(facts, random.pick(victims).sequence);
      renumber(facts);
    },
  },
  "the end of a log that is gone": {
    rules: ["lost"],
    commit({ history, random }) {
      random.pick([...history.log])[1].splice(-2);
    },
  },
  "a whole conversation that is gone": {
    rules: ["lost"],
    commit({ history, random }) {
      history.log.delete(random.pick([...history.log.keys()]));
    },
  },
  "a message that stands twice": {
    rules: ["doubled"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const twice = random.pick(facts.filter(({ client_id: id }) => id));
      facts.splice(twice.sequence + random.below(2), 0, { ...twice });
      renumber(facts);
    },
  },
  "a repeat that was taken as new": {
    rules: ["doubled"],
    commit({ history, random }) {
      history.sends.push({ ...random.pick(history.sends.filter(({ outcome }) => outcome === "ok")), began: 1e9, ended: 1e9 });
    },
  },
  "two messages that changed places in the log": {
    rules: ["real-time"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const own = facts.filter(({ author, type }) => type === "message" && author === "visitor");
      const at = random.below(own.length - 1);
      const [one, other] = [own[at], own[at + 1]];
      for (const name of ["client_id", "text"]) [one[name], other[name]] = [other[name], one[name]];
    },
  },
  "two events that a page showed in the wrong order": {
    rules: ["order", "gap"],
    commit({ history, random }) {
      const { events } = random.pick(history.views);
      const at = random.below(events.length - 1);
      events.splice(at, 2, events[at + 1], events[at]);
    },
  },
  "an event that a page never showed": {
    rules: ["gap", "reader"],
    commit({ history, random }) {
      const { events } = random.pick(history.views);
      events.splice(random.below(events.length), 1);
    },
  },
  "an event that a page showed twice": {
    rules: ["order"],
    commit({ history, random }) {
      const { events } = random.pick(history.views);
      const at = random.below(events.length);
      events.splice(at, 0, events[at]);
    },
  },
  "an event that a page showed and the log has not": {
    rules: ["lost", "gap"],
    commit({ history, random }) {
      const view = random.pick(history.views);
      const last = view.events.at(-1);
      view.events.push({ ...last, sequence: last.sequence + 1, previous: last.sequence });
    },
  },
  "an event that reads differently on a page": {
    rules: ["altered"],
    commit({ history, random }) {
      const { events } = random.pick(history.views);
      const at = random.pick(events.map((_, index) => index).filter((index) => "text" in events[index]));
      events[at] = { ...events[at], text: events[at].text + "!" };
    },
  },
  "a hole in the sequences": {
    rules: ["gap"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const from = 1 + random.below(facts.length - 1);
      for (const fact of facts.slice(from)) ++fact.sequence;
    },
  },
  "words that were changed": {
    rules: ["altered"],
    commit({ history, random }) {
      random.pick(random.pick([...history.log])[1].filter(({ client_id: id }) => id)).text += "?";
    },
  },
  "an answer with other events than the log's": {
    rules: ["altered"],
    commit({ history, random }) {
      const send = random.pick(history.sends.filter(({ outcome }) => outcome === "ok"));
      send.events = send.events.map((event, index) => (index === 0 ? { ...event, at: "another time" } : event));
    },
  },
  "a message that nobody sent": {
    rules: ["uninvited"],
    commit({ history, random }) {
      const { client_id: id } = random.pick(history.sends.filter(({ outcome }) => outcome === "ok"));
      history.sends = history.sends.filter((send) => send.client_id !== id);
    },
  },
  "a refused message that is there": {
    rules: ["uninvited"],
    commit({ history, random }) {
      const { client_id: id } = random.pick(history.sends);
      history.sends = history.sends.map((send) => (send.client_id === id ? { ...send, outcome: "refused", status: 400 } : send));
    },
  },
  "a conversation that nobody began": {
    rules: ["uninvited"],
    commit({ history, random }) {
      history.starts.acked.splice(random.below(2), 1);
    },
  },
  "a reader who does not find what he wrote": {
    rules: ["own-writes"],
    commit({ history, random }) {
      const send = random.pick(history.sends.filter(({ outcome }) => outcome === "ok"));
      const after = send.events[0].sequence - 1;
      const { conversation } = send;
      history.fetches.push({ conversation, reader: "visitor", kind: "visitor", after, began: 1e9, ended: 1e9 + 1, last: after, events: [] });
    },
  },
  "a position that goes back": {
    rules: ["went-back", "own-writes"],
    commit({ history, random }) {
      const [conversation, facts] = random.pick([...history.log]);
      for (const [began, last] of [[1e9, facts.length], [2e9, facts.length - 1]]) {
        history.fetches.push({ conversation, reader: "visitor", kind: "visitor", after: last, began, ended: began + 1, last, events: [] });
      }
    },
  },
  "a bot that speaks while a person has the conversation": {
    rules: ["bot"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const at = facts.findIndex(({ type }) => type === "agent_joined") + 1;
      facts.splice(at, 0, { type: "message", at: "t", author: "bot", text: "aš", cause: 1, epoch: facts[at - 1].epoch, actor: { kind: "bot", id: "" } });
      renumber(facts);
    },
  },
  "an epoch that stands still when the conversation changes hands": {
    rules: ["epoch"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const at = facts.findIndex(({ type }) => type === "agent_joined");
      for (const fact of facts.slice(at)) --fact.epoch;
    },
  },
  "two owners at once": {
    rules: ["owner"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const at = facts.findIndex(({ type }) => type === "agent_joined");
      facts.splice(at + 1, 0, { ...facts[at], agent: { id: "a2", name: "Jonas" } });
      renumber(facts);
    },
  },
  "an agent who speaks without having the conversation": {
    rules: ["owner"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      facts.find(({ author }) => author === "agent").actor.id = "a2";
    },
  },
  "a visitor who is not told that he waits": {
    rules: ["notice"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      const at = facts.findIndex(({ type }) => type === "handoff_requested");
      cut(facts, at);
      renumber(facts);
    },
  },
  "a row of the list that is not as the log": {
    rules: ["list"],
    commit({ history, random }) {
      const { rows } = history.lists[0];
      const at = random.below(rows.length);
      rows[at] = { ...rows[at], epoch: rows[at].epoch + 1 };
    },
  },
  "a row of the list that goes back": {
    rules: ["list"],
    commit({ history, random }) {
      const { rows } = history.lists[0];
      rows.push(rows[random.below(rows.length - 3)]);
    },
  },
  "a take that somebody else has": {
    rules: ["owner"],
    commit({ history, random }) {
      random.pick(history.commands.filter(({ name }) => name === "take")).agent = "Jonas";
    },
  },
  "a call of the shop that was never decided": {
    rules: ["call"],
    commit({ history, random }) {
      history.calls.push(`${random.pick([...history.log.keys()])}:3:look`);
    },
  },
  "a call that never came back": {
    rules: ["call"],
    commit({ history, random }) {
      const [, facts] = random.pick([...history.log]);
      facts.push({ type: "call_requested", at: "t", epoch: facts.at(-1).epoch, actor: { kind: "bot", id: "" } });
      renumber(facts);
    },
  },
};

function cut(facts, sequence) {
  facts.splice(sequence - 1, 1);
}

/** Dense sequences again, so that a crime is found by its own rule and not by the hole it leaves. */
function renumber(facts) {
  facts.forEach((fact, index) => {
    if (fact.cause > fact.sequence - 1) fact.cause = index;
    fact.sequence = index + 1;
    fact.previous = index;
  });
}

test("The checker has nothing against a good history.", () => {
  for (let seed = 1; seed <= SEEDS; ++seed) assert.deepEqual(check(goodHistory(seed)), [], `seed ${seed}`);
});

for (const [name, { rules, commit }] of Object.entries(crimes)) {
  test(`The checker objects to ${name}.`, () => {
    for (let seed = 1; seed <= SEEDS; ++seed) {
      const history = structuredClone(goodHistory(seed));
      commit({ history, random: new Random(1000 + seed) });
      const broken = check(history).map(({ rule }) => rule);
      assert.ok(rules.some((rule) => broken.includes(rule)), `seed ${seed}: expected ${rules.join(" or ")}, found ${[...new Set(broken)].join(", ") || "nothing"}`);
    }
  });
}

test("The checker passes on what clients noticed by themselves.", () => {
  const history = goodHistory(1);
  history.problems.push({ rule: "client", conversation: "c1", text: "answered 500" });
  assert.equal(check(history).length, 1);
});
