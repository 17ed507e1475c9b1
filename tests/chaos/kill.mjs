// SPDX-License-Identifier: MIT
// The real server is killed (SIGKILL) at random moments while visitors write, readers read and agents work;
// then everything that anybody was told or saw is held against the database (history.mjs).
//
//   node tests/chaos/kill.mjs --binary build/release/frontdesk --kills 20 --visitors 24 --messages 2000 --seed 7
//
// Every client does what the widget and the console do: an outbox, the same client id after every failure,
// Retry-After honoured, streams that go on after the last event they have. A kill comes when a number of
// messages, drawn before, has been sent, so always within traffic; one in six comes again while the server
// starts. Nothing but an outbox's pause between tries sleeps. Ends with 1 when a rule is broken, and then
// keeps the data folder. Up to some 15,000 messages: the list of conversations that is read at the end has 500.
//
// `--sabotage lose | alter | double` damages the database after the last kill, as a server that acknowledges
// too early would have done: the run has to fail then (needs the sqlite3 program).

import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

import { check, visitorsEvent } from "./history.mjs";
import { newConnections, now, openStream, options, pause, percentile, Random, send, Server, until } from "./support.mjs";

const wanted = options({ binary: "build/release/frontdesk", kills: 20, visitors: 24, messages: 2000, seed: Date.now() % 1e9, sabotage: "none" });
const random = new Random(wanted.seed);
console.log(`seed ${wanted.seed}`);

const PASSWORD = "correct horse battery staple";
const AGENTS = ["Rūta", "Jonas"];
const API = "/api/v1";

const history = { log: new Map(), sends: [], starts: { acked: [], unknown: 0 }, fetches: [], views: [], lists: [], commands: [], calls: [], problems: [] };
const counts = { tries: 0, cut: 0, busy: 0, refused: 0, duplicates: 0, streams: 0, repeated: 0, killsAtStart: 0 };
const latencies = [];
const readySeconds = [];
let over = false; // clients stop what never ends by itself

const problem = (rule, conversation, text) => history.problems.push({ rule, conversation, text });

// ---- The shop's own system: slow now and then, and it remembers who called --------------------------------

const shopRandom = random.fork();
const shop = createServer((request, answer) => {
  history.calls.push(request.headers["idempotency-key"] ?? "without a key");
  request.resume();
  setTimeout(() => {
    const number = /\/orders\/(\d+)/.exec(request.url)?.[1];
    const body = number === "10404" ? "{}" : JSON.stringify({ number, id: "R-1", status: "shipped", carrier: "DPD", tracking: "X1", eta: "2026-12-01" });
    answer.writeHead(number === "10404" ? 404 : 200, { "Content-Type": "application/json" }).end(body);
  }, shopRandom.below(60));
});
await new Promise((resolve) => shop.listen(0, "127.0.0.1", resolve));
const shopAddress = `127.0.0.1:${shop.address().port}`;

const server = new Server({
  binary: wanted.binary,
  config: [`variables: {shop_api: 'http://${shopAddress}'}`, `outbound: {allow: ['${shopAddress}']}`],
  name: "kill",
});

// ---- An outbox --------------------------------------------------------------------------------------------

/**
 * Tries until there is an answer, with a growing and jittered pause. Resolves with the answer, or null when
 * the run was given up. note(outcome, answer, began, ended) is told of every try.
 */
async function outbox(dice, call, note) {
  for (let attempt = 0; !over; ++attempt) {
    const began = now();
    let answer = null;
    ++counts.tries;
    try {
      answer = await send(server.base, call);
    } catch {
      ++counts.cut;
    }
    const ended = now();
    const busy = answer?.status === 429 || answer?.status === 503;
    if (answer && !busy) {
      if (answer.status >= 500) problem("client", call.path, `answered ${answer.status}: ${answer.text}`);
      note(answer.status < 300 ? "ok" : answer.status >= 500 ? "unknown" : "refused", answer, began, ended);
      return answer;
    }
    if (busy) {
      ++counts.busy;
      if (!(Number(answer.headers["retry-after"]) >= 1)) problem("client", call.path, `${answer.status} without Retry-After`);
    }
    note("unknown", answer, began, ended);
    const least = busy ? 1000 * Number(answer.headers["retry-after"] ?? 1) : 5;
    await pause(least + dice.next() * Math.min(400, 20 * 2 ** Math.min(attempt, 5)));
  }
  return null;
}

