// SPDX-License-Identifier: MIT
// The promises of a visitor's session, on networks as they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold } from "../../bot/web/shared/state";
import { settle } from "./support/clock";
import { Browser, texts } from "./support/world";

const posts = (browser: Browser) => browser.server.bodies.filter(({ url }) => url.endsWith("/messages"));

test("nothing is asked of the server before the first message", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  await browser.clock.elapse(60_000);
  assert.deepEqual(browser.server.requests, []);
  assert.equal(tab.view.phase, "none");
});

test("the first message begins a conversation and stands in it once", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.describe({ page: "https://shop.test/table" });
  tab.send("labas");
  assert.equal(tab.view.outbox[0]?.text, "labas");
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas"]);
  assert.deepEqual(tab.view.outbox, []);
  assert.equal(browser.server.bodies[0]?.body.page, "https://shop.test/table");
  assert.equal(tab.view.connection, "live");
});

test("messages keep their order however slowly they leave", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  for (const text of ["vienas", "du", "trys"]) tab.send(text);
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "vienas", "du", "trys"]);
});

test("an answer that is lost is asked for again with the same client_id, and the message stands once", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.silent = true;
  browser.server.loseAnswers = 2;
  tab.send("kur mano siunta");
  await settle();
  assert.equal(tab.view.outbox[0]?.state, "waiting");
  await browser.clock.elapse(10_000);
  assert.deepEqual(texts(tab), ["Hello", "labas", "kur mano siunta"]);
  assert.deepEqual(tab.view.outbox, []);
  const ids = posts(browser).map(({ body }) => body.client_id);
  assert.equal(ids.length, 4);
  assert.equal(new Set(ids.slice(1)).size, 1);
});

test("what was not sent survives a reload and keeps its client_id", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.cut();
  tab.send("ar dar dirbate?");
  await settle();
  const before = tab.view.outbox[0]?.clientId;
  await browser.close(tab);
  browser.server.reachable = true;
  const reloaded = await browser.open();
  await settle();
  assert.deepEqual(texts(reloaded), ["Hello", "labas", "ar dar dirbate?"]);
  assert.equal(posts(browser).at(-1)?.body.client_id, before);
  assert.equal([...browser.stored.keys()].some((key) => key.includes(":out:")), false);
});

test("a message that is older than a day waits for the visitor", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  browser.server.cut();
  tab.send("labas");
  await settle();
  await browser.close(tab);
  await browser.clock.elapse(25 * 3_600_000);
  browser.server.reachable = true;
  const later = await browser.open();
  assert.equal(later.view.outbox[0]?.reason, "too_old");
  assert.equal(browser.server.conversations, 0);
  later.retry(later.view.outbox[0]!.clientId);
  await settle();
  assert.deepEqual(texts(later), ["Hello", "labas"]);
});

test("429 is never tried again earlier than Retry-After, not even on request of the network", async () => {
  const browser = new Browser();
  browser.random = () => 0;
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.refusals.push({ match: "/messages", status: 429, retryAfter: "20" });
  tab.send("dar");
  await settle();
  assert.equal(tab.view.pausedUntil, browser.clock.now() + 20_000);
  const asked = browser.server.requests.length;
  tab.network(true);
  tab.send("ir dar");
  await browser.clock.elapse(0);
  assert.equal(browser.server.requests.length, asked, "waits");
  assert.deepEqual(tab.view.outbox.map(({ state }) => state), ["waiting", "waiting"]);
  await browser.clock.elapse(20_000);
  assert.deepEqual(texts(tab), ["Hello", "labas", "dar", "ir dar"]);
  assert.equal(tab.view.pausedUntil, null);
});

test("503 is tried again, 413 and 409 are for the visitor to decide", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.refusals.push({ match: "/messages", status: 503, retryAfter: "1" });
  tab.send("a");
  await browser.clock.elapse(3_000);
  browser.server.refusals.push({ match: "/messages", status: 413 });
  tab.send("b");
  await settle();
  browser.server.refusals.push({ match: "/messages", status: 409 });
  tab.send("c");
  await settle();
  tab.send("d");
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas", "a", "d"]);
  assert.deepEqual(
    tab.view.outbox.map(({ text, state, reason }) => [text, state, reason]),
    [
      ["b", "failed", "too_long"],
      ["c", "failed", "refused"],
    ],
  );
  tab.discard(tab.view.outbox[0]!.clientId);
  tab.retry(tab.view.outbox[0]!.clientId);
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas", "a", "d", "c"]);
});

