// SPDX-License-Identifier: MIT
// The judge of a run: what clients did and saw, held against the log that the database ended with.
//
// Pure, and linear in the size of the history but for one sort of the acknowledgements by time. It knows
// nothing of how the run was made, and computes by itself what a visitor may see and who has a conversation,
// so that an error there is an error here, too.
//
// A history has:
//   log      Map conversation -> its facts as the database has them, in the form that agents read
//   sends    every try: {conversation, author, client_id, text | choice, began, ended,
//            outcome: ok | refused | unknown, status, last, events, duplicate}; nobody uses another's client ids
//   starts   {acked: [conversation], unknown: number of tries that may have begun one}
//   fetches  {conversation, reader, kind, after, began, ended, last, events}: what one GET gave
//   views    {conversation, reader, kind: visitor | agent, events}: what a reader had in the end, by its own
//            protocol: dropped what it had, fetched again what was missing
//   lists    {reader, rows}: rows of the agents' list in the order in which they came
//   commands {conversation, agent, name, began, ended, outcome, epoch, status, last}: take, close, ...
//   calls    idempotency keys that the shop's system was called with
//   problems {rule, conversation, text}: what clients noticed by themselves
//
// Rules: lost doubled altered uninvited gap order reader real-time own-writes went-back epoch owner bot
// notice list call client

const SEEN_BY_VISITORS = new Set([
  "message", "handoff_requested", "offline", "agent_joined", "transferred", "requeued", "returned_to_bot",
  "closed", "reopened", "erased", "language_changed",
]);
const STATUS_AFTER = {
  started: "bot", handoff_requested: "queued", offline: "offline", agent_joined: "assigned",
  transferred: "queued", requeued: "queued", returned_to_bot: "bot", closed: "closed", reopened: "bot", erased: "closed",
};
const MEMBERS = {
  message: ["author", "text", "language", "client_id", "choice", "quick_replies", "articles", "attachments"],
  handoff_requested: ["reason"],
  offline: ["reason"],
  language_changed: ["language"],
};

/** What a visitor sees of a fact, or null. */
export function visitorsEvent(fact, previous) {
  if (!SEEN_BY_VISITORS.has(fact.type)) return null;
  const event = { sequence: fact.sequence, previous, at: fact.at, type: fact.type };
  for (const name of MEMBERS[fact.type] ?? []) {
    if (name === "client_id" && fact.author !== "visitor") continue;
    if (name in fact) event[name] = fact[name];
  }
  if (fact.type === "agent_joined") event.agent = { name: fact.agent.name };
  return event;
}

/** The same for two values that are equal, whatever the order of their members. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** What a conversation is after each of its facts: [sequence] -> {status, epoch, owner}. */
export function states(facts) {
  let now = { status: "bot", epoch: 0, owner: null };
  const after = [now];
  for (const fact of facts) {
    const status = STATUS_AFTER[fact.type];
    now = { status: status ?? now.status, epoch: fact.epoch, owner: now.owner };
    if (status) now.owner = fact.type === "agent_joined" ? fact.agent : null;
    after.push(now);
  }
  return after;
}

const keyOf = ({ author, client_id: id }) => `${author}:${id}`;

export function check(history) {
  const found = [...history.problems];
  const object = (rule, conversation, text) => found.push({ rule, conversation, text });
  const known = new Map();
  for (const [conversation, facts] of history.log) known.set(conversation, prepare(conversation, facts, object));
  const nothing = prepare("", [], () => {});
  const of = (conversation) => known.get(conversation) ?? nothing;

  for (const [conversation, facts] of history.log) checkFacts(conversation, facts, of(conversation), object);
  checkStarts(history, object);
  checkSends(history, of, object);
  checkReaders(history, of, object);
  checkTime(history, of, object);
  checkLists(history, of, object);
  checkCommands(history, of, object);
  checkCalls(history, object);
  return found;
}

// ---- The log by itself -----------------------------------------------------------------------------------

