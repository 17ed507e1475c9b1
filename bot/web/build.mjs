// SPDX-License-Identifier: MIT
// Makes dist/, the files that the server is built with:
//
//   widget.js                         the loader: what a shop's page includes
//   widget/index.html app.js app.css  the chat window, shown in a frame; lt.js en.js: its words
//   console/index.html app.js app.css agents and authors; lt.js en.js: its words; pages.js: what is beside the
//                                     desk, plot.js: the board's chart, chunk.js: what app.js shares with them
//   widget/licences.txt console/...   the licences of the packages that are in those bundles
//
// A file that outgrows its budget (gzip) fails the build: a shop's visitors pay for every kilobyte.
//   node build.mjs [--dev]            --dev: readable, with source maps, budgets only reported

import { build } from "esbuild";
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const dev = process.argv.includes("--dev");

/** Source, where it goes, and the most it may weigh in bytes of gzip, with what it cannot start without. `parts`:
 *  what it imports later lies beside it in files of their own, each with that budget, or with one of its own in
 *  `larger`. `with`: it is fetched by that file, and takes from it
 *  what `kit` names. `apart`: only whoever has to wait for a person fetches it, and it is not in the budget of the
 *  whole widget but in MOST_WAITING. */
const bundles = [
  { from: "widget/loader.ts", to: "widget.js", budget: 4 * 1024, format: "iife" },
  { from: "widget/main.tsx", to: "widget/app.js", budget: 19 * 1024, parts: 2.5 * 1024 },
  { from: "widget/reading.tsx", to: "widget/reading.js", budget: 2.5 * 1024, with: "./app.js" },
  { from: "widget/waiting.lt.tsx", to: "widget/waiting.lt.js", budget: 3.25 * 1024, with: "./app.js", apart: true },
  { from: "widget/waiting.en.tsx", to: "widget/waiting.en.js", budget: 3.25 * 1024, with: "./app.js", apart: true },
  { from: "widget/waiting.css", to: "widget/waiting.css", budget: 768, apart: true },
  { from: "widget/app.css", to: "widget/app.css", budget: 4 * 1024 },
  {
    from: "console/main.tsx",
    to: "console/app.js",
    budget: 60 * 1024,
    parts: 10 * 1024,
    larger: { "console/plot.js": 24 * 1024 },
  },
  { from: "console/app.css", to: "console/app.css", budget: 12 * 1024 },
];
const kit = /^(\.\/kit|\.\/markup|preact.*)$/;

/** All that a visitor of one language may have to fetch. */
const MOST_WIDGET = 30 * 1024;
/** And what one of them fetches beside it when he has to wait. */
const MOST_WAITING = 4 * 1024;
const pages = ["widget/index.html", "console/index.html"];

/** The packages that stand in the bundles of each page. */
const packages = { widget: new Set(), console: new Set() };

let heavy = false;
let widget = 0;
let waiting = 0;
const judge = (name, size, most) => {
  heavy ||= size > most;
  console.log(`${size > most ? "TOO BIG" : "ok     "} ${name.padEnd(18)} ${size} of ${most} bytes (gzip)`);
};

/** What is in `kit` stays out of a bundle, and is imported from that file when it runs. */
const takenFrom = (host) => ({
  name: "kit",
  setup: (build) => build.onResolve({ filter: kit }, () => ({ path: host, external: true })),
});

/** A file and all that it cannot start without. */
function atOnce(outputs, file, found = new Set()) {
  found.add(file);
  for (const { path, kind } of outputs[file].imports) {
    if (kind === "import-statement" && path in outputs && !found.has(path)) atOnce(outputs, path, found);
  }
  return found;
}

const weight = async (file) => gzipSync(await readFile(resolve(file)), { level: 9 }).length;
const exists = (path) => stat(path).then(() => true, () => false);

// Into a folder of its own first: whoever serves dist/ meanwhile never sees half of it.
const made = join(root, "node_modules/.dist");
await rm(made, { recursive: true, force: true });
for (const { from, to, budget, parts, larger, format, with: host, apart } of bundles) {
  if (!(await exists(join(root, from)))) continue;
  const { metafile } = await build({
    entryPoints: [{ in: join(root, from), out: to.replace(/\.\w+$/, "") }],
    outdir: made,
    bundle: true,
    splitting: parts !== undefined,
    external: ["./reading.js", "./waiting.*.js"],
    plugins: host ? [takenFrom(host)] : [],
    chunkNames: `${dirname(to)}/[name]`,
    format: format ?? "esm",
    target: ["chrome100", "firefox100", "safari15.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: !dev,
    sourcemap: dev ? "inline" : false,
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    metafile: true,
  });
  for (const file of Object.keys(metafile.inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
    if (name) packages[from.split("/")[0]].add(name);
  }
  const entry = Object.keys(metafile.outputs).find((file) => relative(made, resolve(file)) === to);
  const needed = atOnce(metafile.outputs, entry);
  for (const file of Object.keys(metafile.outputs)) {
    if (file !== entry && needed.has(file)) continue;
    const path = relative(made, resolve(file));
    const sizes = await Promise.all((file === entry ? [...needed] : [file]).map(weight));
    const size = sizes.reduce((sum, one) => sum + one, 0);
    judge(path, size, file === entry ? budget : (larger?.[path] ?? parts));
    // Nobody needs a second language.
    if (!path.startsWith("widget") || /\ben\.js$/.test(path)) continue;
    if (apart) waiting += size;
    else widget += size;
  }
}
judge("all of the widget", widget, MOST_WIDGET);
judge("while waiting", waiting, MOST_WAITING);
for (const page of pages) {
  if (!(await exists(join(root, page)))) continue;
  await mkdir(dirname(join(made, page)), { recursive: true });
  await cp(join(root, page), join(made, page));
}
// They ask for that in whatever they are copied into, and minified files have no room for it.
for (const [page, names] of Object.entries(packages)) {
  const texts = [...names].sort().map(async (name) => `${name}\n\n${await readFile(join(root, "node_modules", name, "LICENSE"), "utf8")}`);
  await writeFile(join(made, page, "licences.txt"), (await Promise.all(texts)).join("\n\n"));
}
if (heavy && !dev) process.exit(1);
await rm(dist, { recursive: true, force: true });
await rename(made, dist);