test("a tap that came too late is said in words", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.refusals.push({ match: "/messages", status: 400 });
  tab.choose({ choice: "intent:returns", label: "Grąžinti prekę" });
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas", "Grąžinti prekę"]);
});

test("frames that come twice are shown once", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.repeat = 3;
  browser.server.agent("c1", "Klausau");
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas", "Klausau"]);
});

test("holes of hidden events are no gaps", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  const asked = browser.server.requests.length;
  browser.server.append("c1", { type: "note", author: "agent", text: "for agents" }, { hidden: true });
  browser.server.agent("c1", "Klausau");
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas", "Klausau"]);
  assert.equal(browser.server.requests.length, asked);
});

test("an event that does not fit is not shown before the ones it follows", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  const seen: string[][] = [];
  tab.send("labas");
  await settle();
  tab.subscribe(() => seen.push(texts(tab)));
  browser.server.agent("c1", "pirmas", { announce: false });
  browser.server.agent("c1", "antras");
  await browser.clock.elapse(5_000);
  assert.deepEqual(texts(tab), ["Hello", "labas", "pirmas", "antras"]);
  for (const view of seen) assert.notEqual(view.at(-1) === "antras" && view.at(-2), "labas");
});

test("another's words that came first are shown first", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.agent("c1", "Klausau", { announce: false });
  tab.send("čia aš");
  await browser.clock.elapse(1_000);
  assert.deepEqual(texts(tab), ["Hello", "labas", "Klausau", "čia aš"]);
});

test("a cut network loses nothing that was said meanwhile", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.cut();
  await settle();
  assert.equal(tab.view.connection, "lost");
  browser.server.agent("c1", "Klausau");
  tab.send("čia aš");
  await browser.clock.elapse(5_000);
  assert.equal(tab.view.outbox[0]?.state, "waiting");
  browser.server.reachable = true;
  tab.network(true);
  await settle();
  assert.deepEqual(texts(tab), ["Hello", "labas", "Klausau", "čia aš"]);
  assert.equal(tab.view.connection, "live");
});

test("a stream that falls silent is noticed within 35 s and read on from its place", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.agent("c1", "pirmas");
  await settle();
  browser.server.blackhole();
  browser.server.agent("c1", "antras");
  await browser.clock.elapse(34_000);
  assert.equal(tab.view.connection, "live");
  browser.server.reachable = true;
  await browser.clock.elapse(3_000);
  assert.deepEqual(texts(tab), ["Hello", "labas", "pirmas", "antras"]);
  assert.equal(browser.server.requests.at(-1), "GET /api/v1/conversations/c1/events?after=g1:4");
});

test("heartbeats keep a quiet stream", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  const asked = browser.server.requests.length;
  for (let i = 0; i < 10; ++i) {
    browser.server.heartbeat();
    await browser.clock.elapse(15_000);
  }
  assert.equal(browser.server.requests.length, asked);
  assert.equal(tab.view.connection, "live");
});

test("a server that accepts and drops is asked ever more rarely, until it was good for 30 s", async () => {
  const browser = new Browser();
  browser.random = () => 1;
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  const asked = () => browser.server.requests.filter((request) => request.includes("events")).length;
  browser.server.dropStreams = true;
  browser.server.endStreams();
  await browser.clock.elapse(60_000);
  const early = asked();
  assert.ok(early <= 8, `${early} attempts in the first minute`);
  await browser.clock.elapse(300_000);
  assert.ok(asked() - early <= 6, `${asked() - early} attempts in five minutes`);
  browser.server.dropStreams = false;
  await browser.clock.elapse(60_000);
  for (let i = 0; i < 3; ++i) {
    browser.server.heartbeat();
    await browser.clock.elapse(15_000);
  }
  browser.server.endStreams();
  const good = asked();
  await browser.clock.elapse(1_500);
  assert.equal(asked(), good + 1, "the pause is short again");
});