/** Everything about one conversation that the rules ask for, found in one pass. */
function prepare(conversation, facts, object) {
  const known = { facts, visible: [], all: [], sent: new Map(), states: states(facts), bySequence: new Map() };
  let previous = 0;
  facts.forEach((fact, index) => {
    if (fact.sequence !== index + 1) object("gap", conversation, `fact ${index + 1} has sequence ${fact.sequence}`);
    known.all.push({ sequence: fact.sequence, text: canonical(fact) });
    const event = visitorsEvent(fact, previous);
    if (event) {
      known.bySequence.set(fact.sequence, known.visible.length);
      known.visible.push({ sequence: fact.sequence, text: canonical(event) });
      previous = fact.sequence;
    }
    if (fact.client_id) {
      const key = keyOf(fact);
      if (known.sent.has(key)) object("doubled", conversation, `${fact.client_id} has sequences ${known.sent.get(key).sequence} and ${fact.sequence}`);
      known.sent.set(key, fact);
    }
  });
  return known;
}

/** Who may speak when, and that every change of hands has an epoch of its own. */
function checkFacts(conversation, facts, known, object) {
  const told = new Set(); // sequences that the bot has answered
  facts.forEach((fact, index) => {
    const before = known.states[index];
    const after = known.states[index + 1];
    const changes = fact.type !== "started" && fact.type in STATUS_AFTER;
    if (index === 0 && fact.type !== "started") object("epoch", conversation, `begins with ${fact.type}`);
    if (index > 0 && fact.type === "started") object("epoch", conversation, `begins again at ${fact.sequence}`);
    if (changes ? fact.epoch !== before.epoch + 1 : fact.epoch !== before.epoch) {
      object("epoch", conversation, `epoch ${before.epoch} -> ${fact.epoch} at ${fact.sequence} (${fact.type})`);
    }
    if (fact.type === "agent_joined" && before.status === "assigned") {
      object("owner", conversation, `${fact.agent.name} joined at ${fact.sequence} while ${before.owner.name} had it`);
    }
    if (fact.type !== "message") return;
    if (fact.author === "bot") {
      if (before.status === "assigned" || before.status === "closed") object("bot", conversation, `the bot spoke at ${fact.sequence} while ${before.status}`);
      told.add(fact.cause);
    }
    if (fact.author === "agent" && (before.status !== "assigned" || fact.actor.id !== before.owner.id)) {
      object("owner", conversation, `an agent spoke at ${fact.sequence} without having it`);
    }
    if (fact.author === "visitor" && before.status === "closed") object("owner", conversation, `a visitor spoke at ${fact.sequence} and it stayed closed`);
    if (after.status !== before.status) object("epoch", conversation, `a message changed hands at ${fact.sequence}`);
  });
  for (const fact of facts) {
    const waits = fact.type === "handoff_requested" || fact.type === "offline";
    if (waits && !told.has(fact.cause)) object("notice", conversation, `the visitor was not told of the handoff at ${fact.sequence}`);
  }
}

// ---- What was sent ---------------------------------------------------------------------------------------

function checkStarts(history, object) {
  const acked = new Set(history.starts.acked);
  for (const conversation of acked) {
    if (!history.log.has(conversation)) object("lost", conversation, "the conversation is not there");
  }
  const others = [...history.log.keys()].filter((conversation) => !acked.has(conversation));
  if (others.length > history.starts.unknown) {
    object("uninvited", others[0], `${others.length} conversations that nobody was told of, ${history.starts.unknown} tries without an answer`);
  }
  for (const conversation of others) {
    if (history.log.get(conversation).some((fact) => fact.client_id)) object("uninvited", conversation, "messages in a conversation that nobody knows");
  }
}

