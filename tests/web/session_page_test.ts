// SPDX-License-Identifier: MIT
// The agent sees where on the site the visitor is: each page that goes on with a conversation says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "./support/clock";
import { Browser, texts } from "./support/world";

const pages = (browser: Browser) =>
  browser.server.bodies.filter(({ url }) => url.endsWith("/page")).map(({ body }) => body.page);

test("a page that goes on with a conversation says where it is, and the transcript stays as it was", async () => {
  const browser = new Browser();
  const tab = await browser.open("https://shop.test/sofa");
  tab.send("labas");
  await settle();
  assert.deepEqual(pages(browser), [], "the conversation itself said where it began");
  const said = texts(tab);
  await browser.close(tab);
  const next = await browser.open("https://shop.test/lamp");
  assert.deepEqual(pages(browser), ["https://shop.test/lamp"]);
  assert.deepEqual(texts(next), said);
});

test("without a conversation, or on no page of a site, nothing is said", async () => {
  const browser = new Browser();
  const tab = await browser.open("https://shop.test/sofa");
  assert.deepEqual(browser.server.requests, []);
  tab.send("labas");
  await settle();
  await browser.close(tab);
  await browser.open();
  assert.deepEqual(pages(browser), []);
});

test("a page that cannot be told costs nothing: the conversation goes on", async () => {
  const browser = new Browser();
  const tab = await browser.open("https://shop.test/sofa");
  tab.send("labas");
  await settle();
  await browser.close(tab);
  browser.server.refusals.push({ match: "/page", status: 429, retryAfter: "60" });
  const next = await browser.open("https://shop.test/lamp");
  next.send("kaip sekasi");
  await settle();
  assert.ok(texts(next).includes("kaip sekasi"));
});
