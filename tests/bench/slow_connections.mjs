// SPDX-License-Identifier: MIT
// How long a new visitor waits for a first reply (a conversation begun, a message sent), alone, and while
// 1,000 connections are idle and 100 send headers or bodies a byte at a time.
//
//   node tests/bench/slow_connections.mjs --binary build/release/frontdesk --visitors 400 --idle 1000 --slow 100
//
// Each visitor opens a connection of his own, as a new browser does. The slow ones stay within the limits of
// time as long as they can; one that the server sends away comes back at once. Rounds alone and with the
// others alternate, so that what else the machine does falls on both alike.

import { connect } from "node:net";

import { newConnections, now, options, percentile, send, Server } from "../chaos/support.mjs";

const wanted = options({ binary: "build/release/frontdesk", visitors: 400, idle: 1000, slow: 100, rounds: 4 });
const API = "/api/v1";
const server = new Server({ binary: wanted.binary, name: "slow" });

async function visitor(number) {
  const agent = newConnections(1);
  const began = now();
  const { status, json } = await send(server.base, { method: "POST", path: `${API}/conversations`, body: { language: "lt" }, agent });
  if (status !== 201) throw new Error(`a conversation was answered ${status}`);
  const answer = await send(server.base, {
    method: "POST", path: `${API}/conversations/${json.conversation}/messages`, headers: { Authorization: `Bearer ${json.token}` },
    body: { client_id: `s${number}`, text: "kiek kainuoja pristatymas?" }, agent,
  });
  const milliseconds = now() - began;
  agent.destroy();
  if (answer.status !== 200 || !answer.json.events.some(({ author }) => author === "bot")) throw new Error(`a message was answered ${answer.status}`);
  return milliseconds;
}

const crowd = { sockets: new Set(), cameBack: 0, leaving: false };

/** An open connection; `bytes(n)` is what it sends next, or null for never. */
function join(bytes, gap) {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    let count = 0;
    const timer = bytes && setInterval(() => socket.write(bytes(count++)), gap);
    crowd.sockets.add(socket);
    socket.on("connect", resolve);
    socket.on("error", (error) => crowd.leaving || error.code === "ECONNRESET" || error.code === "EPIPE" || reject(error));
    socket.resume();
    socket.on("close", () => {
      clearInterval(timer);
      crowd.sockets.delete(socket);
      if (crowd.leaving) return;
      ++crowd.cameBack;
      join(bytes, gap).catch(() => {});
    });
  });
}

async function gather() {
  crowd.leaving = false;
  const headers = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
  const begin = `POST ${API}/conversations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 16000\r\n\r\n`;
  const slowHeaders = (n) => (n === 0 ? headers : n % 20 === 1 ? `X-${n}: ` : n % 20 === 0 ? "\r\n" : "a");
  // Just above the least that a body has to bring.
  const slowBody = (n) => (n === 0 ? begin : " ".repeat(60));
  const coming = [];
  for (let i = 0; i < wanted.idle; ++i) coming.push(join(null, 0));
  for (let i = 0; i < wanted.slow; ++i) coming.push(i % 2 ? join(slowHeaders, 100) : join(slowBody, 100));
  await Promise.all(coming);
}

async function leave() {
  crowd.leaving = true;
  const closing = [...crowd.sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  for (const socket of crowd.sockets) socket.destroy();
  await Promise.all(closing);
}

if ((await server.start()) === null) throw new Error("the server does not start");
server.keepModel();
const alone = [];
const among = [];
for (let i = 0; i < 20; ++i) await visitor(i); // warm
let open = 0;
for (let round = 0; round < wanted.rounds; ++round) {
  for (let i = 0; i < wanted.visitors / wanted.rounds; ++i) alone.push(await visitor(i));
  await gather();
  for (let i = 0; i < wanted.visitors / wanted.rounds; ++i) among.push(await visitor(i));
  open = Math.max(open, crowd.sockets.size);
  await leave();
}
await server.stop();
server.remove();
alone.sort((a, b) => a - b);
among.sort((a, b) => a - b);
const row = (name, list) => console.log(`${name.padEnd(52)} p50 ${percentile(list, 0.5).toFixed(2).padStart(7)} ms   p99 ${percentile(list, 0.99).toFixed(2).padStart(7)} ms`);
row(`${alone.length} new visitors alone`, alone);
row(`${among.length} among ${wanted.idle} idle and ${wanted.slow} slow connections`, among);
const ratio = percentile(among, 0.5) / percentile(alone, 0.5);
console.log(`ratio p50 ${ratio.toFixed(2)}, p99 ${(percentile(among, 0.99) / percentile(alone, 0.99)).toFixed(2)} (goal: at most 2); at most ${open} open at once, ${crowd.cameBack} came back`);
process.exit(ratio <= 2 ? 0 : 1);
