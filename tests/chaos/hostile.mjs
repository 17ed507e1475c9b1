// SPDX-License-Identifier: MIT
// Requests that no browser sends, against the real server, while an ordinary visitor goes on talking: each
// gets the status that fits, with an error in JSON; nothing crashes, nothing leaks, the visitor waits for
// nobody.
//
//   node tests/chaos/hostile.mjs --binary build/release/frontdesk --mutants 500 --seed 7
//
// Beside the cases that are written down, well-formed requests with bytes changed, cut or doubled at random:
// for these any answer but 5xx will do.

import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";

import { newConnections, now, openStream, options, pause, percentile, Random, send, Server, until } from "./support.mjs";

const wanted = options({ binary: "build/release/frontdesk", mutants: 500, seed: Date.now() % 1e9 });
const random = new Random(wanted.seed);
console.log(`seed ${wanted.seed}`);
const API = "/api/v1";
const VISITOR_BODY = 49152;
const PASSWORD = "correct horse battery staple";
// Short limits, so that what is slow is found out soon.
const server = new Server({ binary: wanted.binary, name: "hostile" });
server.configure(["desk: {always_open: true}", "log_level: warn", `limits: {exempt: [127.0.0.0/8], header_seconds: 2, body_seconds: 3, write_blocked_seconds: 2, visitor_body: ${VISITOR_BODY}}`]);

const failures = [];
const fail = (text) => failures.push(text);

// ---- Bytes to and from a socket --------------------------------------------------------------------------

/**
 * Sends bytes as they are; resolves with every whole answer that came until the server closed, the first
 * `answers` of them came, or `seconds` were over. parts: sent one after the other, `gap` ms apart.
 */
function exchange(parts, { answers = 1, seconds = 8, gap = 0, end = false } = {}) {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1");
    const result = { answers: [], closed: false, late: false };
    let got = Buffer.alloc(0);
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      result.late = true;
      finish();
    }, seconds * 1000);
    socket.on("data", (bytes) => {
      got = Buffer.concat([got, bytes]);
      for (let answer = parse(got); answer; answer = parse(got)) {
        got = got.subarray(answer.length);
        if (answer.status !== 100) result.answers.push(answer);
      }
      if (result.answers.length >= answers) finish();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      result.closed = true;
      finish();
    });
    socket.on("connect", async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        socket.write(part);
        if (gap > 0) await pause(gap);
      }
      if (end) socket.end();
    });
  });
}

/** The first whole answer in `bytes`, or null. */
function parse(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [line, ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(lines.map((each) => [each.slice(0, each.indexOf(":")).toLowerCase(), each.slice(each.indexOf(":") + 1).trim()]));
  const status = Number(line.split(" ")[1]);
  const length = Number(headers["content-length"] ?? 0);
  if (bytes.length < end + 4 + length) return null;
  return { status, headers, body: bytes.subarray(end + 4, end + 4 + length).toString("utf8"), length: end + 4 + length };
}

/** An error has a body that says so in JSON. */
function checkError(name, { status, headers, body }) {
  if (status < 400) return;
  let error = null;
  try {
    ({ error } = JSON.parse(body));
  } catch {
    // Said below.
  }
  if (!headers["content-type"]?.startsWith("application/json") || typeof error?.code !== "string" || typeof error?.message !== "string") {
    fail(`${name}: ${status} without an error in JSON: ${body.slice(0, 80)}`);
  }
  if ((status === 429 || status === 503) && !(Number(headers["retry-after"]) >= 1)) fail(`${name}: ${status} without Retry-After`);
}

// ---- The cases --------------------------------------------------------------------------------------------

const head = (line, lines = [], host = "Host: x") => [line, ...(host ? [host] : []), ...lines, "", ""].join("\r\n");
const get = (path, lines, host) => head(`GET ${path} HTTP/1.1`, lines, host);
const post = (path, body, lines = []) => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return Buffer.concat([Buffer.from(head(`POST ${path} HTTP/1.1`, ["Content-Type: application/json", `Content-Length: ${bytes.length}`, ...lines])), bytes]);
};
const many = (count, make) => Array.from({ length: count }, (_, index) => make(index));