/** Sends a message until it is acknowledged or refused, and writes every try into the history. */
async function deliver(dice, { path, headers, agent, conversation, author, body }) {
  const { client_id, text, choice } = body;
  const call = { method: "POST", path, headers, body, agent };
  return outbox(dice, call, (outcome, answer, began, ended) => {
    const { last = 0, events = [], duplicate = false } = (outcome === "ok" && answer.json) || {};
    history.sends.push({ conversation, author, client_id, text, choice, began, ended, outcome, status: answer?.status ?? 0, last, events, duplicate });
    if (outcome === "ok") latencies.push(ended - began);
    if (outcome === "refused") ++counts.refused;
    if (duplicate) ++counts.duplicates;
  });
}

// ---- Readers -----------------------------------------------------------------------------------------------

let readerNumber = 0;

/** One open page on one conversation: an event stream that goes on by itself after whatever happens. */
class Reader {
  constructor(dice, { conversation, kind, path, headers }) {
    Object.assign(this, { dice, conversation, kind, path, headers });
    this.reader = `${kind} reader ${++readerNumber}`;
    this.events = [];
    this.last = 0;
    this.id = "";
    this.stopped = false;
    this.running = this.run();
    history.views.push(this);
  }

  async run() {
    while (!this.stopped && !over) {
      // The three ways in which a client may say where it is.
      const way = this.id === "" ? 0 : this.dice.below(3);
      const path = way === 2 ? this.path : `${this.path}?after=${way === 0 ? this.last : this.id}`;
      const headers = way === 2 ? { ...this.headers, "Last-Event-ID": this.id } : this.headers;
      // Now and then the page loses its connection by itself.
      let left = this.dice.chance(0.3) ? 1 + this.dice.below(12) : Infinity;
      this.stream = openStream(server.base, { path, headers }, {
        open: () => ++counts.streams,
        frame: ({ id, event, data }) => {
          if (event !== "message") return;
          if (--left === 0) this.stream.cut();
          this.take(id, JSON.parse(data));
        },
      });
      const status = await this.stream.done;
      if (status >= 400 && status < 500) problem("client", this.conversation, `${this.reader}: the stream answered ${status}`);
      if (!this.stopped) await pause(2 + this.dice.next() * 60);
    }
  }

  take(id, event) {
    if (event.sequence <= this.last) {
      ++counts.repeated;
      return;
    }
    // The stream was asked for what follows `last`, so a hole in it is the server's.
    if (event.previous !== this.last) {
      problem("gap", this.conversation, `${this.reader}: ${event.sequence} follows ${event.previous}, the reader was at ${this.last}`);
    }
    this.events.push(event);
    this.last = event.sequence;
    this.id = id;
  }

  stop() {
    this.stopped = true;
    this.stream?.cut();
    return this.running;
  }

  /** What a page that was put away shows when it is opened once more. */
  async catchUp() {
    for (;;) {
      const got = await fetchEvents(this.dice, this, this.last);
      if (!got || got.events.length === 0) return;
      for (const event of got.events) this.take(this.id, event);
    }
  }
}

/** One GET, written into the history. */
async function fetchEvents(dice, { conversation, kind, path, headers, reader }, after, agent) {
  let result = null;
  await outbox(dice, { path: `${path}?after=${after}`, headers, agent }, (outcome, answer, began, ended) => {
    if (outcome === "refused") problem("client", conversation, `reading was refused with ${answer.status}`);
    if (outcome !== "ok") return;
    result = answer.json;
    history.fetches.push({ conversation, reader, kind, after, began, ended, last: result.last, events: result.events });
  });
  return result;
}

// ---- Visitors ----------------------------------------------------------------------------------------------

const WORDS = [
  "kiek kainuoja pristatymas", "kada pristatysite į namus", "ar galiu grąžinti prekę", "kaip apmokėti", "noriu pakeisti adresą",
  "kur mano užsakymas 10023", "kur mano siunta 10404", "how much is delivery", "where is my order 10011", "what is your returns policy",
  "ar turite dovanų kuponų", "gavau sugadintą prekę", "noriu kalbėti su žmogumi", "i want to talk to a person", "ačiū", "labas 👋",
  "asdf qwer zxcv", "10023", "taip", "ne", "stalius senelio laikrodis", "Ąžuolo g. 5, Vilnius", "ž".repeat(300),
];

