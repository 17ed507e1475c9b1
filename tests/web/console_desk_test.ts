// SPDX-License-Identifier: MIT
// The desk's own work against a server that answers by the contract.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Colleague } from "../../bot/web/console/colleague";
import { Commands } from "../../bot/web/console/commands";
import { Desk } from "../../bot/web/console/desk";
import { Notifier, type Voice } from "../../bot/web/console/notifier";
import { Presence } from "../../bot/web/console/presence";
import { Session } from "../../bot/web/console/session";
import { offOf } from "../../bot/web/console/state/actions";
import { Cell, draftOf, initialState, sendingOf } from "../../bot/web/console/state/app";
import { tagsOf } from "../../bot/web/console/state/conversation";
import { defaultNotices } from "../../bot/web/console/state/notices";
import { typingNow } from "../../bot/web/console/state/signals";
import { Storage } from "../../bot/web/console/storage";
import { Writer } from "../../bot/web/console/writer";
import { AgentServer, ruta, tomas } from "./support/agent_server";
import { MockClock, settle } from "./support/clock";

async function desk(owner: typeof ruta | null = ruta, prepare: (server: AgentServer) => void = () => {}) {
  const clock = new MockClock();
  const server = new AgentServer(() => clock.now());
  server.signedIn = true;
  server.add("c", owner ? "assigned" : "queued", owner);
  server.visitor("c", "labas");
  server.add("q", "queued");
  prepare(server);
  const storage = new Storage(null, "lt-LT");
  const cell = new Cell(initialState(storage.prefs(), storage.seen()));
  let visible = true;
  const session = new Session(cell, storage, { fetch: server.fetch, clock, random: () => 0.5, visible: () => visible });
  const at = new Desk(session);
  const writer = new Writer(session, at);
  const commands = new Commands(session, at, writer);
  const colleague = new Colleague(session, at, writer);
  new Presence(session, at, writer);
  const heard: string[] = [];
  const voice: Voice = {
    tone: (urgent) => void heard.push(urgent ? "tone!" : "tone"),
    show: ({ name }) => void heard.push(name),
  };
  new Notifier(session, clock, voice);
  await session.start();
  await settle();
  writer.recall("c");
  at.open("c");
  await settle();
  const opened = () => cell.get().opened!;
  const texts = () => opened().conversation.events.flatMap((event) => ("text" in event ? [event.text as string] : []));
  const posts = (verb: string) => server.commands.filter(({ path }) => path.endsWith(`/${verb}`)).map(({ body }) => body);
  return {
    cell, clock, server, session, desk: at, writer, commands, colleague, heard, opened, texts, posts,
    look: (seen: boolean) => (visible = seen),
    draft: () => draftOf(cell.get(), "c"),
    sending: () => sendingOf(cell.get(), "c"),
    off: (action: Parameters<typeof offOf>[0]) => offOf(action, cell.get(), clock.now()),
  };
}

const proposal = { kind: "answer" as const, message: 0, text: "Taip, galima.", articles: [{ id: "returns", title: "Grąžinimas" }] };

test("teams, colleagues and replies are known once signed in", async () => {
  const { cell } = await desk();
  assert.equal(cell.get().desk?.teams.length, 2);
  assert.equal(cell.get().auth.me?.id, "a1");
});

test("the bot's proposal is fetched once for each line, and one press sends it with its article and tells so", async () => {
  const { colleague, texts, posts, opened, server } = await desk(ruta, (s) => s.proposals.set("labas", proposal));
  assert.equal(colleague.current("c")?.text, "Taip, galima.");
  assert.equal(colleague.send("c"), true);
  await settle();
  assert.deepEqual(texts(), ["labas", "Taip, galima."]);
  assert.deepEqual(posts("messages")[0]!.articles, ["returns"]);
  assert.deepEqual(posts("suggestion").map(({ outcome, message, text }) => [outcome, message, text]), [["accepted", 2, undefined]]);
  assert.equal(colleague.current("c"), null);
  assert.equal(opened().conversation.chat.last, server.conversations.get("c")!.events.length);
});

test("an edited proposal is told as edited, a refused one with its reason", async () => {
  const { colleague, writer, posts, draft, server, opened } = await desk(ruta, (s) => {
    s.proposals.set("labas", proposal);
    s.proposals.set("o dabar", proposal);
  });
  colleague.edit("c");
  assert.equal(draft().reply, "Taip, galima.");
  writer.type("c", "Taip, žinoma, galima.");
  await writer.press("c");
  await settle();
  assert.deepEqual([posts("suggestion")[0]!.outcome, posts("suggestion")[0]!.text], ["edited", "Taip, žinoma, galima."]);
  server.visitor("c", "o dabar");
  await settle();
  colleague.reject("c");
  assert.equal(colleague.current("c"), null);
  assert.ok(opened().proposal.why);
  await colleague.rejectedBecause("c", "outdated");
  assert.deepEqual([posts("suggestion")[1]!.outcome, posts("suggestion")[1]!.reason], ["rejected", "outdated"]);
});