function framingCases() {
  const begin = `POST ${API}/conversations HTTP/1.1`;
  const json = "Content-Type: application/json";
  return [
    ["no request at all", "asdf\r\n\r\n", 400],
    ["a line that ends in LF alone", "GET /healthz HTTP/1.1\nHost: x\n\n", 400],
    ["HTTP/2.0 in the first line", head("GET /healthz HTTP/2.0"), 505],
    ["a version that is none", head("GET /healthz HTTQ/1.1"), 400],
    ["a method that nobody knows", head("BREW /healthz HTTP/1.1"), 501],
    ["TRACE", head("TRACE /healthz HTTP/1.1"), 405],
    ["CONNECT", head("CONNECT x:443 HTTP/1.1"), 405],
    ["a whole URL as address", get("http://x/healthz"), 400],
    ["an address of 4,000 bytes", get("/" + "a/".repeat(2000)), 414],
    ["a path segment of 200 bytes", get("/" + "a".repeat(200)), 414],
    ["a million bytes without a line end", "GET /" + "a".repeat(1_000_000), 414],
    ["65 headers", get("/healthz", many(65, (i) => `A${i}: b`)), 431],
    ["5,000 headers", get("/healthz", many(5000, (i) => `A${i}: b`)), 431],
    ["a header of a megabyte", get("/healthz", ["A: " + "b".repeat(1_000_000)]), 431],
    ["a header without a name", get("/healthz", [": b"]), 400],
    ["a header without a colon", get("/healthz", ["abc"]), 400],
    ["a space before the colon", get("/healthz", ["A : b"]), 400],
    ["a folded header", get("/healthz", ["A: b", " c"]), 400],
    ["NUL in a header", get("/healthz", ["A: b\0c"]), 400],
    ["a bell in a header", get("/healthz", ["A: b\x07c"]), 400],
    ["CR in a header", get("/healthz", ["A: b\rc"]), 400],
    ["no Host", get("/healthz", [], ""), 400],
    ["two Hosts", get("/healthz", ["Host: y"]), 400],
    ["NUL in the path", get("/health\0z"), 400],
    ["a space in the path", get("/health z"), 400],
    ["bytes above 127 in the path", Buffer.from(get("/heal\xffthz"), "latin1"), 400],
    ["%zz", get("/%zz"), 400],
    ["% at the end", get("/a%"), 400],
    ["%2 at the end", get("/a%2"), 400],
    ["%00", get("/a%00b"), 400],
    ["%0d%0a", get("/a%0d%0aSet-Cookie:x"), 400],
    ["%0a in the query", get("/healthz?a=%0a"), 400],
    ["%2f", get("/a%2fb"), 400],
    ["..", get("/../../etc/passwd"), 400],
    ["%2e%2e", get("/%2e%2e/%2e%2e/etc/passwd"), 400],
    ["overlong UTF-8 for a dot", get("/%c0%ae%c0%ae/etc/passwd"), 404],
    ["a chunked body", head(begin, [json, "Transfer-Encoding: chunked"]) + "2\r\n{}\r\n0\r\n\r\n", 411],
    ["chunked and Content-Length", head(begin, [json, "Content-Length: 2", "Transfer-Encoding: chunked"]) + "{}", 411],
    ["a hidden chunked", head(begin, [json, "Content-Length: 2", "Transfer-Encoding: xchunked"]) + "{}", 411],
    ["POST without a length", head(begin, [json]), 411],
    ["a length that is no number", head(begin, [json, "Content-Length: abc"]), 400],
    ["a negative length", head(begin, [json, "Content-Length: -1"]), 400],
    ["a length with a plus", head(begin, [json, "Content-Length: +2"]) + "{}", 400],
    ["a hexadecimal length", head(begin, [json, "Content-Length: 0x2"]) + "{}", 400],
    ["two lengths", head(begin, [json, "Content-Length: 2", "Content-Length: 2"]) + "{}", 400],
    ["a list of lengths", head(begin, [json, "Content-Length: 2, 2"]) + "{}", 400],
    ["a length of twenty digits", head(begin, [json, "Content-Length: 99999999999999999999"]), 400],
    ["a length of 10^18", head(begin, [json, "Content-Length: 1000000000000000000"]), 413],
    ["a body of a megabyte", post(`${API}/conversations`, "x".repeat(1_000_000)), 413],
    ["a body one byte too large", post(`${API}/conversations`, " ".repeat(VISITOR_BODY + 1)), 413],
    ["a compressed body", post(`${API}/conversations`, "{}", ["Content-Encoding: gzip"]), 415],
    ["an expectation that nobody can meet", post(`${API}/conversations`, "{}", ["Expect: a miracle"]), 417],
    ["an address that is not there", get("/nothing/here"), 404],
    ["a method that the address has not", head(`DELETE ${API}/conversations HTTP/1.1`), 405],
  ];
}

