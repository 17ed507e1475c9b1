// SPDX-License-Identifier: MIT
// A real MediaWiki, WordPress and DokuWiki, filled with the sample shop's Lithuanian articles through their own
// APIs. A server with an empty store syncs them by itself and answers a visitor from them. Then one article is
// changed, one deleted and one kept from visitors in each; after one `frontdesk sync` beside the running server, a
// visitor who asks it gets the change, and neither of the other two.
//
//   node tests/kb-connector/servers/run.mjs --binary build/release/frontdesk
//
// Needs what `bot/prerequisites kb` installs. Everything is under one temporary folder, which stays when something
// failed. Prints what went wrong, how long each step took, and at the end "N passed, N failed".

import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { now, options, pause, root, send, Server } from "../../chaos/support.mjs";
import { DokuWiki, MediaWiki, WordPress } from "./wikis.mjs";

const wanted = options({ binary: "build/release/frontdesk" });
const folder = mkdtempSync(join(tmpdir(), "frontdesk-kb-"));
const secretOf = (wiki) => readFileSync(join(wiki.folder, "secret"), "utf8");

let passed = 0;
let failed = 0;
function check(what, holds, seen = "") {
  if (holds) return void ++passed;
  ++failed;
  console.log(`FAILED: ${what}${seen === "" ? "" : `\n  ${typeof seen === "string" ? seen : JSON.stringify(seen)}`}`);
}

// ---- Articles ---------------------------------------------------------------------------------------------------

const articlesFolder = join(root, "intents/shop/articles/lt");
const articles = readdirSync(articlesFolder).sort().map((name) => {
  const [, front, body] = readFileSync(join(articlesFolder, name), "utf8").split(/^---$/m);
  return { id: name.replace(/\.md$/, ""), title: /^title: '?(.*?)'?$/m.exec(front)[1], body: body.trim() };
});

const wikis = [
  { name: "mediawiki", wiki: new MediaWiki(join(folder, "mediawiki")) },
  { name: "wordpress", wiki: new WordPress(join(folder, "wordpress")) },
  { name: "dokuwiki", wiki: new DokuWiki(join(folder, "dokuwiki")) },
].map((each, i) => {
  const own = articles.filter((_, at) => at % 3 === i);
  return { ...each, own, edited: own[3], removed: own[6], hidden: own[9], kept: own[12] };
});

const COUPONS = "Ar priimate žalsvuosius kuponus?";
const NEWS = "Naujiena: dabar priimame ir žalsvuosius kuponus.";

// ---- frontdesk ----------------------------------------------------------------------------------------------------

const server = new Server({ binary: wanted.binary, name: "kb" });

/** A content folder whose only articles come from the three; `user` says whether to read them as their user. */
function writeContent(path, user) {
  mkdirSync(path, { recursive: true });
  const file = (name, text) => writeFileSync(join(path, name), text);
  file("human_agent.yaml", "intent: human_agent\nlabel: {lt: Žmogus}\nexamples: {lt: [noriu kalbėti su žmogumi, pakvieskite žmogų]}\nrules: [{id: human.word, pattern: '\\bzmog'}]\nhandoff: {team: support}\n");
  file("hours.yaml", "intent: hours\nlabel: {lt: Darbo laikas}\nexamples: {lt: [kada dirbate, koks jūsų darbo laikas]}\nanswer: {lt: Kasdien nuo 9 val.}\n");
  file("desk.yaml", "teams:\n  support: {label: {lt: Pagalba}, zone: UTC, hours: {mon-fri: '09:00-17:00'}}\n");
  file("widget.yaml", "name: Parduotuvė\nbrand: '#1F5AA6'\ngreeting: {lt: Sveiki!}\nstarters: [human_agent]\nemail: pagalba@shop.example\nretention_days: 30\n");
  file("bot.yaml", "languages: [lt]\n");
  // Of so few sentences a classifier would be sure of everything else.
  file("out_of_scope.yaml", `out_of_scope:\n  lt: ${JSON.stringify([...articles.map(({ title }) => title), COUPONS])}\n`);
  const source = ({ name, wiki }) => `  ${name}:\n    kind: ${name}\n    url: ${wiki.url}\n    languages: [lt]\n${user ? `    user: ${readFileSync(join(wiki.folder, "user"), "utf8")}\n    secret: ${name.toUpperCase()}_SECRET\n` : ""}`;
  file("sources.yaml", `sources:\n${wikis.map(source).join("")}`);
}

