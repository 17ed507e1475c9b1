// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { Cell, defaultPrefs, liveAfter } from "../../bot/web/console/state/app";
import {
  attached,
  detached,
  emptyDraft,
  inserted,
  isEmpty,
  parseDraft,
  reviewed,
  sent,
  toNote,
  typed,
} from "../../bot/web/console/state/draft";
import { readPress, type Press } from "../../bot/web/console/state/keys";
import { hostOf, initialsOf, placeOf, visitorName } from "../../bot/web/console/state/names";
import { plainSnippet, plainText } from "../../bot/web/console/state/plain";
import { Storage } from "../../bot/web/console/storage";
import { learnWords, wordsOf } from "../../bot/web/console/words/words";

const press = (key: string, rest: Partial<Press> = {}): Press => ({
  key,
  code: "",
  ctrl: false,
  alt: false,
  shift: false,
  altgr: false,
  composing: false,
  inText: false,
  inDialog: false,
  ...rest,
});
const command = (key: string, rest: Partial<Press> = {}, prefix: "" | "g" = "") =>
  readPress(press(key, rest), prefix).command;

test("letters act outside text fields only", () => {
  assert.deepEqual(command("a"), { do: "takeLongest" });
  assert.deepEqual(command("A", { shift: true }), { do: "takeLongest" });
  assert.equal(command("a", { inText: true }), null);
  assert.equal(command("a", { inDialog: true }), null);
  assert.equal(command("a", { ctrl: true }), null);
  assert.equal(command("a", { composing: true }), null);
});

test("the digit row is matched by its place, and what AltGr types is left alone", () => {
  assert.deepEqual(command("ą", { code: "Digit1" }), { do: "nth", n: 1 });
  assert.equal(command("€", { code: "KeyE", ctrl: true, alt: true, altgr: true }), null);
  assert.equal(command("ą", { code: "Digit1", inText: true }), null);
});

test("Ctrl+Enter sends from the box, with Shift it closes too", () => {
  assert.deepEqual(command("Enter", { ctrl: true, inText: true }), { do: "send", close: false });
  assert.deepEqual(command("Enter", { ctrl: true, shift: true, inText: true }), { do: "send", close: true });
  assert.equal(command("Enter", { inText: true }), null);
});

test("G and then a letter chooses a tab", () => {
  assert.equal(readPress(press("g"), "").prefix, "g");
  assert.deepEqual(command("q", {}, "g"), { do: "tab", tab: "queue" });
  assert.equal(command("x", {}, "g"), null);
  assert.equal(readPress(press("x"), "g").prefix, "");
});

test("Alt and an arrow goes to the next conversation while writing too", () => {
  assert.deepEqual(command("ArrowDown", { alt: true, inText: true }), { do: "neighbour", step: 1 });
});

test("a draft is based on what was on the screen when it was begun", () => {
  let draft = typed(emptyDraft, "T", 7);
  draft = typed(draft, "Ta", 9);
  assert.equal(draft.base, 7);
  assert.equal(reviewed(draft, 9).base, 9);
  assert.equal(typed(sent(draft, "reply"), "N", 12).base, 12);
});

test("a changed text is a new send", () => {
  const draft = { ...typed(emptyDraft, "Taip", 7), clientId: "c-1" };
  assert.equal(typed(draft, "Taip.", 7).clientId, "");
});

test("a reply becomes a note after what the note said already", () => {
  const draft = toNote({ ...emptyDraft, reply: " Taip ", note: "Pastaba" });
  assert.deepEqual([draft.box, draft.note, draft.reply], ["note", "Pastaba\nTaip", ""]);
});

test("a text is put in at the caret with room around it", () => {
  assert.deepEqual(inserted("", 0, 0, "Prekę"), { text: "Prekę", caret: 5 });
  assert.deepEqual(inserted("Taip,ačiū", 5, 5, "galima"), { text: "Taip, galima ačiū", caret: 12 });
  assert.deepEqual(inserted("Taip XX ačiū", 5, 7, "galima"), { text: "Taip galima ačiū", caret: 11 });
});

test("a kept draft is read back, and rubbish is no draft", () => {
  const draft = { ...emptyDraft, reply: "Sveiki", base: 4 };
  assert.deepEqual(parseDraft(JSON.stringify(draft)), draft);
  assert.deepEqual(parseDraft("{"), emptyDraft);
  assert.deepEqual(parseDraft(null), emptyDraft);
  assert.equal(isEmpty(parseDraft('{"reply": 5}')), true);
});