let sent = 0; // messages whose sending began: what the kills are counted by
const sendMarks = []; // {at, go}
const beganToSend = () => {
  ++sent;
  while (sendMarks.length > 0 && sendMarks[0].at <= sent) sendMarks.shift().go();
};

class Visitor {
  constructor(number, quota) {
    this.number = number;
    this.dice = random.fork();
    this.quota = quota;
    this.agent = newConnections(6);
    this.sequence = 0;
    this.done = []; // acknowledged messages, to be repeated later
    this.readers = [];
  }

  async run() {
    await this.begin();
    // Some have two pages open and write in both.
    const lanes = this.number % 3 === 0 ? 2 : 1;
    await Promise.all(Array.from({ length: lanes }, (_, lane) => this.write(lane)));
  }

  async begin() {
    const headers = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const body = { language: this.number % 2 ? "lt" : "en", page: "/" };
    const answer = await outbox(this.dice, { method: "POST", path: `${API}/conversations`, headers, body, agent: this.agent }, (outcome) => {
      if (outcome === "unknown") ++history.starts.unknown;
    });
    if (answer?.status !== 201) throw new Error(`visitor ${this.number} cannot begin: ${answer?.text}`);
    const { conversation, token, last, events } = answer.json;
    history.starts.acked.push(conversation);
    this.token = token;
    this.conversation = conversation;
    this.offered = events.flatMap((event) => event.quick_replies ?? []);
    history.fetches.push({ conversation, reader: "start", kind: "visitor", after: 0, began: now(), ended: now(), last, events });
    const page = this.page(conversation);
    // The page that was open before stays where it is and is looked at again at the end.
    if (this.readers.length >= 2) await Promise.all(this.readers.map((reader) => reader.stop()));
    this.readers.push(new Reader(this.dice.fork(), page));
  }

  page(conversation) {
    return { conversation, kind: "visitor", path: `${API}/conversations/${conversation}/events`, headers: { Authorization: `Bearer ${this.token}` }, reader: `visitor ${this.number}` };
  }

  async write(lane) {
    for (let mine = 0; this.quota > 0 && !over; ++mine) {
      --this.quota;
      if (lane === 0 && mine > 0 && mine % 30 === 0) await this.begin();
      await this.say();
      if (this.dice.chance(0.1)) await this.readOwn();
      if (this.dice.chance(0.08)) await this.repeatOld();
      if (lane === 0 && mine % 30 === 10) this.readers.push(new Reader(this.dice.fork(), this.page(this.conversation)));
    }
  }

  async say() {
    const { conversation } = this;
    const client_id = `v${this.number}-${++this.sequence}`;
    const tap = this.offered.length > 0 && this.dice.chance(0.12);
    const body = tap ? { client_id, choice: this.dice.pick(this.offered).choice } : { client_id, text: `${this.dice.pick(WORDS)} #${this.number}.${this.sequence}` };
    const message = this.message(conversation, body);
    beganToSend();
    // Now and then both of a visitor's pages send what stood in the outbox they share.
    const [answer, other] = await Promise.all([deliver(this.dice, message), this.dice.chance(0.06) ? deliver(this.dice, message) : null]);
    if (answer?.status === 200) {
      this.offered = answer.json.events.flatMap((event) => event.quick_replies ?? []);
      this.done.push(message);
    } else if (answer && !(tap && answer.status === 400)) {
      problem("client", conversation, `${client_id} was refused with ${answer.status}: ${answer.text}`);
    }
    if (answer?.status === 200 && other?.status === 200 && Boolean(answer.json.duplicate) === Boolean(other.json.duplicate) && !answer.json.duplicate) {
      problem("doubled", conversation, `${client_id} was taken as new twice`);
    }
  }

  message(conversation, body) {
    return { path: `${API}/conversations/${conversation}/messages`, headers: { Authorization: `Bearer ${this.token}` }, agent: this.agent, conversation, author: "visitor", body };
  }

