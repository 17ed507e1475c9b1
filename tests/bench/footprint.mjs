// SPDX-License-Identifier: MIT
// What the server takes with the sample shop: seconds from start to the first answer, without and with a
// trained model; resident memory at rest and after messages; size of the program, the model and the database.
//
//   node tests/bench/footprint.mjs --binary build/release/frontdesk --messages 5000
//
// The first answer is the bot's, to a message in a conversation that was begun for it.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { newConnections, now, options, percentile, send, Server } from "../chaos/support.mjs";

const wanted = options({ binary: "build/release/frontdesk", messages: 5000, starts: 5, visitors: 16 });
const API = "/api/v1";
const TEXTS = ["kiek kainuoja pristatymas?", "ar galiu grąžinti prekę", "how much is delivery", "kaip apmokėti", "labas", "kada pristatysite į namus"];
const server = new Server({ binary: wanted.binary, name: "footprint" });

const megabytes = (bytes) => (bytes / 1048576).toFixed(1);
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))[1]) / 1024;
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))[1]) / 1024;
const folderBytes = (folder) => Number(execFileSync("du", ["-sb", folder], { encoding: "utf8" }).split("\t")[0]);

async function begin(agent) {
  const { json } = await send(server.base, { method: "POST", path: `${API}/conversations`, body: { language: "lt" }, agent });
  return { headers: { Authorization: `Bearer ${json.token}` }, path: `${API}/conversations/${json.conversation}/messages`, agent };
}

async function say(talk, number) {
  const body = { client_id: `f${number}`, text: TEXTS[number % TEXTS.length] };
  const { status } = await send(server.base, { method: "POST", ...talk, body });
  if (status !== 200) throw new Error(`a message was answered ${status}`);
}

/** Seconds from the start of the process to the first answer. */
async function firstAnswer() {
  const began = now();
  if ((await server.start()) === null) throw new Error("the server does not start");
  const agent = newConnections(1);
  await say(await begin(agent), 0);
  agent.destroy();
  return (now() - began) / 1000;
}

rmSync(join(server.data, "models"), { recursive: true, force: true });
const training = await firstAnswer();
const trainingPeak = peak();
const trained = [];
for (let i = 0; i < wanted.starts; ++i) {
  await server.stop();
  trained.push(await firstAnswer());
}
trained.sort((a, b) => a - b);

const rest = resident();
const began = now();
await Promise.all(Array.from({ length: wanted.visitors }, async (_, visitor) => {
  const agent = newConnections(1);
  let talk = null;
  for (let number = visitor; number < wanted.messages; number += wanted.visitors) {
    // A conversation has some ten messages.
    if (!talk || Math.floor(number / wanted.visitors) % 10 === 0) talk = await begin(agent);
    await say(talk, number);
  }
  agent.destroy();
}));
const seconds = (now() - began) / 1000;
const after = resident();
await server.stop();

for (const [name, value] of [
  ["start to first answer, training first", `${training.toFixed(2)} s (memory at most ${trainingPeak.toFixed(0)} MB)`],
  [`start to first answer, trained (median of ${wanted.starts})`, `${percentile(trained, 0.5).toFixed(2)} s`],
  ["resident memory after the first answer", `${rest.toFixed(1)} MB`],
  [`resident memory after ${wanted.messages} messages`, `${after.toFixed(1)} MB`],
  ["messages a second meanwhile", `${(wanted.messages / seconds).toFixed(0)} (${wanted.visitors} visitors, each waiting for the answer)`],
  ["program", `${megabytes(statSync(server.binary).size)} MB`],
  ["model", `${megabytes(folderBytes(join(server.data, "models")))} MB`],
  ["database", `${megabytes(statSync(join(server.data, "frontdesk.db")).size)} MB`],
]) {
  console.log(`${name.padEnd(48)} ${value}`);
}
server.remove();
