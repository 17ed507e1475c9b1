// SPDX-License-Identifier: MIT
// Runs every system on every set and prints one Markdown table; progress goes to standard error. `run` says
// what there is to choose.
//
// Each system is trained and judged in a process of its own, one after the other, so that memory is its own
// and no two share a core's time.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { atThreshold, auroc, calibrationError, closedAccuracy, perMessage, quantile, read, thresholdFor } from "./figures.mjs";
import { PUBLISHED } from "./published.mjs";
import { damaged, readRows, shuffled, unseen, writeRows } from "./rows.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const FALSE_HANDOFFS = 0.05;
const PATIENCE = 6; // a process is given up after so many times what a training may take: the machine may be loaded

const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: "../shared/data/nlu" },
    test: { type: "string" },
    binary: { type: "string" },
    systems: { type: "string", default: "ensemble,fasttext,linear,nlpjs,published" },
    limit: { type: "string", default: "600" },
  },
});

const withoutOut = (rows) => rows.filter(({ label }) => label !== "oos");
const same = (rows) => rows;

/** Each set: whose train.tsv, whose valid.tsv, and what is done to either. */
const SETS = {
  clinc150_closed: { train: "clinc150", valid: "clinc150", prepare: withoutOut },
  clinc150: { train: "clinc150", valid: "clinc150" },
  clinc150_10shot: { train: "clinc150_10shot", valid: "clinc150" },
  banking77: { train: "banking77", valid: "banking77" },
  banking77_10shot: { train: "banking77_10shot", valid: "banking77" },
  hwu64: { train: "hwu64", valid: "hwu64" },
  hwu64_10shot: { train: "hwu64_10shot", valid: "hwu64" },
  lt_shop: { train: "lt_shop", valid: "lt_shop", locale: "lt" },
  lt_shop_damaged: { train: "lt_shop", valid: "lt_shop", locale: "lt", harm: damaged },
};

const NAMES = { ensemble: "**ours**", fasttext: "fastText alone", linear: "SVM alone", nlpjs: "NLP.js" };

const scratch = mkdtempSync(join(tmpdir(), "understanding-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const say = (text) => process.stderr.write(`${text}\n`);

/** The files of a set, prepared; or what is missing. */
function prepare(name) {
  const { train, valid, prepare: change = same, harm = same } = SETS[name];
  const test = wanted.test && [join(wanted.test, valid, "test.tsv"), join(wanted.test, `${valid}.tsv`)].find(existsSync);
  const from = { train: join(wanted.data, train, "train.tsv"), valid: join(wanted.data, valid, "valid.tsv") };
  for (const file of Object.values(from)) if (!existsSync(file)) return { missing: file };
  if (wanted.test && !test) return { missing: `${join(wanted.test, valid)}/test.tsv` };
  const files = {};
  const put = (half, rows) => {
    files[half] = join(scratch, `${name}.${half}.tsv`);
    writeRows(files[half], rows);
  };
  const trained = shuffled(change(readRows(from.train)));
  put("train", trained);
  for (const [half, file] of [["valid", from.valid], ...(test ? [["test", test]] : [])]) {
    const all = readRows(file);
    const rows = train === valid ? all : unseen(all, trained);
    if (rows.length < all.length) say(`${name}: ${all.length - rows.length} of ${all.length} rows of ${file} are trained on: left out`);
    put(half, harm(rows));
  }
  return { files };
}

/** What a program prints, or null with a word on standard error. */
function output(command, args, seconds) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: seconds * 1000, killSignal: "SIGKILL" });
    const parts = [];
    let complaints = "";
    child.stdout.on("data", (part) => parts.push(part));
    child.stderr.on("data", (part) => { complaints += part; });
    child.on("error", (error) => { complaints += error.message; });
    child.on("close", (code, signal) => {
      if (complaints) say(complaints.trim());
      if (code === 0) return resolve(Buffer.concat(parts).toString("utf8"));
      say(`FAILED: ${signal ? `stopped after ${seconds} s` : `status ${code}`}`);
      return resolve(null);
    });
  });
}