  async readOwn() {
    await fetchEvents(this.dice, this.page(this.conversation), 0, this.agent);
  }

  /** An old client id, from before any number of restarts: the same answer; with other words: refused. */
  async repeatOld() {
    if (this.done.length === 0) return;
    const old = this.dice.pick(this.done);
    const again = await deliver(this.dice, old);
    if (again && !(again.status === 200 && again.json.duplicate)) problem("doubled", old.conversation, `${old.body.client_id} again: ${again.status}, no duplicate`);
    if (!old.body.text || !this.dice.chance(0.3)) return;
    const other = await deliver(this.dice, { ...old, body: { ...old.body, text: "something else" } });
    if (other && other.status !== 409) problem("altered", old.conversation, `${old.body.client_id} with other words: ${other.status}`);
  }
}

// ---- Agents ------------------------------------------------------------------------------------------------

class AgentAtWork {
  constructor(name) {
    this.name = name;
    this.dice = random.fork();
    this.agent = newConnections(4);
    this.list = { reader: `list of ${name}`, rows: [] };
    history.lists.push(this.list);
    this.rows = new Map();
    this.readers = [];
    this.sequence = 0;
  }

  headers() {
    return { Cookie: this.cookie, "X-Requested-With": "frontdesk" };
  }

  async logIn() {
    const headers = { "X-Requested-With": "frontdesk" };
    const answer = await outbox(this.dice, { method: "POST", path: `${API}/agent/login`, headers, body: { name: this.name, password: PASSWORD }, agent: this.agent }, () => {});
    if (answer?.status !== 200) throw new Error(`${this.name} cannot log in: ${answer?.text}`);
    this.cookie = answer.headers["set-cookie"][0].split(";")[0];
    this.watching = this.watch();
  }

  /** The list, again from a snapshot after every cut. */
  async watch() {
    while (!over && !this.left) {
      this.stream = openStream(server.base, { path: `${API}/agent/events`, headers: this.headers() }, {
        open: () => ++counts.streams,
        frame: ({ event, data }) => {
          const value = JSON.parse(data);
          if (event === "snapshot") this.rows.clear();
          for (const row of event === "snapshot" ? value.conversations : event === "row" ? [value] : []) {
            this.list.rows.push(row);
            this.rows.set(row.conversation, row);
          }
        },
      });
      const status = await this.stream.done;
      if (status >= 400 && status < 500) problem("client", "", `${this.name}: the list answered ${status}`);
      await pause(2 + this.dice.next() * 40);
    }
  }

  async work() {
    while (!over && !this.finished) {
      const waiting = [...this.rows.values()].filter((row) => row.status === "queued" || (row.status === "assigned" && row.owner.name === this.name));
      if (waiting.length === 0) {
        await pause(10);
        continue;
      }
      await this.serve(this.dice.pick(waiting));
    }
  }

  async command(conversation, name, epoch, more = {}) {
    const path = `${API}/agent/conversations/${conversation}/${name}`;
    return outbox(this.dice, { method: "POST", path, headers: this.headers(), body: { epoch, ...more }, agent: this.agent }, (outcome, answer, began, ended) => {
      const { epoch: after = 0, status = "", last = 0 } = answer?.json ?? {};
      history.commands.push({ conversation, agent: this.name, name, began, ended, outcome, epoch: after, status, last });
      if (outcome === "refused" && answer.status !== 409) problem("client", conversation, `${name} was refused with ${answer.status}: ${answer.text}`);
    });
  }