test("another generation replaces the conversation as a whole", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.agent("c1", "prarasta su duomenų baze");
  await settle();
  const log = browser.server.logs.get("c1")!;
  log.visible = log.visible.slice(0, 2);
  log.sequence = 3;
  browser.server.generation = "g2";
  browser.server.agent("c1", "po atkūrimo", { announce: false });
  browser.server.endStreams();
  await browser.clock.elapse(2_000);
  assert.deepEqual(texts(tab), ["Hello", "labas", "po atkūrimo"]);
  browser.server.agent("c1", "ir toliau");
  await settle();
  assert.equal(texts(tab).at(-1), "ir toliau");
});

test("a reload shows the same conversation", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  tab.choose({ choice: "person", label: "Talk to a person" });
  await settle();
  browser.server.append("c1", { type: "agent_joined", agent: { name: "Rūta" } });
  await settle();
  await browser.close(tab);
  browser.server.agent("c1", "Klausau");
  const reloaded = await browser.open();
  await settle();
  assert.deepEqual(texts(reloaded), ["Hello", "labas", "person", "(queued)", "(joined)", "Klausau"]);
  assert.equal(reloaded.view.chat.owner, "Rūta");
  assert.deepEqual(reloaded.view.chat, fold(browser.server.logs.get("c1")!.visible));
});

test("a reload without a network keeps trying and then shows everything", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  await browser.close(tab);
  browser.server.cut();
  const reloaded = await browser.open();
  assert.equal(reloaded.view.phase, "loading");
  await browser.clock.elapse(20_000);
  assert.equal(reloaded.view.connection, "lost");
  browser.server.reachable = true;
  await browser.clock.elapse(60_000);
  assert.deepEqual(texts(reloaded), ["Hello", "labas"]);
  assert.equal(reloaded.view.phase, "ready");
});

test("two tabs show the same through one stream", async () => {
  const browser = new Browser();
  const first = await browser.open();
  const second = await browser.open();
  first.send("labas");
  await settle();
  assert.deepEqual(texts(second), ["Hello", "labas"]);
  second.send("iš kito lango");
  await settle();
  browser.server.agent("c1", "Klausau");
  await settle();
  assert.equal(browser.server.streams.length, 1);
  assert.deepEqual(texts(first), ["Hello", "labas", "iš kito lango", "Klausau"]);
  assert.deepEqual(first.view.chat, second.view.chat);
  assert.equal(second.view.connection, "live");
});

test("when the reading tab closes, another one reads on", async () => {
  const browser = new Browser();
  const first = await browser.open();
  const second = await browser.open();
  first.send("labas");
  await settle();
  await browser.close(first);
  browser.server.agent("c1", "Klausau");
  await settle();
  assert.deepEqual(texts(second), ["Hello", "labas", "Klausau"]);
  assert.equal(browser.server.streams.length, 1);
});

test("when the reading tab is asleep, the others read for themselves", async () => {
  const browser = new Browser();
  const first = await browser.open();
  const second = await browser.open();
  first.send("labas");
  await settle();
  browser.server.blackhole();
  browser.server.reachable = true;
  browser.server.agent("c1", "Klausau");
  await browser.clock.elapse(36_000);
  assert.deepEqual(texts(second), ["Hello", "labas", "Klausau"]);
});

test("two tabs that begin at the same moment end in one conversation", async () => {
  const browser = new Browser();
  const first = await browser.open();
  const second = await browser.open();
  first.send("vienas");
  second.send("du");
  await browser.clock.elapse(1_000);
  assert.deepEqual(first.view.chat, second.view.chat);
  assert.deepEqual([...texts(first)].sort(), ["Hello", "du", "vienas"]);
  assert.deepEqual([first.view.outbox, second.view.outbox], [[], []]);
});

test("a conversation that the server does not know gives way to a new one, with the words that wait", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.logs.clear();
  tab.send("ar mane girdite?");
  await browser.clock.elapse(2_000);
  assert.deepEqual(texts(tab), ["Hello", "ar mane girdite?"]);
  assert.equal(browser.server.conversations, 2);
});

