// SPDX-License-Identifier: MIT
// The three real servers of run.mjs, each with the same few verbs: put an article, change it, delete it, keep
// visitors from it. All through the server's own API, as its editors' programs do it.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

// Each server is a process group of its own, and none outlives this script.
const groups = new Set();
const kill = (child) => {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
  groups.delete(child);
};
process.on("exit", () => groups.forEach(kill));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

/** Starts kind.sh in `folder`; resolves with its URL when it answers. */
function start(kind, folder) {
  // Told to end when this script is killed, too.
  const child = spawn("setpriv", ["--pdeathsig", "TERM", join(here, `${kind}.sh`), folder], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  groups.add(child);
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`${kind}.sh ended with ${code}; see ${folder}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (url) resolve({ url, stop: () => kill(child) });
    });
  });
}

async function answerOf(url, request) {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${request.method ?? "GET"} ${url}: ${answer.status} ${text.slice(0, 300)}`);
  return { answer, text };
}

/** Markdown of the sample shop's articles: paragraphs, headings, lists, strong words. */
function blocksOf(markdown) {
  const blocks = [];
  for (const line of markdown.split("\n")) {
    const heading = /^(#+) (.*)/.exec(line);
    const item = /^(?:-|\d+\.) (.*)/.exec(line);
    if (heading) blocks.push({ kind: "heading", level: heading[1].length, text: heading[2] });
    else if (item) blocks.push({ kind: "item", text: item[1] });
    else if (line.trim()) blocks.push({ kind: "paragraph", text: line });
  }
  return blocks;
}

const written = (markdown, { heading, item, paragraph, strong }) =>
  blocksOf(markdown)
    .map((block) => ({ ...block, text: block.text.replace(/\*\*(.+?)\*\*/g, (_, words) => strong(words)) }))
    .map((block) => ({ heading, item, paragraph })[block.kind](block.text, block.level))
    .join("\n");

export class MediaWiki {
  constructor(folder) {
    this.folder = folder;
    this.cookies = new Map();
    this.restricted = "[[Kategorija:Tik darbuotojams]]";
  }
  async start() {
    Object.assign(this, await start("mediawiki", this.folder));
    const { query } = await this.ask({ action: "query", meta: "tokens", type: "login" });
    await this.ask({ action: "login", lgname: "Admin", lgpassword: readFileSync(join(this.folder, "admin"), "utf8"), lgtoken: query.tokens.logintoken });
    this.token = (await this.ask({ action: "query", meta: "tokens" })).query.tokens.csrftoken;
  }
  async ask(fields) {
    const { answer, text } = await answerOf(`${this.url}/api.php`, {
      method: "POST",
      headers: { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      body: new URLSearchParams({ format: "json", formatversion: "2", ...fields }),
    });
    for (const [name, value] of answer.headers) {
      // Node 18 joins cookies with commas; only what stands before the first ";" of each counts.
      if (name !== "set-cookie") continue;
      for (const [, cookie, word] of value.matchAll(/(?:^|, )([^=;, ]+)=([^;]*)/g)) this.cookies.set(cookie, word);
    }
    const json = JSON.parse(text);
    if (json.error) throw new Error(`MediaWiki: ${json.error.code} ${json.error.info}`);
    return json;
  }
  put({ title, body }, end = "") {
    const text = written(body, {
      heading: (words, level) => `\n${"=".repeat(level)} ${words} ${"=".repeat(level)}`,
      item: (words) => `* ${words}`,
      paragraph: (words) => `\n${words}`,
      strong: (words) => `'''${words}'''`,
    });
    return this.ask({ action: "edit", title, text: text + end, token: this.token });
  }
  remove({ title }) {
    return this.ask({ action: "delete", title, token: this.token });
  }
  restrict(article) {
    return this.put(article, `\n\n${this.restricted}`);
  }
}

export class WordPress {
  constructor(folder) {
    this.folder = folder;
    this.ids = new Map();
  }
  async start() {
    Object.assign(this, await start("wordpress", this.folder));
    this.authorization = `Basic ${Buffer.from(`admin:${readFileSync(join(this.folder, "secret"), "utf8")}`).toString("base64")}`;
  }
  async ask(method, path, body) {
    const { text } = await answerOf(`${this.url}/wp-json/wp/v2/${path}`, {
      method,
      headers: { Authorization: this.authorization, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return JSON.parse(text);
  }
  async put({ title, body }) {
    const content = written(body, {
      heading: (words, level) => `<h${level}>${words}</h${level}>`,
      item: (words) => `<ul><li>${words}</li></ul>`,
      paragraph: (words) => `<p>${words}</p>`,
      strong: (words) => `<strong>${words}</strong>`,
    });
    const id = this.ids.get(title);
    const { id: made } = await this.ask("POST", id ? `posts/${id}` : "posts", { title, content, status: "publish" });
    this.ids.set(title, made);
  }
  remove({ title }) {
    return this.ask("DELETE", `posts/${this.ids.get(title)}`);
  }
  restrict({ title }) {
    return this.ask("POST", `posts/${this.ids.get(title)}`, { status: "private" });
  }
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export class DokuWiki {
  constructor(folder) {
    this.folder = folder;
  }
  async start() {
    Object.assign(this, await start("dokuwiki", this.folder));
    this.authorization = `Basic ${Buffer.from(`admin:${readFileSync(join(this.folder, "admin"), "utf8")}`).toString("base64")}`;
  }
  async ask(method, ...parameters) {
    const value = (each) => (typeof each === "number" ? `<int>${each}</int>` : typeof each === "string" ? `<string>${escaped(each)}</string>` : "<struct></struct>");
    const { text } = await answerOf(`${this.url}/lib/exe/xmlrpc.php`, {
      method: "POST",
      headers: { Authorization: this.authorization, "Content-Type": "text/xml" },
      body: `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${parameters.map((each) => `<param><value>${value(each)}</value></param>`).join("")}</params></methodCall>`,
    });
    if (/<fault>|<struct>\s*<\/struct>/.test(text)) throw new Error(`DokuWiki: ${method} ${text}`);
  }
  put({ id, title, body }) {
    const text = written(body, {
      heading: (words, level) => `\n${"=".repeat(7 - level)} ${words} ${"=".repeat(7 - level)}`,
      item: (words) => `  * ${words}`,
      paragraph: (words) => `\n${words}`,
      strong: (words) => `**${words}**`,
    });
    return this.ask("wiki.putPage", `pagalba:${id}`, `====== ${title} ======\n${text}`, {});
  }
  remove({ id }) {
    return this.ask("wiki.putPage", `pagalba:${id}`, "", {});
  }
  async restrict({ id }) {
    await this.ask("plugin.acl.addAcl", `pagalba:${id}`, "@ALL", 0);
    await this.ask("plugin.acl.addAcl", `pagalba:${id}`, "@user", 1);
  }
}