  async serve(row) {
    const { conversation } = row;
    let { epoch } = row;
    // Whoever writes to a waiting conversation takes it with that.
    const byAnswer = row.status === "queued" && this.dice.chance(0.3);
    if (!byAnswer) {
      const taken = await this.command(conversation, "take", epoch);
      if (taken?.status !== 200) return this.forget(row);
      epoch = taken.json.epoch;
    }
    const page = { conversation, kind: "agent", path: `${API}/agent/conversations/${conversation}/events`, headers: { Cookie: this.cookie } };
    if (!this.readers.some((reader) => reader.conversation === conversation)) this.readers.push(new Reader(this.dice.fork(), page));
    if (this.readers.length > 8) {
      const oldest = this.readers.find((reader) => !reader.stopped && reader.conversation !== conversation);
      if (oldest) await oldest.stop();
    }
    for (let left = 1 + this.dice.below(3); left > 0 && !over; --left) {
      const answer = await this.answer(conversation, "messages", epoch);
      if (answer?.status !== 200) return this.forget(row);
      epoch = answer.json.epoch;
    }
    if (this.dice.chance(0.2)) await this.answer(conversation, "notes", epoch);
    const end = this.dice.next();
    const done = end < 0.6 ? await this.command(conversation, "close", epoch, { reason: "solved" })
      : end < 0.8 ? await this.command(conversation, "return", epoch)
      : end < 0.9 ? await this.command(conversation, "transfer", epoch, { to: { team: "support" } }) : null;
    // The stream will say so, too; until then the same row is not worked on again.
    if (done?.status === 200) this.forget(row);
  }

  /** The list is behind what this agent was just told: look at the row again when it has changed. */
  forget(row) {
    if (this.rows.get(row.conversation)?.last === row.last) this.rows.delete(row.conversation);
  }

  async answer(conversation, to, epoch) {
    const client_id = `${this.name === "Rūta" ? "R" : "J"}-${++this.sequence}`;
    const answer = await deliver(this.dice, {
      path: `${API}/agent/conversations/${conversation}/${to}`, headers: this.headers(), agent: this.agent, conversation, author: "agent",
      body: { epoch, client_id, text: `tuoj pažiūrėsiu ${client_id}` },
    });
    if (answer && answer.status !== 200 && answer.status !== 409) problem("client", conversation, `${client_id} was refused with ${answer.status}: ${answer.text}`);
    return answer;
  }

  async everything(conversation) {
    const facts = [];
    const page = { conversation, kind: "agent", path: `${API}/agent/conversations/${conversation}/events`, headers: { Cookie: this.cookie }, reader: "the last look" };
    for (;;) {
      const got = await fetchEvents(this.dice, page, facts.at(-1)?.sequence ?? 0, this.agent);
      if (!got || got.events.length === 0) return facts;
      facts.push(...got.events);
    }
  }

  leave() {
    this.left = true;
    this.stream?.cut();
    return this.watching;
  }
}

// ---- The run -----------------------------------------------------------------------------------------------

/** Ends the server at once, and starts it again on the same data and port. */
async function killAndStart(dice, meanwhile) {
  await server.kill();
  meanwhile?.();
  if (kills < wanted.kills && dice.chance(1 / 6)) {
    const starting = server.start();
    await pause(dice.below(250));
    await server.kill();
    ++kills;
    ++counts.killsAtStart;
    await starting;
  }
  const seconds = await server.start();
  if (seconds === null) throw new Error("the server did not start again");
  readySeconds.push(seconds);
}

const DAMAGE = {
  lose: `DELETE FROM events WHERE number = (SELECT max(number) FROM events WHERE type = 'message');
         UPDATE conversations SET last = (SELECT max(sequence) FROM events WHERE conversation = id);`,
  alter: "UPDATE events SET body = replace(body, '#', '@') WHERE number = (SELECT max(number) FROM events WHERE actor_kind = 'visitor' AND body LIKE '%#%');",
  double: `INSERT INTO events (conversation, sequence, at, epoch, cause, actor_kind, actor, channel, content_version, type, version, body)
           SELECT conversation, (SELECT max(sequence) + 1 FROM events AS other WHERE other.conversation = events.conversation), at, epoch, cause,
                  actor_kind, actor, channel, content_version, type, version, body
           FROM events WHERE number = (SELECT max(number) FROM events WHERE actor_kind = 'visitor' AND type = 'message');
           UPDATE conversations SET last = (SELECT max(sequence) FROM events WHERE conversation = id);`,
};
function sabotage() {
  if (!DAMAGE[wanted.sabotage]) return;
  const made = spawnSync("sqlite3", ["-bail", join(server.data, "frontdesk.db"), DAMAGE[wanted.sabotage]], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`sabotage failed: ${made.error ?? made.stderr}`);
}