test("a token that is refused is forgotten on reload, and says so", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  await browser.close(tab);
  browser.server.refusals.push({ match: "/events", status: 401 });
  const reloaded = await browser.open();
  assert.equal(reloaded.view.phase, "none");
  assert.equal(reloaded.view.gone, true);
  assert.equal(browser.stored.size, 0);
});

test("a server that knows no conversation at all is not asked for ever", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  for (let i = 0; i < 20; ++i) browser.server.refusals.push({ match: "/messages", status: 404 });
  tab.send("labas");
  await browser.clock.elapse(60_000);
  assert.equal(tab.view.outbox[0]?.state, "failed");
  assert.ok(browser.server.conversations <= 2);
});

test("a new conversation belongs to the same visitor, in every tab", async () => {
  const browser = new Browser();
  const first = await browser.open();
  const second = await browser.open();
  first.send("labas");
  await settle();
  first.startOver();
  await settle();
  assert.deepEqual(texts(second), []);
  assert.equal(second.view.phase, "none");
  second.send("kitas klausimas");
  await settle();
  assert.deepEqual(texts(first), ["Hello", "kitas klausimas"]);
  assert.equal(browser.server.bodies.at(-2)?.authorization, "Bearer tc1");
});

// One visitor, two tabs, an agent, and a network that does everything wrong. Whatever happens: at the end
// every message stands exactly once, own ones in their order, and both tabs show what the server has.
for (let seed = 1; seed <= 60; ++seed) {
  test(`nothing is lost, repeated or reordered (simulated network ${seed})`, async () => {
    const browser = new Browser();
    let state = seed * 2_654_435_761;
    const random = () => {
      state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
      return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
    };
    browser.random = random;
    const { server, clock } = browser;
    const tabs = [await browser.open(), await browser.open()];
    const said: string[][] = [[], []];
    tabs[0]!.send("0:0");
    said[0]!.push("0:0");
    await settle();
    for (let step = 0; step < 40; ++step) {
      const who = random() < 0.5 ? 0 : 1;
      const dice = random();
      if (dice < 0.3) {
        const text = `${who}:${said[who]!.length}`;
        said[who]!.push(text);
        tabs[who]!.send(text);
      } else if (dice < 0.45) server.agent("c1", `agent ${step}`, { announce: random() < 0.8 });
      else if (dice < 0.55) server.cut();
      else if (dice < 0.6) server.blackhole();
      else if (dice < 0.75) server.reachable = true;
      else if (dice < 0.8) server.loseAnswers += 1;
      else if (dice < 0.85) server.refusals.push({ match: "/messages", status: 503, retryAfter: "2" });
      else if (dice < 0.9) server.repeat = 1 + Math.floor(random() * 3);
      else if (dice < 0.95) server.append("c1", { type: "note" }, { hidden: true });
      else {
        await browser.close(tabs[who]!);
        tabs[who] = await browser.open();
      }
      await clock.elapse(Math.floor(random() * 8_000));
    }
    server.reachable = true;
    server.loseAnswers = 0;
    server.refusals = [];
    for (let i = 0; i < 12; ++i) {
      server.heartbeat();
      await clock.elapse(15_000);
    }
    // The stream only speaks when somebody does.
    server.agent("c1", "end");
    await clock.elapse(40_000);
    const truth = server.logs.get("c1")!.visible;
    for (const tab of tabs) {
      assert.deepEqual(tab.view.chat, fold(truth));
      assert.deepEqual(tab.view.outbox, []);
    }
    const own = truth.flatMap((event) => (event.type === "message" && event.author === "visitor" ? [event.text] : []));
    for (const who of [0, 1]) {
      assert.deepEqual(own.filter((text) => text.startsWith(`${who}:`)), said[who]);
    }
    assert.equal(server.conversations, 1);
  });
}

// ---- Articles that were read ------------------------------------------------------------------------