test("a proposal never throws away what was begun: it goes after it, unsent", async () => {
  const { colleague, writer, draft, posts } = await desk(ruta, (s) => s.proposals.set("labas", proposal));
  writer.type("c", "Sveiki!");
  colleague.send("c");
  await settle();
  assert.equal(draft().reply, "Sveiki!\nTaip, galima.");
  assert.equal(posts("messages").length, 0);
});

test("a proposal whose conversation went on is not sent over the news", async () => {
  const { colleague, server, sending, posts } = await desk(ruta, (s) => s.proposals.set("labas", proposal));
  colleague.edit("c");
  server.visitor("c", "jau nebereikia");
  await settle();
  await (await import("./support/clock")).settle();
  assert.equal(sending().phase, "idle");
  assert.equal(colleague.current("c"), null);
  assert.equal(posts("messages").length, 0);
});

test("news stops a send; a second Enter of the same press does nothing, a later one sends", async () => {
  const { writer, server, sending, clock, texts } = await desk();
  writer.type("c", "Taip");
  server.visitor("c", "dar klausimas");
  await settle();
  await writer.press("c");
  assert.equal(sending().phase, "stopped");
  await writer.press("c");
  assert.equal(sending().phase, "stopped");
  await clock.elapse(1_000);
  await writer.press("c");
  assert.deepEqual(texts(), ["labas", "dar klausimas", "Taip"]);
});

test("what comes while a stop is being read stops the send again", async () => {
  const { writer, server, sending, clock, texts } = await desk();
  writer.type("c", "Taip");
  server.visitor("c", "vienas");
  await settle();
  await writer.press("c");
  server.visitor("c", "du");
  await settle();
  await clock.elapse(1_000);
  await writer.press("c");
  assert.equal(sending().phase, "stopped");
  await clock.elapse(1_000);
  await writer.press("c");
  assert.deepEqual(texts(), ["labas", "vienas", "du", "Taip"]);
});

test("a colleague took it: the same key makes the draft a note", async () => {
  const { writer, server, sending, draft, clock } = await desk();
  writer.type("c", "Taip");
  server.join("c", tomas, true);
  await writer.press("c");
  assert.deepEqual(sending().stop, { why: "taken", owner: "Tomas" });
  await clock.elapse(1_000);
  await writer.press("c");
  assert.deepEqual([draft().box, draft().note, draft().reply], ["note", "Taip", ""]);
});

test("a text that needs a second look goes out with the second press, and a changed text is looked at again", async () => {
  const { writer, sending, clock, texts } = await desk();
  writer.type("c", "Kodas 39001010077");
  await writer.press("c");
  assert.deepEqual([sending().phase, sending().warnings.map(({ kind }) => kind)], ["warned", ["personalCode"]]);
  writer.type("c", "Kodas 39001010077.");
  assert.equal(sending().phase, "idle");
  await writer.press("c");
  await clock.elapse(1_000);
  await writer.press("c");
  assert.deepEqual(texts(), ["labas", "Kodas 39001010077."]);
});

test("a variable that nobody filled keeps the reply from going out", async () => {
  const { writer, sending, posts } = await desk();
  writer.type("c", "Nr. {order}");
  await writer.press("c");
  assert.equal(sending().phase, "unfilled");
  assert.equal(posts("messages").length, 0);
  writer.type("c", "Nr. 7");
  await writer.press("c");
  assert.equal(posts("messages").length, 1);
});

test("a macro puts its text in, tags at once, and does the rest once the text is out", async () => {
  const { commands, draft, cell, writer, server, posts } = await desk();
  await commands.run("c", cell.get().desk!.macros[1]!);
  assert.deepEqual([draft().reply, draft().then], ["Geros dienos!", "close"]);
  await writer.press("c");
  await settle();
  assert.equal(server.conversations.get("c")!.status, "closed");
  assert.equal(draft().then, null);
  assert.equal(posts("tags").length, 0);
});

test("a macro without a text acts at once", async () => {
  const { commands, cell, server, posts } = await desk();
  await commands.run("c", cell.get().desk!.macros[0]!);
  assert.deepEqual(posts("tags")[0]!.tags, ["delivery"]);
  assert.equal(posts("priority")[0]!.priority, 0);
  assert.equal(server.conversations.get("c")!.status, "closed");
});