async function run(system, name, files) {
  const halves = [files.train, files.valid, ...(files.test ? [files.test] : [])];
  const limit = PATIENCE * Math.max(600, Number(wanted.limit));
  const text = system === "nlpjs"
    ? await output(process.execPath, ["--no-warnings", join(HERE, "nlpjs.mjs"), SETS[name].locale ?? "en", wanted.limit, ...halves], limit)
    : await output(wanted.binary, [system, ...halves], limit);
  return text === null ? null : read(text);
}

const percent = (value) => (value == null ? "–" : (100 * value).toFixed(1));
const pair = ({ accuracy, recall }) => `${percent(accuracy)} / ${percent(recall)}`;
const number = (value, digits) => (value == null ? "–" : value.toFixed(digits));

function cells(run, fastText) {
  const [valid] = run.files;
  const judged = run.files.at(-1);
  const { threshold, seconds, peak, probability, cut, epochs } = run.values;
  const taken = perMessage(run.times, judged.length);
  const p50 = quantile(taken, 0.5);
  const beside = run.beside.length ? run.beside : fastText?.times;
  const ratio = beside ? p50 / quantile(perMessage(beside, judged.length), 0.5) : null;
  const note = cut ? ` (stopped after ${epochs} epochs)` : "";
  return [
    percent(closedAccuracy(judged)),
    number(auroc(judged), 3),
    pair(atThreshold(judged, thresholdFor(valid, FALSE_HANDOFFS))),
    threshold === undefined ? "–" : pair(atThreshold(judged, threshold)),
    probability ? percent(calibrationError(judged)) : "–",
    number(seconds, seconds < 10 ? 2 : 0) + note,
    number(p50, p50 < 10 ? 1 : 0),
    number(quantile(taken, 0.99), 0),
    number(ratio, 2),
    number(peak / 1e6, 0),
  ];
}

const HEAD = ["set", "system", "closed accuracy", "AUROC", "in-scope accuracy / OOS recall at 5 % false handoff", "the same at its own threshold",
  "ECE", "training, CPU s", "p50 µs", "p99 µs", "p50 to fastText's", "peak MB"];
const line = (row) => console.log(`| ${row.join(" | ")} |`);

const names = positionals.length ? positionals : Object.keys(SETS);
const unknown = names.filter((name) => !SETS[name]);
if (unknown.length) {
  say(`no set ${unknown.join(", ")}; there are ${Object.keys(SETS).join(", ")}`);
  process.exit(2);
}
const systems = wanted.systems.split(",");
const table = [];
for (const name of names) {
  const { files, missing } = prepare(name);
  if (missing) {
    say(`SKIPPED: ${name}: ${missing} is not there`);
    continue;
  }
  let fastText = null; // runs first: the others' ratio needs it
  const rows = new Map();
  for (const system of ["fasttext", "ensemble", "linear", "nlpjs"].filter((s) => systems.includes(s))) {
    say(`${name}: ${system}`);
    const found = await run(system, name, files);
    if (system === "fasttext") fastText = found;
    rows.set(system, found ? cells(found, fastText) : ["failed", ...Array(9).fill("–")]);
  }
  for (const system of Object.keys(NAMES).filter((s) => rows.has(s))) table.push([name, NAMES[system], ...rows.get(system)]);
  if (!systems.includes("published")) continue;
  for (const { system, closed, accuracy, recall, memory } of PUBLISHED[name] ?? []) {
    const own = accuracy === undefined ? "–" : `${accuracy.toFixed(1)} / ${recall.toFixed(1)}`;
    table.push([name, `${system}, published${memory ? ", from memory" : ""}`, closed ?? "–", "–", "–", own, ...Array(6).fill("–")]);
  }
}
if (!table.length) {
  say("SKIPPED: nothing was measured");
  process.exit(0);
}
line(HEAD);
line(HEAD.map(() => "---"));
table.forEach(line);
console.log(`\nJudged on ${wanted.test ? "the rows of --test, thresholds chosen on" : "and thresholds chosen on the same rows of"} valid.tsv; published figures are of the test halves.`);
