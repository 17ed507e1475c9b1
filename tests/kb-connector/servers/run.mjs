// SPDX-License-Identifier: MIT
// A real MediaWiki, WordPress and DokuWiki, filled with the sample shop's Lithuanian articles through their own
// APIs, read by `frontdesk sync`; then one article is changed, one deleted and one kept from visitors in each, and
// the next sync has to bring all of it to a visitor of a running server.
//
//   node tests/kb-connector/servers/run.mjs --binary build/release/frontdesk
//
// Needs what `bot/prerequisites kb` installs. Everything is under one temporary folder, which stays when something
// failed. Prints what went wrong and, at the end, "N passed, N failed".

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { options, root, send, Server, until } from "../../chaos/support.mjs";
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
  const source = ({ name, wiki }) => `  ${name}:\n    kind: ${name}\n    url: ${wiki.url}\n    languages: [lt]\n${user ? `    user: ${readFileSync(join(wiki.folder, "user"), "utf8")}\n    secret: ${name.toUpperCase()}_SECRET\n` : ""}`;
  file("sources.yaml", `sources:\n${wikis.map(source).join("")}`);
}

function run(command, places, ...words) {
  const done = spawnSync(server.binary, [command, "--content", places.content, "--data", places.data, ...words, "--config", server.configFile], {
    encoding: "utf8",
    env: { ...process.env, ...Object.fromEntries(wikis.map(({ name, wiki }) => [`${name.toUpperCase()}_SECRET`, secretOf(wiki)])) },
  });
  return { code: done.status, out: done.stdout, said: done.stdout + done.stderr };
}

/** "wiki: 3 new, 1 changed ..." as numbers, a line a source. */
function sync(places) {
  const { code, out, said } = run("sync", places);
  check("a sync ends well", code === 0, said);
  return new Map([...out.matchAll(/^(\w+): (\d+) new, (\d+) changed, (\d+) unchanged, (\d+) gone, (\d+) held, (\d+) failed$/gm)].map(([, name, ...numbers]) => {
    const [added, changed, unchanged, gone, held, failures] = numbers.map(Number);
    return [name, { added, changed, unchanged, gone, held, failures }];
  }));
}

const get = async (path) => {
  const answer = await send(server.base, { method: "GET", path });
  return { status: answer.status, text: answer.text ?? "" };
};

/** What `frontdesk search` finds: what a visitor may find. */
function found(places, question) {
  const { code, out, said } = run("search", places, "--lang", "lt", question);
  check(`search answers "${question}"`, code === 0, said);
  return JSON.parse(out);
}
const hitOf = (places, article) => found(places, article.title).find((hit) => hit.title === article.title);

const NEWS = "Naujiena: dabar priimame ir žalsvuosius kuponus.";
const changedText = (article) => ({ ...article, body: `${article.body}\n\n## Žalsvieji kuponai\n${NEWS}` });

async function story() {
  await Promise.all(wikis.map(({ wiki }) => wiki.start()));
  server.configure([`outbound: {allow: [${wikis.map(({ wiki }) => `'${new URL(wiki.url).host}'`).join(", ")}]}`, "limits: {exempt: [127.0.0.0/8]}", "desk: {always_open: true}", "log_level: warn"]);
  const fill = async ({ wiki, own }) => {
    for (const article of own) await wiki.put(article);
  };
  await Promise.all(wikis.map(fill));

  mkdirSync(server.data, { recursive: true });
  const places = { content: server.content, data: server.data };
  rmSync(server.content, { recursive: true, force: true });
  writeContent(server.content, true);
  const first = sync(places);
  const ids = new Map();
  for (const { name, own, edited, removed, hidden, kept } of wikis) {
    check(`${name}: all articles are new`, first.get(name)?.added === own.length && first.get(name)?.failures === 0, first.get(name));
    for (const article of [edited, removed, hidden, kept]) {
      const hit = hitOf(places, article);
      check(`${name}: "${article.title}" is found`, hit !== undefined);
      ids.set(article, hit?.id ?? "none");
    }
  }

  check("the server starts", (await server.start()) !== null);
  const readable = async (article) => get(`/api/v1/articles/${encodeURIComponent(ids.get(article))}?lang=lt`);
  for (const { name, edited } of wikis) {
    const before = await readable(edited);
    check(`${name}: a visitor reads an article, without the news`, before.status === 200 && !before.text.includes("kuponus"), before);
  }

  const change = async ({ wiki, edited, removed, hidden }) => {
    await wiki.put(changedText(edited));
    await wiki.remove(removed);
    await wiki.restrict(hidden);
  };
  await Promise.all(wikis.map(change));
  const second = sync(places);
  for (const { name, own } of wikis) {
    const { added, gone, held, failures } = second.get(name) ?? {};
    check(`${name}: only what changed changes`, added === 0 && gone === 1 && held === 0 && failures === 0, second.get(name));
    check(`${name}: most articles stay`, second.get(name)?.unchanged >= own.length - 4, second.get(name));
  }
  for (const { name, edited, removed, hidden, kept } of wikis) {
    // A change of an article is written after what went with the same sync.
    await until(`the running server has the news of ${name}`, 30, async () => (await readable(edited)).text.includes("kuponus"));
    const after = await readable(edited);
    check(`${name}: a visitor reads the new text`, after.text.includes("kuponus"), after);
    check(`${name}: a deleted article is not there`, (await readable(removed)).status === 404);
    check(`${name}: a restricted article is not there for a visitor`, (await readable(hidden)).status === 404);
    check(`${name}: another article is`, (await readable(kept)).status === 200);
    check(`${name}: the new words are found`, found(places, "žalsvieji kuponai").some((hit) => hit.title === edited.title));
    check(`${name}: the deleted article is not found`, hitOf(places, removed) === undefined);
    check(`${name}: the restricted article is not found`, hitOf(places, hidden) === undefined);
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
    check(`${name}: a stranger finds the changed article`, hitOf(public_, edited) !== undefined);
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
console.log(`${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