test("where a tag is asked for, closing asks; with one it closes", async () => {
  const { commands, cell, server, opened } = await desk(ruta, (s) => (s.desk.require_tag = true));
  assert.equal(await commands.close("c"), false);
  assert.equal(cell.get().dialog, "close");
  await commands.tag("c", ["returns"]);
  assert.deepEqual(tagsOf(opened().conversation, opened().row), ["returns"]);
  await commands.close("c");
  assert.equal(server.conversations.get("c")!.status, "closed");
});

test("put aside it leaves the load, and comes back", async () => {
  const { commands, cell, posts, off } = await desk();
  assert.equal(off("resume"), "notHeld");
  await commands.hold("c", "2026-11-23T07:00:00.000Z");
  assert.equal(posts("hold")[0]!.until, "2026-11-23T07:00:00.000Z");
  assert.equal(cell.get().rows.get("c")?.on_hold, true);
  assert.deepEqual([off("hold"), off("resume")], ["held", null]);
  cell.get().toast!.undo!();
  await settle();
  assert.equal(cell.get().rows.get("c")?.on_hold, false);
});

test("a transfer takes its comment along, to a team and to a colleague", async () => {
  const { desk: at, server, posts, texts } = await desk();
  await at.transfer("c", { agent: "a2" }, "Tomas", "žr. užsakymą");
  await settle();
  assert.deepEqual(posts("transfer")[0], { epoch: 1, to: { agent: "a2" }, comment: "žr. užsakymą" });
  assert.equal(server.conversations.get("c")!.owner?.name, "Tomas");
  assert.deepEqual(texts(), ["labas", "žr. užsakymą"]);
});

test("who cannot get a conversation is told why, and it stays as it is", async () => {
  const { desk: at, cell, server } = await desk();
  for (const reason of ["not_there", "away", "full"]) {
    server.nobodyTakes = reason;
    await at.transfer("c", { agent: "a2" }, "Tomas", "");
    await settle();
    assert.deepEqual([cell.get().toast?.key, cell.get().toast?.name], ["notDone", reason]);
  }
  assert.equal(server.conversations.get("c")!.owner?.name, "Rūta");
});

test("what colleagues say of themselves is learnt at once", async () => {
  const { cell, server } = await desk();
  assert.deepEqual(cell.get().desk?.agents.map(({ available }) => available), server.desk.agents.map(() => true));
  server.desk = { ...server.desk, agents: server.desk.agents.map((agent) => ({ ...agent, available: false })) };
  server.signal("", "desk", {});
  await settle();
  assert.deepEqual(cell.get().desk?.agents.map(({ available }) => available), server.desk.agents.map(() => false));
});

test("what rings is taken or let ring on", async () => {
  const { commands, server, cell, off, posts } = await desk();
  assert.equal(off("takeAsked"), "none");
  server.change("q", { asked: true, asked_until: Date.parse("2026-11-22T10:00:30Z") });
  await settle();
  assert.equal(off("takeAsked"), null);
  await commands.decline(cell.get().rows.get("q")!);
  assert.equal(posts("decline").length, 1);
  assert.equal(off("decline"), "none");
});

test("a supervisor takes over by name, an agent may not", async () => {
  const { commands, off, cell, server } = await desk(tomas);
  assert.equal(off("takeOver"), "role");
  assert.equal(off("transfer"), "colleague");
  cell.set((s) => ({ ...s, auth: { ...s.auth, me: { ...s.auth.me!, role: "supervisor" } } }));
  assert.equal(off("takeOver"), null);
  await commands.takeOver("c");
  assert.equal(server.conversations.get("c")!.owner?.name, "Rūta");
});

test("the topic of a line is named, and stands at it", async () => {
  const { commands, opened } = await desk();
  await commands.mark("c", 2, "return_policy");
  const { markedAs } = await import("../../bot/web/console/state/conversation");
  assert.equal(markedAs(opened().conversation, 2), "return_policy");
  assert.equal(markedAs(opened().conversation, 1), null);
});

test("typing is told every three seconds while a reply is written, never for a note", async () => {
  const { writer, clock, posts } = await desk();
  writer.type("c", "S");
  writer.type("c", "Sv");
  assert.equal(posts("typing").length, 1);
  await clock.elapse(3_000);
  writer.type("c", "Sve");
  assert.equal(posts("typing").length, 2);
  writer.type("c", "");
  writer.type("c", "N");
  assert.equal(posts("typing").length, 3);
  writer.box("c", "note");
  await clock.elapse(3_000);
  writer.type("c", "pastaba");
  assert.equal(posts("typing").length, 3);
});

test("what is on the screen is told as seen, once for each position, only of own conversations", async () => {
  const { server, posts } = await desk();
  assert.deepEqual(posts("seen"), [{ last: 2 }]);
  server.visitor("c", "dar");
  await settle();
  assert.deepEqual(posts("seen"), [{ last: 2 }, { last: 3 }]);
  const other = await desk(tomas);
  assert.deepEqual(other.posts("seen"), []);
});