function checkSends(history, of, object) {
  const tries = new Map(); // conversation and key -> what became of it
  for (const send of history.sends) {
    const { conversation } = send;
    const key = keyOf(send);
    const whole = `${conversation} ${key}`;
    let all = tries.get(whole);
    if (!all) tries.set(whole, (all = { conversation, key, send, ok: null, unknown: false, taken: 0 }));
    // The same client id with other words is sent on purpose: it may only be refused.
    const same = send.text === all.send.text && send.choice === all.send.choice;
    if (!same && send.outcome === "ok") object("altered", conversation, `${send.client_id}: other words were accepted`);
    if (!same) continue;
    if (send.outcome === "unknown") all.unknown = true;
    if (send.outcome !== "ok") continue;
    const fact = of(conversation).sent.get(key);
    if (!fact) {
      object("lost", conversation, `${send.client_id} was acknowledged with ${send.last}`);
      continue;
    }
    checkAnswer(send, fact, of(conversation), object);
    const answer = canonical([send.last, send.events]);
    if (all.ok !== null && all.ok !== answer) object("altered", conversation, `${send.client_id}: a repeat was answered differently`);
    if (!send.duplicate && ++all.taken === 2) object("doubled", conversation, `${send.client_id}: a repeat was taken as new`);
    all.ok ??= answer;
  }
  for (const { conversation, key, send, ok, unknown } of tries.values()) {
    const fact = of(conversation).sent.get(key);
    if (fact && ok === null && !unknown) object("uninvited", conversation, `${send.client_id} was refused (${send.status}) and is there`);
    if (fact && send.text !== undefined && fact.text !== send.text) object("altered", conversation, `${send.client_id}: '${send.text}' became '${fact.text}'`);
    if (fact && send.choice !== undefined && fact.choice !== send.choice) object("altered", conversation, `${send.client_id}: choice '${send.choice}' became '${fact.choice}'`);
  }
  for (const [conversation, facts] of history.log) {
    for (const fact of facts) {
      if (fact.client_id && !tries.has(`${conversation} ${keyOf(fact)}`)) {
        object("uninvited", conversation, `${fact.client_id} was never sent`);
      }
    }
  }
}

/** The events in an answer are those of the log, and his own message is among them. */
function checkAnswer(send, fact, known, object) {
  const { conversation, client_id: id } = send;
  if (!send.events.some((event) => event.sequence === fact.sequence)) object("altered", conversation, `${id}: the answer lacks the message`);
  for (const event of send.events) {
    if (!isInLog(event, send.author === "agent" ? "agent" : "visitor", known)) object("altered", conversation, `${id}: event ${event.sequence} of the answer is not that of the log`);
  }
  if (send.last < fact.sequence || send.last > known.facts.length) object("order", conversation, `${id}: acknowledged with ${send.last}, is ${fact.sequence}`);
}

function isInLog(event, kind, known) {
  if (kind === "agent") return known.all[event.sequence - 1]?.text === canonical(event);
  const at = known.bySequence.get(event.sequence);
  return at !== undefined && known.visible[at].text === canonical(event);
}

// ---- What was read ---------------------------------------------------------------------------------------

function checkReaders(history, of, object) {
  for (const view of history.views) {
    const known = of(view.conversation);
    const expected = view.kind === "agent" ? known.all : known.visible;
    compare(view, expected, view.events, 0, object);
    if (view.events.length < expected.length) object("reader", view.conversation, `${view.reader} ended with ${view.events.length} of ${expected.length} events`);
  }
  for (const fetch of history.fetches) {
    const known = of(fetch.conversation);
    if (fetch.last > known.facts.length) object("lost", fetch.conversation, `${fetch.reader} read up to ${fetch.last} of ${known.facts.length}`);
    const expected = (fetch.kind === "agent" ? known.all : known.visible)
      .filter(({ sequence }) => sequence > fetch.after && sequence <= fetch.last);
    compare(fetch, expected, fetch.events, fetch.after, object);
    if (fetch.events.length < expected.length) object("gap", fetch.conversation, `${fetch.reader} got ${fetch.events.length} of ${expected.length} after ${fetch.after}`);
  }
}

/** `events` has to be a prefix of `expected`; only the first difference is told. */
function compare({ conversation, reader }, expected, events, after, object) {
  let last = after;
  for (let i = 0; i < events.length; ++i) {
    const event = events[i];
    if (event.sequence <= last) return object("order", conversation, `${reader} got ${event.sequence} after ${last}`);
    if (i >= expected.length) return object("lost", conversation, `${reader} saw event ${event.sequence}, which is not in the log`);
    if (event.sequence !== expected[i].sequence) return object("gap", conversation, `${reader} got ${event.sequence} instead of ${expected[i].sequence}`);
    if (canonical(event) !== expected[i].text) return object("altered", conversation, `${reader} saw another event ${event.sequence}`);
    last = event.sequence;
  }
}