function bodyCases() {
  const start = (name, body, status = 400) => [name, post(`${API}/conversations`, body), status];
  return [
    start("no JSON", "asdf"),
    start("half a JSON", '{"language": "l'),
    start("an array", "[]"),
    start("a text", '"a"'),
    start("a number", "1"),
    start("null", "null"),
    start("NaN", '{"language": NaN}'),
    start("two objects", "{}{}"),
    start("a comment", "{} // a"),
    start("8,000 brackets", "[".repeat(8000)),
    start("objects 3,000 deep", '{"a":'.repeat(3000)),
    start("17 deep", '{"a":'.repeat(17) + "1" + "}".repeat(17)),
    start("300 keys", JSON.stringify(Object.fromEntries(many(300, (i) => [`k${i}`, 1])))),
    start("a key twice", '{"language": "lt", "language": "en"}'),
    start("invalid UTF-8", Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
    start("an overlong encoding", Buffer.from('{"language":"\xc0\xaf"}', "latin1")),
    start("a surrogate as UTF-8", Buffer.from('{"language":"\xed\xa0\x80"}', "latin1")),
    start("half a surrogate pair", '{"language":"\\ud800"}'),
    start("a byte order mark and half a body", Buffer.from("\xef\xbb\xbf{", "latin1")),
    start("NUL between tokens", '{\0"language":"lt"}'),
    start("a raw control character in a text", '{"language":"l\x01t"}'),
    start("a number that is too large", '{"attributes": {"a": 1e99999}}'),
    start("a language that is a number", '{"language": 7}'),
    start("attributes that are a list", '{"attributes": []}'),
    start("attributes that are nested", '{"attributes": {"a": {}}}'),
    start("sixty attributes", JSON.stringify({ attributes: Object.fromEntries(many(60, (i) => [`k${i}`, "v"])) })),
    start("a page of 3,000 bytes", JSON.stringify({ page: "p".repeat(3000) }), 413),
    ["a form", Buffer.from(head(`POST ${API}/conversations HTTP/1.1`, ["Content-Type: text/plain", "Content-Length: 2"]) + "{}"), 415],
  ];
}

function messageCases(me, other) {
  let number = 0;
  const raw = (name, body, status, { token = me.token, conversation = me.conversation } = {}) =>
    [name, post(`${API}/conversations/${conversation}/messages`, body, token ? [`Authorization: Bearer ${token}`] : []), status];
  const say = (name, fields, status, who) => raw(name, JSON.stringify({ client_id: `h${++number}`, ...fields }), status, who);
  const read = (name, query, status) => [name, get(`${API}/conversations/${me.conversation}/events${query}`, [`Authorization: Bearer ${me.token}`]), status];
  return [
    say("no token", { text: "a" }, 401, { token: "" }),
    say("a token that nobody has", { text: "a" }, 401, { token: "A".repeat(43) }),
    say("a token of 5,000 bytes", { text: "a" }, 401, { token: "A".repeat(5000) }),
    say("another visitor's conversation", { text: "a" }, 404, { conversation: other.conversation }),
    say("a conversation that is not there", { text: "a" }, 404, { conversation: "01a00000-0000-7000-8000-000000000000" }),
    say("SQL for a conversation", { text: "a" }, 404, { conversation: "'%20OR%201=1--" }),
    say("no text", {}, 400),
    say("text and choice", { text: "a", choice: "person" }, 400),
    say("an empty text", { text: "" }, 400),
    say("a blank text", { text: " \n\t " }, 400),
    say("a text that is a number", { text: 1 }, 400),
    say("a text that is a list", { text: ["a"] }, 400),
    say("4,001 characters", { text: "ž".repeat(4001) }, 413),
    say("a choice that was not offered", { choice: "intent:../../etc" }, 400),
    say("a choice of 300 bytes", { choice: "x".repeat(300) }, 400),
    say("no client id", { client_id: "", text: "a" }, 400),
    say("a client id of 65 characters", { client_id: "x".repeat(65), text: "a" }, 400),
    say("a client id with a space", { client_id: "a b", text: "a" }, 400),
    say("a client id that is a number", { client_id: 5, text: "a" }, 400),
    raw("invalid UTF-8 in a text", Buffer.concat([Buffer.from('{"client_id":"u1","text":"'), Buffer.from([0xc3, 0x28, 0xf0, 0x9f]), Buffer.from('"}')]), 400),
    say("4,000 characters", { text: "ž".repeat(4000) }, 200),
    say("4,000 emoji", { text: "😀".repeat(4000) }, 200),
    raw("4,000 emoji as escapes", `{"client_id":"e1","text":"${"\\ud83d\\ude00".repeat(4000)}"}`, 200),
    say("emoji only", { text: "😀👍🏽👩‍👩‍👧‍👦🇱🇹" }, 200),
    say("a letter with 1,500 accents", { text: "e" + "\u0301".repeat(1500) }, 200),
    say("characters that turn the line around", { text: "\u202eabc\u2066\u200b\ufeff" }, 200),
    say("NUL and controls in a text", { text: "a\0b\x1b[31m\x07" }, 200),
    say("characters for private use and none at all", { text: "\ue000a\ue001 \uffff \u{10ffff}" }, 200),
    say("markup and templates", { text: "<script>alert(1)</script>{{7*7}}${7*7}{shop_api}'; DROP TABLE events;--" }, 200),
    say("one word of 4,000 letters", { text: "a".repeat(4000) }, 200),
    say("words for a regular expression to choke on", { text: "a ".repeat(1500) + "!".repeat(900) }, 200),
    read("a position that is none", "?after=abc", 200),
    read("a position of another database", "?after=00000000-0000:7", 200),
    read("a position below zero", "?after=-1", 200),
    read("a position that is too large", "?after=99999999999999999999", 200),
    read("a wait of a day", "?wait=86400", 400),
    read("a wait that is none", "?wait=x", 400),
  ];
}

function agentCases(conversation, cookie) {
  const own = [`Cookie: ${cookie}`, "X-Requested-With: frontdesk"];
  const at = `${API}/agent/conversations/${conversation}`;
  return [
    ["the agents' list without a cookie", get(`${API}/agent/conversations`), 401],
    ["the agents' list with a cookie of nobody", get(`${API}/agent/conversations`, ["Cookie: sid=" + "A".repeat(43)]), 401],
    ["a visitor's token for the agents' list", get(`${API}/agent/conversations`, ["Authorization: Bearer x"]), 401],
    ["a status that is none", get(`${API}/agent/conversations?status=everything`, own), 400],
    ["a command without our header", post(`${at}/take`, '{"epoch": 0}', own.slice(0, 1)), 403],
    ["a command from another page", post(`${at}/take`, '{"epoch": 0}', [...own, "Origin: http://evil.example"]), 403],
    ["a command without an epoch", post(`${at}/take`, "{}", own), 400],
    ["an epoch below zero", post(`${at}/take`, '{"epoch": -1}', own), 400],
    ["an epoch with a fraction", post(`${at}/take`, '{"epoch": 0.5}', own), 400],
    ["an epoch from the future", post(`${at}/take`, '{"epoch": 4000000000}', own), 409],
    ["a team that is not there", post(`${at}/transfer`, '{"epoch": 0, "to": {"team": "nobody"}}', own), 400],
    ["a conversation that is not there", post(`${API}/agent/conversations/x/close`, '{"epoch": 0}', own), 404],
    ["a wrong password", post(`${API}/agent/login`, '{"name": "Jonas", "password": "wrong"}', own.slice(1)), 401],
    ["a password of a thousand bytes", post(`${API}/agent/login`, JSON.stringify({ name: "Jonas", password: "x".repeat(1025) }), own.slice(1)), 400],
    ["a log-in that is not JSON", post(`${API}/agent/login`, "{", own.slice(1)), 400],
    ["a search for nothing", get(`${API}/agent/search?q=`, own), 400],
    ["a search for 1,500 bytes", get(`${API}/agent/search?q=${"%C5%BE".repeat(250)}`, own), 200],
    ["a body for agents that is too large", post(`${at}/messages`, " ".repeat(65537), own), 413],
  ];
}

async function runCase([name, bytes, status]) {
  const { answers, late } = await exchange([bytes], { seconds: 20 });
  if (answers.length === 0) return fail(`${name}: no answer${late ? " in time" : ""}, expected ${status}`);
  if (answers[0].status !== status) fail(`${name}: ${answers[0].status}, expected ${status}: ${answers[0].body.slice(0, 120)}`);
  checkError(name, answers[0]);
}

/** What is slow, cut short, or comes all at once. */
async function unrulyCases() {
  const whole = post(`${API}/conversations`, '{"language":"lt"}');
  const dribble = (bytes, gap) => exchange([...Buffer.from(bytes)].map((byte) => Buffer.from([byte])), { gap, seconds: 20 });
  const expect = (name, status) => ({ answers }) => {
    if (answers[0]?.status !== status) fail(`${name}: ${answers[0]?.status ?? "no answer"}, expected ${status}`);
    if (answers[0]) checkError(name, answers[0]);
  };
  const vanish = (bytes, how) => new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.write(bytes);
      setTimeout(() => {
        socket[how]();
        resolve();
      }, 20);
    });
    socket.on("error", resolve);
  });
  await Promise.all([
    dribble(get("/healthz", ["A: " + "b".repeat(100)]), 100).then(expect("headers that come too slowly", 408)),
    exchange([whole.subarray(0, 40)]).then(expect("headers that stop", 408)),
    exchange([whole.subarray(0, whole.length - 4)]).then(expect("a body that stops", 408)),
    dribble(whole, 1).then(expect("a request byte by byte", 201)),
    exchange(["\r\n", whole]).then(expect("an empty line before the request", 201)),
    exchange([head(`POST ${API}/conversations HTTP/1.1`, ["Content-Type: application/json", "Content-Length: 2", "Expect: 100-continue"]), "{}"], { gap: 50 }).then(expect("a body after 100 Continue", 201)),
    exchange([head("GET /healthz HTTP/1.0", [], "")]).then(expect("HTTP/1.0 without Host", 200)),
    exchange([Buffer.concat(many(50, () => whole))], { answers: 50, seconds: 20 }).then(({ answers }) => {
      if (answers.length !== 50 || answers.some(({ status }) => status !== 201)) fail(`fifty requests at once: ${answers.length} answers`);
    }),
    exchange([Buffer.concat([Buffer.from(get("/healthz")), Buffer.from("GARBAGE\r\n\r\n"), Buffer.from(get("/healthz"))])], { answers: 3 }).then(({ answers, closed }) => {
      if (answers.map(({ status }) => status).join() !== "200,400" || !closed) fail(`garbage between requests: ${answers.map(({ status }) => status).join()}`);
    }),
    ...many(100, () => vanish(whole.subarray(0, 1 + random.below(whole.length)), "destroy")),
    ...many(100, () => vanish(whole.subarray(0, 1 + random.below(whole.length)), "resetAndDestroy")),
    ...many(50, () => vanish(Buffer.concat(many(40, () => whole)), "resetAndDestroy")),
  ]);
}