const opened = (article: string) => ({ article, language: "lt", from: "search" as const });
const told = (browser: Browser) =>
  browser.server.bodies.filter(({ url }) => url.endsWith("/articles")).map(({ body }) => body.article);

test("an article that is read before the first message begins no conversation, and comes with the one that does", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.read(opened("grazinimas"));
  await settle();
  assert.deepEqual(browser.server.requests, []);
  await browser.close(tab);
  // It is known after a reload too.
  const later = await browser.open();
  later.send("labas");
  await settle();
  assert.deepEqual(browser.server.bodies[0]?.body.opened, [opened("grazinimas")]);
  assert.deepEqual(told(browser), []);
  assert.equal(browser.stored.has("frontdesk:main:reading"), false);
});

test("in a conversation the server is told at once, and again when it did not hear", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  tab.read(opened("a"));
  await settle();
  assert.deepEqual(told(browser), ["a"]);
  browser.server.reachable = false;
  tab.read(opened("b"));
  await settle();
  assert.deepEqual(told(browser), ["a"]);
  browser.server.reachable = true;
  tab.wake();
  await settle();
  assert.deepEqual(told(browser), ["a", "b"]);
  assert.deepEqual(texts(tab), ["Hello", "labas"]);
});

test("what the server refuses is not said again", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  browser.server.refusals.push({ match: "/articles", status: 404 });
  tab.read(opened("gone"));
  tab.read(opened("there"));
  await settle();
  assert.deepEqual(told(browser), ["there"]);
  tab.wake();
  await settle();
  assert.deepEqual(told(browser), ["there"]);
});

test("a judgement begins one conversation, even when a message does so too", async () => {
  const browser = new Browser();
  const tab = await browser.open();
  tab.read(opened("a"));
  tab.read({ ...opened("a"), helped: true });
  tab.send("labas");
  await settle();
  assert.equal(browser.server.conversations, 1);
  assert.deepEqual(browser.server.bodies[0]?.body.opened, [opened("a"), { ...opened("a"), helped: true }]);
  assert.deepEqual(texts(tab), ["Hello", "labas"]);
});

/** A tab whose visitor waits in the queue. */
async function queued(browser: Browser): Promise<Awaited<ReturnType<Browser["open"]>>> {
  const tab = await browser.open();
  tab.send("labas");
  await settle();
  tab.choose({ choice: "person", label: "Talk to a person" });
  await settle();
  assert.equal(tab.view.chat.status, "queued");
  return tab;
}

test("signals are kept beside the conversation, reach every tab, and belong to no other conversation", async () => {
  const browser = new Browser();
  const tab = await queued(browser);
  const other = await browser.open();
  const before = tab.view.chat.last;
  browser.server.signal("c1", "waiting", { ahead: 2, likely: 180, most: 360 });
  browser.server.signal("c1", "typing", { name: "Rūta" });
  browser.server.signal("c1", "seen", { last: 3 });
  await settle();
  for (const one of [tab, other]) {
    assert.deepEqual(one.view.signals.waiting, { ahead: 2, likely: 180, most: 360 });
    assert.equal(one.view.signals.typing?.name, "Rūta");
    assert.equal(one.view.signals.seen?.last, 3);
    assert.equal(one.view.chat.last, before, "nothing was folded");
  }
  tab.startOver();
  assert.deepEqual(tab.view.signals, {});
});

test("a page that loads knows its place before the stream tells", async () => {
  const browser = new Browser();
  await browser.close(await queued(browser));
  browser.server.waiting = { ahead: 0 };
  const tab = await browser.open();
  await settle();
  assert.deepEqual(tab.view.signals.waiting, { ahead: 0 });
});

test("leaving the queue or an address folds what the answer says", async () => {
  const browser = new Browser();
  const tab = await queued(browser);
  await tab.tell("contact", { email: "ona@shop.test" });
  assert.equal(tab.view.chat.contact, "ona@shop.test");
  await tab.tell("leave");
  assert.equal(tab.view.chat.status, "bot");
  await tab.tell("seen", { last: 4 });
  browser.server.refusals.push({ match: "/contact", status: 400 });
  await assert.rejects(tab.tell("contact", { email: "ona" }), { status: 400 });
});