test("storage that refuses costs only the memory", () => {
  const refusing = new Proxy({} as globalThis.Storage, {
    get: () => () => {
      throw new Error("refused");
    },
  });
  for (const store of [null, refusing]) {
    const storage = new Storage(store, "lt-LT");
    storage.saveDraft("c", { ...emptyDraft, reply: "x" });
    assert.deepEqual(storage.draft("c"), emptyDraft);
    assert.deepEqual(storage.prefs(), { language: "lt", ...defaultPrefs });
    assert.deepEqual(storage.seen(), {});
  }
  assert.equal(new Storage(null, "de-DE").prefs().language, "en");
});

test("a stream is loading at first, and remembers since when it is lost", () => {
  let live = liveAfter({ state: "loading", since: 0 }, "connecting", 1);
  assert.equal(live.state, "loading");
  live = liveAfter(live, "live", 2);
  live = liveAfter(live, "waiting", 10);
  live = liveAfter(live, "connecting", 20);
  assert.deepEqual(live, { state: "lost", since: 10 });
  assert.deepEqual(liveAfter(live, "live", 30), { state: "live", since: 0 });
});

test("a cell tells its listeners of changes only", () => {
  const cell = new Cell(1);
  let told = 0;
  const end = cell.subscribe(() => (told += 1));
  cell.set((n) => n);
  cell.set((n) => n + 1);
  end();
  cell.set((n) => n + 1);
  assert.deepEqual([cell.get(), told], [3, 1]);
});

test("names: initials, a visitor without one, places of addresses", () => {
  assert.deepEqual(["Ieva Petrauskaitė", "tomas", "Žemė Ąžuolas-Ėglė", ""].map(initialsOf), ["IP", "T", "ŽĖ", ""]);
  assert.equal(visitorName("", "Lankytojas", "0193-ab3f"), "Lankytojas AB3F");
  assert.equal(visitorName("Ieva", "Lankytojas", "x"), "Ieva");
  assert.equal(placeOf("https://shop.lt/stalai/%C4%85%C5%BEuolas"), "/stalai/ąžuolas");
  assert.equal(placeOf("https://shop.lt/"), "shop.lt");
  assert.equal(placeOf("not an address"), "not an address");
  assert.equal(hostOf("https://www.google.com/search?q=x"), "google.com");
});

test("an article goes into a draft as plain text", () => {
  const text = plainText([
    { type: "p", children: [{ type: "text", text: "Per " }, { type: "strong", text: "14 dienų" }] },
    { type: "ol", children: [{ type: "li", children: [{ type: "text", text: "viena" }] }, { type: "li", children: [{ type: "text", text: "du" }] }] },
    { type: "p", children: [{ type: "link", text: "čia", href: "https://shop.lt" }] },
  ]);
  assert.equal(text, "Per 14 dienų\n\n1. viena\n2. du\n\nčia (https://shop.lt)");
  assert.equal(plainSnippet("… prekę \uE000grąžinti\uE001 galima…"), "prekę grąžinti galima");
});

test("every wire name has a word in both languages", async () => {
  await Promise.all([learnWords("lt"), learnWords("en")]);
  const [lt, en] = [wordsOf("lt"), wordsOf("en")];
  for (const group of ["reason", "rowReason", "status", "line", "failure", "actionName", "triedAction", "warning"] as const) {
    assert.deepEqual(Object.keys(en[group]), Object.keys(lt[group]));
  }
});

test("an article goes under the reply once, three at most, and leaves with it", () => {
  const article = (id: string) => ({ id, title: id.toUpperCase() });
  let draft = { ...typed(emptyDraft, "Štai", 7), clientId: "c-1" };
  for (const id of ["a", "a", "b", "c", "d"]) draft = attached(draft, article(id));
  assert.deepEqual(draft.articles.map(({ id }) => id), ["a", "b", "c"]);
  assert.equal(draft.clientId, "");
  assert.deepEqual(detached(draft, "b").articles, [article("a"), article("c")]);
  assert.deepEqual(parseDraft(JSON.stringify(draft)), draft);
  assert.deepEqual(parseDraft('{"articles": [null, {"id": 1}, 5]}').articles, []);
  assert.deepEqual(sent(draft, "reply").articles, []);
  assert.equal(sent(draft, "note").articles.length, 3);
  assert.deepEqual(toNote(draft).articles, []);
});