/** What was acknowledged or read before something began is before it. One sweep over moments. */
function checkTime(history, of, object) {
  const moments = [];
  const first = new Map();
  for (const send of history.sends) {
    const whole = `${send.conversation} ${keyOf(send)}`;
    const fact = of(send.conversation).sent.get(keyOf(send));
    if (!fact) continue;
    // Of several tries any may be the one that was stored, so it began with the first.
    if (!first.has(whole)) {
      first.set(whole, true);
      moments.push({ at: send.began, begins: true, conversation: send.conversation, sequence: fact.sequence, who: send.client_id });
    }
    if (send.outcome === "ok") moments.push({ at: send.ended, begins: false, conversation: send.conversation, sequence: fact.sequence, last: send.last });
  }
  for (const fetch of history.fetches) {
    const upTo = { at: fetch.began, begins: true, conversation: fetch.conversation, reads: true, last: fetch.last, who: fetch.reader };
    moments.push(upTo, { at: fetch.ended, begins: false, conversation: fetch.conversation, sequence: 0, last: fetch.last });
  }
  // At one moment, what begins comes before what ends: only what was surely before counts.
  moments.sort((one, other) => one.at - other.at || Number(other.begins) - Number(one.begins));
  const acknowledged = new Map(); // conversation -> the highest sequence and position told so far
  for (const moment of moments) {
    const { conversation } = moment;
    let high = acknowledged.get(conversation);
    if (!high) acknowledged.set(conversation, (high = { sequence: 0, last: 0 }));
    if (!moment.begins) {
      high.sequence = Math.max(high.sequence, moment.sequence);
      high.last = Math.max(high.last, moment.last);
    } else if (moment.reads) {
      if (moment.last < high.last) object(moment.last < high.sequence ? "own-writes" : "went-back", conversation, `${moment.who} read up to ${moment.last} when ${high.last} had been told`);
    } else if (moment.sequence <= high.sequence) {
      object("real-time", conversation, `${moment.who} has ${moment.sequence}, but ${high.sequence} was acknowledged before it was sent`);
    }
  }
}

// ---- The agents -------------------------------------------------------------------------------------------

function checkLists(history, of, object) {
  for (const { reader, rows } of history.lists) {
    const lasts = new Map();
    for (const row of rows) {
      const { conversation } = row;
      const state = of(conversation).states[row.last];
      if (!state) {
        object("lost", conversation, `${reader} saw a row at ${row.last}, which is not in the log`);
        continue;
      }
      if (row.status !== state.status || row.epoch !== state.epoch || (row.owner?.id ?? null) !== (state.owner?.id ?? null)) {
        object("list", conversation, `${reader}: row at ${row.last} is ${row.status}/${row.epoch}, the log says ${state.status}/${state.epoch}`);
      }
      if (row.last < (lasts.get(conversation) ?? 0)) object("list", conversation, `${reader}: the row went back from ${lasts.get(conversation)} to ${row.last}`);
      lasts.set(conversation, row.last);
    }
    for (const [conversation, facts] of history.log) {
      const end = of(conversation).states[facts.length];
      if (end.status !== "closed" && lasts.get(conversation) !== facts.length) {
        object("list", conversation, `${reader}: the row ended at ${lasts.get(conversation)}, the log at ${facts.length}`);
      }
    }
  }
}

function checkCommands(history, of, object) {
  for (const command of history.commands) {
    if (command.outcome !== "ok") continue;
    const { conversation, name, agent } = command;
    const known = of(conversation);
    const state = known.states[command.last];
    if (!state) {
      object("lost", conversation, `${name} was acknowledged with ${command.last}`);
      continue;
    }
    if (state.epoch !== command.epoch || state.status !== command.status) {
      object("epoch", conversation, `${name} was acknowledged as ${command.status}/${command.epoch}, the log says ${state.status}/${state.epoch}`);
    }
    if (name === "take" && state.owner?.name !== agent) object("owner", conversation, `${agent} was told that he took it, ${state.owner?.name} has it`);
  }
}

/** Every call was durable before it was made, and has come back unless its flow is over. */
function checkCalls(history, object) {
  const keys = new Set();
  for (const [conversation, facts] of history.log) {
    let open = null;
    for (const fact of facts) {
      if (fact.type === "call_requested") {
        keys.add(`${conversation}:${fact.sequence}`);
        open = fact.sequence;
      }
      if (fact.type === "call_returned" || fact.type === "flow_ended" || fact.type === "closed") open = null;
    }
    if (open) object("call", conversation, `the call at ${open} never came back`);
  }
  for (const key of history.calls) {
    const [conversation, sequence] = key.split(":");
    if (!keys.has(`${conversation}:${sequence}`)) object("call", conversation, `the shop was called with ${key}, which is not in the log`);
  }
}