/**
 * Clients that ask for much and read none of it. They stay open to the end: the server has to let go of all
 * but the streams, whose few events fit into the kernel's buffers, and must not hold more than one answer each.
 */
async function nonReaders(me) {
  const answer = await send(server.base, { path: `${API}/conversations/${me.conversation}/events?after=0`, headers: { Authorization: `Bearer ${me.token}` } });
  const ask = get(`${API}/conversations/${me.conversation}/events?after=0`, [`Authorization: Bearer ${me.token}`]);
  const stream = get(`${API}/conversations/${me.conversation}/events?after=0`, [`Authorization: Bearer ${me.token}`, "Accept: text/event-stream"]);
  const before = residentMegabytes();
  const sockets = many(50, (i) => {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.pause();
    socket.write(i % 10 === 0 ? stream : ask.repeat(400));
    return socket;
  });
  await until("clients that do not read to be sent away", 15, () => openFiles() <= filesBefore + 2 + sockets.length / 10)
    .catch(() => fail("clients that do not read are kept"));
  return { sockets, asked: (answer.text.length * 45 * 400) / 1048576, grown: residentMegabytes() - before };
}

/** Bytes of good requests changed at random. */
async function mutants(me) {
  const good = [
    post(`${API}/conversations`, '{"language":"lt","page":"/a","attributes":{"plan":"x"}}'),
    post(`${API}/conversations/${me.conversation}/messages`, '{"client_id":"m1","text":"kiek kainuoja pristatymas"}', [`Authorization: Bearer ${me.token}`]),
    Buffer.from(get(`${API}/conversations/${me.conversation}/events?after=1`, [`Authorization: Bearer ${me.token}`])),
    Buffer.from(get(`${API}/widget?inbox=main`, ["Origin: http://x", "Accept: */*"])),
  ];
  const special = [0, 9, 10, 13, 32, 34, 37, 47, 58, 92, 123, 127, 128, 192, 255];
  let answered = 0;
  const one = async () => {
    let bytes = Buffer.from(random.pick(good));
    const before = bytes;
    for (let changes = 1 + random.below(4); changes > 0; --changes) {
      const at = random.below(bytes.length);
      const way = random.below(4);
      if (way === 0) bytes[at] = random.chance(0.5) ? random.pick(special) : random.below(256);
      else if (way === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20))]);
      else if (way === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(at + 1))]);
      else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([random.pick(special)]), bytes.subarray(at)]);
      if (bytes.length === 0) bytes = Buffer.from(before);
    }
    const { answers } = await exchange([bytes], { end: true, seconds: 10 });
    for (const answer of answers) {
      ++answered;
      if (answer.status >= 500 && answer.status !== 501 && answer.status !== 505) fail(`a mutant was answered ${answer.status}: ${JSON.stringify(bytes.toString("latin1"))}`);
      checkError(`mutant ${JSON.stringify(bytes.toString("latin1"))}`, answer);
    }
  };
  for (let left = wanted.mutants; left > 0; left -= 10) await Promise.all(many(10, one));
  return answered;
}