function run(command, places, ...words) {
  const done = spawnSync(server.binary, [command, "--content", places.content, "--data", places.data, ...words, "--config", server.configFile], { encoding: "utf8" });
  return { code: done.status, out: done.stdout, said: done.stdout + done.stderr };
}

/** "wiki: 3 new, 1 changed ..." as numbers, a line a source. */
function sync(places, ...words) {
  const { code, out, said } = run("sync", places, ...words);
  check("a sync ends well", code === 0, said);
  return new Map([...out.matchAll(/^(\w+): (\d+) new, (\d+) changed, (\d+) unchanged, (\d+) gone, (\d+) held, (\d+) failed$/gm)].map(([, name, ...numbers]) => {
    const [added, changed, unchanged, gone, held, failures] = numbers.map(Number);
    return [name, { added, changed, unchanged, gone, held, failures }];
  }));
}

/** What a new visitor is answered to a message: the ids of the articles, and every word that is shown. */
async function answerTo(text) {
  const path = "/api/v1/conversations";
  const started = await send(server.base, { method: "POST", path, body: { language: "lt" } });
  const { conversation, token } = started.json;
  const answer = await send(server.base, { method: "POST", path: `${path}/${conversation}/messages`, headers: { Authorization: `Bearer ${token}` }, body: { client_id: randomUUID(), text } });
  const shown = (answer.json?.events ?? []).filter(({ author, type }) => type === "message" && author === "bot");
  const links = shown.flatMap((event) => event.articles ?? []);
  // The words that answer are marked.
  return { ids: links.map(({ id }) => id), words: JSON.stringify(shown).replace(/[\uE000\uE001]/g, "") };
}

/** Asks until an answer is what is wanted; the seconds that took, or null after a minute. */
async function answered(text, wanted) {
  for (const began = now(); now() - began < 60_000; await pause(100)) {
    if (wanted(await answerTo(text))) return (now() - began) / 1000;
  }
  return null;
}

const read = async (id) => {
  const answer = await send(server.base, { method: "GET", path: `/api/v1/articles/${encodeURIComponent(id)}?lang=lt` });
  return { status: answer.status, text: answer.text ?? "" };
};

/** What `frontdesk search` finds: what a visitor may find. */
function found(places, question) {
  const { code, out, said } = run("search", places, "--lang", "lt", question);
  check(`search answers "${question}"`, code === 0, said);
  return JSON.parse(out);
}
const hitOf = (places, article) => found(places, article.title).find((hit) => hit.title === article.title);

const changedText = (article) => ({ ...article, body: `${article.body}\n\n## Žalsvieji kuponai\n${NEWS}` });

const times = []; // [what, seconds]
async function timed(what, step) {
  const began = now();
  const result = await step();
  times.push([what, (now() - began) / 1000]);
  return result;
}

