// SPDX-License-Identifier: MIT
// What the scripts here and in tests/bench share: a real server as a child process that may be killed at any
// moment, plain HTTP with every failure visible, event streams, and random numbers from a seed.
//
// Nothing here repeats a request by itself: what a client does after a failure is a part of what is tested.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Milliseconds that never go back; every moment in a history is one. */
export const now = () => performance.now();

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Polls until `condition()` holds; throws what was waited for when `seconds` are over. */
export async function until(what, seconds, condition) {
  const end = now() + seconds * 1000;
  while (!(await condition())) {
    if (now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}`);
    await pause(10);
  }
}

/** --name value and --name=value; names without a default are refused. */
export function options(defaults) {
  const result = { ...defaults };
  const words = process.argv.slice(2).flatMap((word) => (/^--[a-z-]+=/.test(word) ? [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)] : [word]));
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, "");
    if (!(name in defaults) || i + 1 === words.length) {
      console.error(`usage: ${Object.entries(defaults).map(([key, value]) => `--${key} ${value}`).join(" ")}`);
      process.exit(2);
    }
    result[name] = typeof defaults[name] === "number" ? Number(words[i + 1]) : words[i + 1];
  }
  return result;
}

/** mulberry32: the same numbers for the same seed, everywhere. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  below(n) {
    return Math.floor(this.next() * n);
  }
  chance(p) {
    return this.next() < p;
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  /** A generator of its own, so that how far one client gets does not change what another does. */
  fork() {
    return new Random(this.below(4294967296));
  }
}

export function percentile(sorted, share) {
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

// ---- The server ----------------------------------------------------------------------------------------

// A script that is stopped leaves no server behind.
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

/** One data folder, one port, and a server that is started on them again and again. */
export class Server {
  /**
   * binary: the program. config: lines of YAML. prefix: words before the command, such as ["nice"].
   * The content is a copy of the sample shop, so that nobody's editing changes what is tested.
   */
  constructor({ binary, config = [], name = "chaos" }) {
    this.binary = resolve(binary);
    this.folder = mkdtempSync(join(tmpdir(), `frontdesk-${name}-`));
    this.data = join(this.folder, "data");
    this.content = join(this.folder, "content");
    this.configFile = join(this.folder, "config.yaml");
    this.port = 0;
    this.child = null;
    this.unexpected = []; // how a server ended that nobody had told to
    cpSync(join(root, "intents/shop"), this.content, { recursive: true });
    this.configure(["limits: {exempt: [127.0.0.0/8]}", "desk: {always_open: true}", "log_level: warn", ...config]);
    // A model trained for the same content before is used again: it is named by the content's hash.
    this.models = join(root, "build/chaos/models");
    if (existsSync(this.models)) cpSync(this.models, join(this.data, "models"), { recursive: true });
    this.log = createWriteStream(join(this.folder, "server.log"));
  }

  /** The whole configuration, for the next start. */
  configure(lines) {
    writeFileSync(this.configFile, lines.join("\n") + "\n");
  }

  get base() {
    return { host: "127.0.0.1", port: this.port };
  }

  /** Starts it; resolves with the seconds until it says that it listens, or null when it ended before. */
  start() {
    const began = now();
    const child = spawn(this.binary, ["serve", "--content", this.content, "--data", this.data, "--config", this.configFile, "--port", String(this.port)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    running.add(child);
    child.stderr.pipe(this.log, { end: false });
    child.ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        running.delete(child);
        if (!child.wanted) this.unexpected.push(signal ?? `exit code ${code}`);
        resolve();
      });
    });
    return new Promise((resolve) => {
      let said = "";
      child.stdout.on("data", (bytes) => {
        said += bytes;
        const line = /^listening on http:\/\/[^:]+:(\d+)$/m.exec(said);
        if (!line) return;
        this.port = Number(line[1]);
        resolve((now() - began) / 1000);
      });
      child.once("exit", () => resolve(null));
    });
  }

  /** kill -9, and waits until the process is gone. */
  async kill() {
    this.child.wanted = true;
    this.child.kill("SIGKILL");
    await this.child.ended;
  }

  /** Asks it to end, as a service manager does; resolves with its exit code. */
  async stop() {
    const child = this.child;
    child.wanted = true;
    child.kill("SIGTERM");
    await child.ended;
    return child.exitCode;
  }

  /** An account; works while the server runs and while it does not. */
  addAgent(name, password, role = "agent") {
    const made = spawnSync(this.binary, ["user", "add", name, "--role", role, "--password-stdin", "--data", this.data], {
      input: password + "\n",
      encoding: "utf8",
    });
    if (made.status !== 0) throw new Error(`user add: ${made.stderr}`);
  }

  /** Keeps the trained model for the next run. */
  keepModel() {
    rmSync(this.models, { recursive: true, force: true });
    mkdirSync(dirname(this.models), { recursive: true });
    cpSync(join(this.data, "models"), this.models, { recursive: true });
  }

  /** Lines of the log that stand for trouble. */
  async complaints(readFile) {
    const text = await readFile(join(this.folder, "server.log"), "utf8");
    return text.split("\n").filter((line) => /\[(error|critical)\]|ERROR: |runtime error:|SUMMARY: /.test(line));
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// ---- HTTP ----------------------------------------------------------------------------------------------

export const newConnections = (most = 8) => new Agent({ keepAlive: true, maxSockets: most });

/** One request, tried once. Rejects when no whole answer came. JSON where the answer is JSON. */
export function send(base, { method = "GET", path, headers = {}, body, agent, seconds = 15 }) {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const all = { ...headers };
    if (bytes !== undefined) {
      all["Content-Type"] ??= "application/json";
      all["Content-Length"] = Buffer.byteLength(bytes);
    }
    const call = httpRequest({ ...base, method, path, headers: all, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("aborted", () => reject(new Error("the answer was cut off")));
      answer.on("error", reject);
      answer.on("end", () => {
        if (!answer.complete) return reject(new Error("the answer was cut off"));
        const text = Buffer.concat(parts).toString("utf8");
        let json = null;
        if ((answer.headers["content-type"] ?? "").startsWith("application/json")) {
          try {
            json = JSON.parse(text);
          } catch (error) {
            return reject(error);
          }
        }
        resolve({ status: answer.statusCode, headers: answer.headers, text, json });
      });
    });
    call.setTimeout(seconds * 1000, () => call.destroy(new Error("no answer in time")));
    call.on("error", reject);
    call.end(bytes);
  });
}

/**
 * An event stream. on.open() when it is there, on.frame({id, event, data}) for each frame, data as it came;
 * `done` resolves with the status when it is over, 0 when there was none. `cut()` ends it from this side.
 */
export function openStream(base, { path, headers = {} }, on) {
  let finish;
  const done = new Promise((resolve) => (finish = resolve));
  let status = 0;
  const call = httpRequest({ ...base, path, headers: { Accept: "text/event-stream", ...headers }, agent: false }, (answer) => {
    status = answer.statusCode;
    if (status !== 200) {
      answer.resume();
      answer.on("close", () => finish(status));
      return;
    }
    on.open?.();
    let rest = "";
    answer.setEncoding("utf8");
    answer.on("data", (text) => {
      rest += text;
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        const frame = { id: "", event: "message", data: "" };
        for (const line of rest.slice(0, end).split("\n")) {
          const colon = line.indexOf(": ");
          if (colon > 0) frame[line.slice(0, colon)] = line.slice(colon + 2);
        }
        rest = rest.slice(end + 2);
        if (frame.data !== "" && !call.destroyed) on.frame(frame);
      }
    });
    answer.on("error", () => {});
    answer.on("close", () => finish(status));
  });
  call.on("error", () => finish(status));
  call.on("close", () => finish(status));
  call.end();
  return { done, cut: () => call.destroy() };
}
