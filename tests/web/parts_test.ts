// SPDX-License-Identifier: MIT
// The small pure parts: frames, pauses, words, dates, texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "../../bot/web/shared/backoff";
import { hostsOf, leaving, otherHost } from "../../bot/web/shared/leaving";
import { linked, parseMarkup, safeHref } from "../../bot/web/shared/markup";
import { FrameParser, type Frame } from "../../bot/web/shared/stream";
import { retryAfter } from "../../bot/web/shared/protocol";
import { counted, dayOf, durationOf, timeOf } from "../../bot/web/shared/words";
import { en } from "../../bot/web/widget/words/en";
import { lt } from "../../bot/web/widget/words/lt";

process.env.TZ = "Europe/Vilnius";

test("frames are the same however the bytes are cut", () => {
  const text = 'retry: 2500\n\n: hello\n\nid: g:1\nevent: message\ndata: {"a":1}\n\ndata: x\r\ndata: y\r\n\r\nid: g:2\ndata: z\r\r';
  const whole: Frame[] = [];
  let pause = 0;
  new FrameParser((frame) => whole.push(frame), (ms) => (pause = ms)).push(`${text}\n`);
  assert.deepEqual(whole, [
    { event: "message", id: "g:1", data: '{"a":1}' },
    { event: "message", id: "", data: "x\ny" },
    { event: "message", id: "g:2", data: "z" },
  ]);
  assert.equal(pause, 2500);
  for (let size = 1; size < 9; ++size) {
    const pieces: Frame[] = [];
    const parser = new FrameParser((frame) => pieces.push(frame));
    for (let i = 0; i < text.length + 1; i += size) parser.push(`${text}\n`.slice(i, i + size));
    assert.deepEqual(pieces, whole);
  }
});

test("pauses grow to a minute, are jittered, and never undercut the server", () => {
  const most = new Backoff(() => 1);
  assert.deepEqual(
    Array.from({ length: 8 }, () => most.next()),
    [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
  );
  most.reset();
  assert.equal(most.next(5_000), 6_000);
  assert.equal(new Backoff(() => 0).next(5_000), 5_000);
});

test("Retry-After is read as seconds or as a date", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  assert.equal(retryAfter(new Headers({ "retry-after": "7" }), now), 7_000);
  assert.equal(retryAfter(new Headers({ "retry-after": "Sun, 22 Nov 2026 10:00:30 GMT" }), now), 30_000);
  assert.equal(retryAfter(new Headers({ "retry-after": "soon" }), now), 0);
  assert.equal(retryAfter(new Headers(), now), 0);
});

test("Lithuanian counts in its four forms", () => {
  const say = (n: number) => counted("lt", n, lt.newBelow);
  assert.equal(say(1), "1 nauja žinutė");
  assert.equal(say(2), "2 naujos žinutės");
  assert.equal(say(10), "10 naujų žinučių");
  assert.equal(say(11), "11 naujų žinučių");
  assert.equal(say(21), "21 nauja žinutė");
  assert.equal(say(1.5), "1,5 naujos žinutės");
  assert.equal(counted("en", 1, en.newBelow), "1 new message");
});

test("both languages have the same words", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(lt).sort());
});

test("days are named as a person would", () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  const day = (month: number, date: number, year = 2026) => new Date(year, month, date, 9, 5).getTime();
  assert.equal(dayOf("lt", day(10, 22), now), "šiandien");
  assert.equal(dayOf("lt", day(10, 21), now), "vakar");
  assert.equal(dayOf("lt", day(10, 18), now), "trečiadienį");
  assert.equal(dayOf("lt", day(10, 14), now), "lapkričio 14 d.");
  assert.equal(dayOf("lt", day(10, 14, 2025), now), "2025-11-14");
  assert.equal(dayOf("en", day(10, 18), now), "Wednesday");
  assert.equal(timeOf("lt", day(10, 22)), "09:05");
  assert.equal(durationOf("lt", 8_000), "0:08");
  assert.equal(durationOf("lt", 12 * 60_000), "12\u00a0min.");
  assert.equal(durationOf("en", 3 * 86_400_000), "3\u00a0d");
});

test("only four kinds of address become links", () => {
  assert.equal(safeHref("https://example.lt/a"), "https://example.lt/a");
  assert.equal(safeHref("mailto:a@b.lt"), "mailto:a@b.lt");
  assert.equal(safeHref("tel:+37060000000"), "tel:+37060000000");
  for (const bad of ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "/path", "vbscript:x", "", undefined]) {
    assert.equal(safeHref(bad), null);
  }
});

test("addresses in plain text are found without the sentence around them", () => {
  const links = (text: string) => linked(text).filter(({ type }) => type === "link").map(({ text: found }) => found);
  assert.deepEqual(links("žr. https://a.lt/b?c=1, arba http://d.lt."), ["https://a.lt/b?c=1", "http://d.lt"]);
  assert.deepEqual(links("(https://lt.wikipedia.org/wiki/A_(b))"), ["https://lt.wikipedia.org/wiki/A_(b)"]);
  assert.deepEqual(links("rašykite info@parduotuvė.lt"), []);
  assert.deepEqual(links("rašykite info@medis.lt."), ["info@medis.lt"]);
  assert.equal(linked("a https://b.lt c").map(({ text }) => text).join(""), "a https://b.lt c");
});

test("markup is paragraphs, lists and a few marks, and nothing else", () => {
  const blocks = parseMarkup("Pristatome:\n\n- **paštomatu** – 2,49 €\n- kurjeriu\n\n1. vienas\n2. du\nir <b>tiek</b> [čia](javascript:x)");
  assert.deepEqual(
    blocks.map(({ type, children }) => [type, children?.length]),
    [
      ["p", 1],
      ["ul", 2],
      ["ol", 2],
      ["p", 2],
    ],
  );
  assert.deepEqual(blocks[3]?.children, [
    { type: "text", text: "ir <b>tiek</b> " },
    { type: "link", text: "čia", href: "javascript:x" },
  ]);
});

test("a link leaves an article when its host is neither the page's own, nor above or below it", () => {
  const home = hostsOf("https://www.shop.lt/pagalba/x", ["chat.shop.lt"]);
  assert.deepEqual(home, ["shop.lt"]);
  assert.equal(otherHost("https://shop.lt/a", home), "");
  assert.equal(otherHost("https://docs.shop.lt/a", home), "");
  assert.equal(otherHost("https://notshop.lt/a", home), "notshop.lt");
  assert.equal(otherHost("https://shop.lt.evil.example/a", home), "shop.lt.evil.example");
  assert.equal(otherHost("HTTPS://WWW.Other.example:8443/a", home), "other.example");
  for (const own of ["mailto:a@other.example", "tel:+370", "javascript:alert(1)", "/x", ""]) assert.equal(otherHost(own, home), "");
  // An article without a page of its own is at home where the chat is.
  assert.deepEqual(hostsOf("", ["chat.shop.lt", ""]), ["chat.shop.lt"]);
  assert.deepEqual(hostsOf(undefined, []), []);
});

test("a link that leaves says where to, and none can reach back", () => {
  const draw = leaving(["shop.lt"], (host) => `kita svetainė: ${host}`);
  assert.equal(draw("https://shop.lt/a", "čia"), null);
  assert.equal(draw("javascript:alert(1)", "čia"), null);
  const link = JSON.stringify(draw("https://other.example/a", "čia"));
  assert.match(link, /kita svetainė: other\.example/);
});