test("while another page is shown nothing is seen, and words are told of", async () => {
  const { server, session, desk: at, posts, heard, cell } = await desk();
  session.page("board");
  server.visitor("c", "dar");
  await settle();
  assert.deepEqual([posts("seen").length, cell.get().seen.c, heard], [1, 2, ["tone"]]);
  session.page("desk");
  at.wake();
  assert.equal(posts("seen").length, 2);
});

test("signals of the stream: who types, until six seconds passed or something was said; who looks; what was seen", async () => {
  const { server, opened, clock } = await desk();
  server.signal("c", "typing", { author: "visitor" });
  server.signal("c", "typing", { author: "agent", name: "Rūta" });
  server.signal("c", "typing", { author: "agent", name: "Tomas" });
  server.signal("c", "viewers", { names: ["Rūta", "Tomas"] });
  server.signal("c", "seen", { last: 2 });
  await settle();
  const typing = () => typingNow(opened().signals, clock.now()).map(({ author, name }) => name || author);
  assert.deepEqual(typing(), ["visitor", "Tomas"]);
  assert.deepEqual(opened().signals.viewers, ["Tomas"]);
  assert.equal(opened().signals.seen, 2);
  server.visitor("c", "štai");
  await settle();
  assert.deepEqual(typing(), ["Tomas"]);
  await clock.elapse(6_000);
  assert.deepEqual(typing(), []);
});

test("what the browser says of the network is believed at once, and the page catches up after it", async () => {
  const { server, session, desk: at, opened, texts, clock } = await desk();
  server.reachable = false;
  session.lose();
  at.lose();
  await settle();
  assert.equal(opened().live.state, "lost");
  server.visitor("c", "kol nebuvo", true);
  server.reachable = true;
  at.wake();
  await clock.elapse(100);
  assert.equal(opened().live.state, "live");
  assert.deepEqual(texts(), ["labas", "kol nebuvo"]);
});

test("a sound for what came anew, one for many at once; a desktop notice only while nobody looks", async () => {
  const { server, heard, session, look, clock } = await desk();
  assert.deepEqual(heard, []);
  server.visitor("c", "matau ir taip");
  await settle();
  assert.deepEqual(heard, []);
  server.add("n", "queued");
  server.add("m", "queued");
  await settle();
  assert.deepEqual(heard, ["tone"]);
  session.prefer({ notices: { ...defaultNotices, desktop: { ...defaultNotices.desktop, message: true } } });
  look(false);
  await clock.elapse(2_000);
  server.visitor("c", "dar vienas");
  await settle();
  assert.deepEqual(heard, ["tone", "tone", "message"]);
  session.prefer({ notices: { ...defaultNotices, quietUntil: clock.now() + 60_000 } });
  await clock.elapse(2_000);
  server.visitor("c", "ir dar");
  await settle();
  assert.equal(heard.length, 3);
});

test("a ring is heard right after the tone for who came into the queue, and once", async () => {
  const { server, heard, clock } = await desk();
  server.add("n", "queued");
  await settle();
  assert.deepEqual(heard, ["tone"]);
  await clock.elapse(200);
  server.change("n", { asked: true });
  await settle();
  server.add("m", "queued");
  server.change("m", { asked: true });
  await settle();
  assert.deepEqual(heard, ["tone", "tone!"]);
});

test("who waits too long is heard at half of the target and at all of it", async () => {
  const { heard, session, clock } = await desk();
  session.prefer({ notices: { ...defaultNotices, sound: { ...defaultNotices.sound, late: true } } });
  await clock.elapse(59_000);
  assert.deepEqual(heard, []);
  await clock.elapse(3_000);
  assert.deepEqual(heard, ["tone"]);
  await clock.elapse(60_000);
  assert.deepEqual(heard, ["tone", "tone"]);
});

test("the bot goes on with its steps from where the agent says, as the card of the conversation offers", async () => {
  const steps = [
    { id: "order", label: "Koks užsakymo numeris?" },
    { id: "why", label: "Kodėl grąžinate?" },
  ];
  const { desk: at, server, opened } = await desk(ruta, (server) => {
    server.change("c", { flow: { id: "return_item", step: "order", steps } } as object);
  });
  assert.deepEqual(opened().conversation.flow, { id: "return_item", step: "order", steps });
  await at.returnToBot("c", "why");
  assert.equal(server.commands.at(-1)?.body.step, "why");
});

test("without a step the bot is given the conversation and no steps", async () => {
  const { desk: at, server, opened } = await desk();
  assert.equal(opened().conversation.flow, null);
  await at.returnToBot("c");
  assert.ok(!("step" in server.commands.at(-1)!.body));
});