let kills = 0;
async function killer() {
  const dice = random.fork();
  const moments = Array.from({ length: wanted.kills - 1 }, () => 1 + dice.below(wanted.messages)).sort((a, b) => a - b);
  for (const at of moments) {
    if (kills >= wanted.kills - 1) return;
    if (sent < at) await new Promise((go) => sendMarks.push({ at, go }));
    await pause(dice.next() * 12);
    ++kills;
    await killAndStart(dice);
  }
}

async function run() {
  const firstStart = await server.start();
  if (firstStart === null) throw new Error("the server does not start");
  for (const name of AGENTS) server.addAgent(name, PASSWORD);
  server.keepModel();
  console.log(`first start ${firstStart.toFixed(2)} s; data in ${server.folder}`);

  const visitors = Array.from({ length: wanted.visitors }, (_, i) => {
    const share = Math.floor(wanted.messages / wanted.visitors) + (i < wanted.messages % wanted.visitors ? 1 : 0);
    return new Visitor(i, share);
  });
  const agents = AGENTS.map((name) => new AgentAtWork(name));
  await Promise.all(agents.map((agent) => agent.logIn()));
  const began = now();
  const working = agents.map((agent) => agent.work());
  await Promise.all([killer(), ...visitors.map((visitor) => visitor.run())]);
  for (const agent of agents) agent.finished = true;
  await Promise.all(working);

  // The last kill comes when everything has been acknowledged: what was promised has to be there.
  ++kills;
  await killAndStart(random.fork(), sabotage);
  const traffic = (now() - began) / 1000;

  const look = async () => {
    looked = Date.now();
    const { json } = await send(server.base, { path: `${API}/agent/conversations?status=all`, headers: agents[0].headers() });
    const ids = new Set([...history.starts.acked, ...json.conversations.map((row) => row.conversation)]);
    const log = new Map();
    for (const id of ids) log.set(id, await agents[0].everything(id));
    history.log = log;
  };
  // Calls that were under way are made again; their flows go on.
  await until("open calls to come back", 20, async () => {
    await look();
    return !check({ ...history, sends: [], fetches: [], views: [], lists: [], commands: [], problems: [] }).some(({ rule }) => rule === "call");
  }).catch((error) => problem("call", "", error.message));

  // Every page that is still open arrives at the end by itself; those that were put away look once more. The
  // server's own clock goes on writing (what it promises to whoever waits), so the log is looked at until
  // nothing has come since, and all pages stop reading in the same turn.
  const readers = [...history.views];
  const behind = {
    pages: () => readers.filter(({ conversation, kind, last }) => {
      const facts = history.log.get(conversation);
      return last !== ((kind === "agent" ? facts : facts.filter((fact) => visitorsEvent(fact, 0))).at(-1)?.sequence ?? 0);
    }),
    lists: () => agents.filter((agent) => [...history.log].some(([id, facts]) => agent.rows.has(id) && agent.rows.get(id).last !== facts.length)),
  };
  const healing = now();
  let stopping = [];
  await until("all pages and lists to have everything", 20, async () => {
    await look();
    const late = behind.pages();
    for (const reader of late) if (reader.stopped) await reader.catchUp();
    if (late.length > 0 || behind.lists().length > 0) return false;
    stopping = [...readers.map((reader) => reader.stop()), ...agents.map((agent) => agent.leave())];
    return true;
  }).catch((error) => {
    for (const { reader, conversation } of behind.pages()) problem("reader", conversation, `${reader}: ${error.message}`);
    for (const { name } of behind.lists()) problem("list", "", `list of ${name}: ${error.message}`);
    stopping = [...readers.map((reader) => reader.stop()), ...agents.map((agent) => agent.leave())];
  });
  const healed = (now() - healing) / 1000;
  await Promise.all(stopping);

  const checking = now();
  const found = check(history);
  const checked = (now() - checking) / 1000;
  const code = await server.stop();
  if (code !== 0) found.push({ rule: "client", conversation: "", text: `SIGTERM ended the server with ${code}` });
  for (const how of server.unexpected) found.push({ rule: "client", conversation: "", text: `the server ended by itself: ${how}` });
  for (const line of await server.complaints(readFile)) found.push({ rule: "client", conversation: "", text: `log: ${line}` });
  for (const text of await fileProblems()) found.push({ rule: "lost", conversation: "", text });
  return { traffic, healed, checked, found, integrity: fileChecked };
}