async function story() {
  for (const { name, wiki } of wikis) await timed(`${name}: installed and started`, () => wiki.start());
  for (const { name, wiki } of wikis) process.env[`${name.toUpperCase()}_SECRET`] = secretOf(wiki);
  server.configure([`outbound: {allow: [${wikis.map(({ wiki }) => `'${new URL(wiki.url).host}'`).join(", ")}]}`, "limits: {exempt: [127.0.0.0/8]}", "desk: {always_open: true}", "log_level: warn"]);
  for (const { name, wiki, own } of wikis) {
    await timed(`${name}: ${own.length} articles written`, async () => {
      for (const article of own) await wiki.put(article);
    });
  }

  const places = { content: server.content, data: server.data };
  mkdirSync(server.data, { recursive: true });
  rmSync(server.content, { recursive: true, force: true });
  writeContent(server.content, true);
  check("the server starts", (await timed("the server trains and starts", () => server.start())) !== null);
  const ids = new Map();
  for (const { name, edited, removed, hidden, kept } of wikis) {
    for (const article of [edited, removed, hidden, kept]) {
      const seconds = await answered(article.title, ({ ids: [first] }) => first?.startsWith(`${name}:`));
      check(`${name}: a visitor is answered "${article.title}" by what the server synced by itself`, seconds !== null);
      const answer = await answerTo(article.title);
      ids.set(article, answer.ids[0]);
      check(`${name}: and opens it`, (await read(answer.ids[0])).status === 200, answer);
    }
    check(`${name}: nothing of the news yet`, !(await answerTo(COUPONS)).words.includes("Naujiena") && !(await read(ids.get(edited))).text.includes("kuponus"));
  }

  for (const { name, wiki, own, edited, removed, hidden, kept } of wikis) {
    await timed(`${name}: one changed, one deleted, one restricted`, async () => {
      await wiki.put(changedText(edited));
      await wiki.remove(removed);
      await wiki.restrict(hidden);
    });
    const summary = (await timed(`${name}: one sync`, () => sync(places, "--source", name))).get(name) ?? {};
    check(`${name}: only what changed changes`, summary.added === 0 && summary.gone === 1 && summary.held === 0 && summary.failures === 0, summary);
    check(`${name}: most articles stay`, summary.unchanged >= own.length - 4, summary);

    const id = ids.get(edited);
    const seconds = await answered(COUPONS, (answer) => answer.ids.includes(id) && answer.words.includes("Naujiena"));
    check(`${name}: a visitor is answered with the new text`, seconds !== null, await answerTo(COUPONS));
    times.push([`${name}: until a visitor is answered with it`, seconds ?? NaN]);
    check(`${name}: a visitor reads the new text`, (await read(id)).text.includes("kuponus"));
    for (const [what, article] of [["deleted", removed], ["restricted", hidden]]) {
      const answer = await answerTo(article.title);
      check(`${name}: no answer has the ${what} article`, !answer.ids.includes(ids.get(article)) && !answer.words.includes(article.title), answer);
      check(`${name}: a visitor cannot open the ${what} article`, (await read(ids.get(article))).status === 404);
      check(`${name}: the ${what} article is not found`, hitOf(places, article) === undefined);
    }
    check(`${name}: another article is answered and opened as before`, (await answerTo(kept.title)).ids[0] === ids.get(kept) && (await read(ids.get(kept))).status === 200);
    await wiki.put(edited); // the next one's news is to be its own
    sync(places, "--source", name);
    check(`${name}: a visitor is not answered with what was taken back`, (await answered(COUPONS, ({ words }) => !words.includes("Naujiena"))) !== null);
  }
  const third = sync(places);
  for (const { name, own } of wikis) {
    const { unchanged, added, changed, gone } = third.get(name) ?? {};
    check(`${name}: nothing more happens`, unchanged >= own.length - 2 && added + changed + gone === 0, third.get(name));
  }

  // The same as anybody sees it, without a user.
  const public_ = { content: join(folder, "public"), data: join(folder, "public-data") };
  mkdirSync(public_.data);
  writeContent(public_.content, false);
  const open = sync(public_);
  for (const { name, own, edited, removed, hidden } of wikis) {
    check(`${name}: a stranger gets what visitors may read`, open.get(name)?.added === own.length - 2, open.get(name));
    check(`${name}: a stranger finds an article`, hitOf(public_, edited) !== undefined);
    check(`${name}: a stranger finds neither deleted nor restricted`, !hitOf(public_, removed) && !hitOf(public_, hidden));
  }
}

const began = Date.now();
try {
  await story();
} catch (error) {
  check(`the story goes on to its end: ${error.stack}`, false);
}
for (const { wiki } of wikis) wiki.stop?.();
if (server.child) await server.kill();
if (failed === 0) {
  rmSync(folder, { recursive: true, force: true });
  rmSync(server.folder, { recursive: true, force: true });
} else {
  console.log(`what was left: ${folder} ${server.folder}`);
}
for (const [what, seconds] of times) console.log(`${seconds.toFixed(1).padStart(7)} s  ${what}`);
console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  all`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