// ---- The ordinary visitor -----------------------------------------------------------------------------------

async function begin(agent) {
  const { status, json } = await send(server.base, { method: "POST", path: `${API}/conversations`, body: { language: "lt" }, agent });
  if (status !== 201) throw new Error(`a conversation was answered ${status}`);
  return json;
}

class Ordinary {
  constructor() {
    this.agent = newConnections(1);
    this.times = [];
    this.seen = 0;
  }
  async talk() {
    const { conversation, token } = await begin(this.agent);
    const headers = { Authorization: `Bearer ${token}` };
    const path = `${API}/conversations/${conversation}`;
    const stream = openStream(server.base, { path: `${path}/events?after=0`, headers }, { frame: () => ++this.seen });
    let last = 0;
    while (!this.finished) {
      const began = now();
      const body = { client_id: `o${this.times.length}`, text: "kiek kainuoja pristatymas?" };
      const { status, json } = await send(server.base, { method: "POST", path: `${path}/messages`, headers, body, agent: this.agent });
      this.times.push(now() - began);
      if (status !== 200) fail(`the ordinary visitor was answered ${status}`);
      else if (!json.events.some(({ author }) => author === "bot")) fail("the ordinary visitor got no reply");
      else last = json.last;
      await pause(20);
    }
    const { json } = await send(server.base, { path: `${path}/events?after=0`, headers, agent: this.agent });
    if (json.last !== last) fail(`the ordinary visitor's conversation is at ${json.last}, he was told ${last}`);
    await until("the ordinary visitor's stream to have all", 10, () => this.seen >= Math.min(json.events.length, 500)).catch((error) => fail(error.message));
    stream.cut();
  }
}