/** The file itself, where the sqlite3 program is there: sound, and no row that no reader was given. */
let fileChecked = "not checked (no sqlite3)";
let looked = 0; // the system's time at which the last look at the log began
async function fileProblems() {
  // What the server wrote by its own clock since then is nobody's loss.
  const own = `actor_kind = 'system' AND at >= ${looked}`;
  const sql = `PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT count(*) FROM events WHERE NOT (${own}); SELECT count(*) FROM conversations;`;
  const made = spawnSync("sqlite3", [join(server.data, "frontdesk.db"), sql], { encoding: "utf8" });
  if (made.error) return [];
  const isOwn = ({ actor, at }) => actor.kind === "system" && Date.parse(at) >= looked;
  const facts = [...history.log.values()].flat().filter((fact) => !isOwn(fact)).length;
  const expected = `ok\n${facts}\n${history.log.size}\n`;
  fileChecked = "ok";
  return made.stdout === expected ? [] : [`the file says ${JSON.stringify(made.stdout + made.stderr)}, readers were given ${JSON.stringify(expected)}`];
}

let result;
try {
  result = await run();
} catch (error) {
  over = true;
  console.error(error);
  problem("client", "", error.message);
  if (server.child) await server.kill();
  result = { traffic: 0, healed: 0, checked: 0, found: history.problems, integrity: "not checked" };
}
over = true;
shop.closeAllConnections();
shop.close();

const { found } = result;
const acknowledged = (by) => new Set(history.sends.filter(({ outcome, author }) => outcome === "ok" && author === by).map(({ client_id: id }) => id)).size;
const facts = [...history.log.values()].reduce((sum, list) => sum + list.length, 0);
const broken = (...rules) => found.filter(({ rule }) => rules.includes(rule)).length;
latencies.sort((a, b) => a - b);
readySeconds.sort((a, b) => a - b);
for (const [name, value] of [
  ["kills", `${kills}, of them ${counts.killsAtStart} while starting`],
  ["seconds of traffic", result.traffic.toFixed(1)],
  ["conversations / facts", `${history.log.size} / ${facts}`],
  ["messages sent by visitors", sent],
  ["acknowledged (visitors, agents)", `${acknowledged("visitor")}, ${acknowledged("agent")}`],
  ["answered as duplicates", counts.duplicates],
  ["tries cut by a kill / told to wait", `${counts.cut} / ${counts.busy}`],
  ["event streams opened", counts.streams],
  ["events read by pages", history.views.reduce((sum, { events }) => sum + events.length, 0)],
  ["rows of the agents' list", history.lists.reduce((sum, { rows }) => sum + rows.length, 0)],
  ["agents' commands acknowledged", history.commands.filter(({ outcome }) => outcome === "ok").length],
  ["calls of the shop's system", history.calls.length],
  ["send to acknowledged p50 / p99 ms", `${percentile(latencies, 0.5)?.toFixed(1)} / ${percentile(latencies, 0.99)?.toFixed(1)}`],
  ["kill to serving p50 / max s", `${percentile(readySeconds, 0.5)?.toFixed(2)} / ${readySeconds.at(-1)?.toFixed(2)}`],
  ["all pages complete after s", result.healed.toFixed(2)],
  ["database file", result.integrity],
  ["lost", broken("lost")],
  ["doubled", broken("doubled")],
  ["gaps, order, real time", broken("gap", "order", "real-time", "reader", "went-back", "own-writes")],
  ["altered, uninvited", broken("altered", "uninvited")],
  ["epochs, owners, bot, notices, list, calls", broken("epoch", "owner", "bot", "notice", "list", "call")],
  ["anything else", broken("client")],
]) {
  console.log(`${String(name).padEnd(44)} ${value}`);
}
for (const { rule, conversation, text } of found.slice(0, 40)) console.error(`${rule}: ${conversation}: ${text}`);
if (found.length > 40) console.error(`and ${found.length - 40} more`);
if (found.length === 0 || wanted.sabotage !== "none") server.remove();
else console.log(`kept ${server.folder}`);
console.log(found.length === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exit(found.length === 0 ? 0 : 1);