let filesBefore = 0;
const openFiles = () => readdirSync(`/proc/${server.child.pid}/fd`).length;
const residentMegabytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))[1]) / 1024;

try {
  if ((await server.start()) === null) throw new Error("the server does not start");
  server.keepModel();
  server.addAgent("Rūta", PASSWORD);
  server.addAgent("Jonas", PASSWORD);
  const connections = newConnections(4);
  const me = await begin(connections);
  const other = await begin(connections);
  const login = await send(server.base, { method: "POST", path: `${API}/agent/login`, headers: { "X-Requested-With": "frontdesk" }, body: { name: "Rūta", password: PASSWORD }, agent: connections });
  const cookie = login.headers["set-cookie"][0].split(";")[0];
  connections.destroy();

  const ordinary = new Ordinary();
  const talking = ordinary.talk();
  await until("the ordinary visitor's first reply", 20, () => ordinary.times.length > 0 || failures.length > 0);
  filesBefore = openFiles();
  const cases = [...framingCases(), ...bodyCases(), ...messageCases(me, other), ...agentCases(other.conversation, cookie)];
  for (const one of cases) await runCase(one);
  await unrulyCases();
  const { sockets, asked, grown } = await nonReaders(me);
  const answered = await mutants(me);
  ordinary.finished = true;
  await talking;
  for (const socket of sockets) socket.destroy();
  // Ends of connections are noticed in their own time.
  await until("connections to be closed", 10, () => openFiles() <= filesBefore + 2).catch(() => fail(`open files grew from ${filesBefore} to ${openFiles()}`));
  ordinary.times.sort((a, b) => a - b);
  console.log(`${cases.length} cases, 260 connections that were slow, cut or at once, ${wanted.mutants} mutants (${answered} answers)`);
  console.log(`the ordinary visitor: ${ordinary.times.length} replies, p50 ${percentile(ordinary.times, 0.5).toFixed(1)} ms, p99 ${percentile(ordinary.times, 0.99).toFixed(1)} ms, longest ${ordinary.times.at(-1).toFixed(0)} ms`);
  console.log(`clients that read nothing asked for ${asked.toFixed(0)} MB; memory grew by ${grown.toFixed(0)} MB`);
  console.log(`resident memory ${residentMegabytes().toFixed(0)} MB`);
} catch (error) {
  console.error(error);
  fail(error.message);
}
const code = await server.stop();
if (code !== 0) fail(`SIGTERM ended the server with ${code}`);
for (const how of server.unexpected) fail(`the server ended by itself: ${how}`);
for (const line of await server.complaints(readFile)) fail(`log: ${line}`);
for (const failure of failures.slice(0, 40)) console.error(failure);
if (failures.length === 0) server.remove();
else console.log(`kept ${server.folder}`);
console.log(failures.length === 0 ? "1 passed, 0 failed" : `0 passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
