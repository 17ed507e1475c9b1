// SPDX-License-Identifier: MIT
// A new server: its first administrator by the link that it printed, then the accounts of the agents who the
// other stories tell of. Pictures go to build/screenshots/first-*, and axe looks at each.
//
//   FRONTDESK_PASSWORD=... node tests/web/story_first.mjs http://127.0.0.1:8080 first=TOKEN

import assert from "node:assert/strict";
import { check, open, picture as take, tell } from "./support/scene.mjs";

const [server, link] = process.argv.slice(2);
const password = process.env.FRONTDESK_PASSWORD ?? "";
if (!server || !link?.startsWith("first=") || !password) {
  console.error("usage: FRONTDESK_PASSWORD=... story_first.mjs http://HOST:PORT first=TOKEN");
  process.exit(2);
}
const picture = (page, name) => take(page, name, "first-");

async function first() {
  const page = await open("first");
  await page.goto(`${server}/console/#${link}`);
  await page.getByLabel("Vardas").fill("Ona");
  await page.getByLabel("Slaptažodis").fill("trumpas");
  await page.keyboard.press("Enter");
  await page.getByText(/^Slaptažodis per trumpas/).waitFor();
  await picture(page, "too-short");
  await check(page.mainFrame(), "first account");
  await page.getByLabel("Slaptažodis").fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".palette-open").waitFor();
  assert.ok(!page.url().includes("first="), "the link is not left in the address");

  await page.getByRole("link", { name: "Paskyros" }).click();
  for (const [name, role] of [["Rūta", "agent"], ["Tomas", "agent"], ["Eglė", "supervisor"]]) {
    const form = page.locator(".add-account");
    await form.getByLabel("Vardas").fill(name);
    await form.getByLabel("Pareigos").selectOption(role);
    await form.getByLabel("Slaptažodis").fill(password);
    await form.getByRole("button", { name: "Pridėti paskyrą" }).click();
    await page.locator(".account", { hasText: name }).waitFor();
  }
  await picture(page, "accounts");
  await check(page.mainFrame(), "accounts");

  // The link is good once.
  const again = await open("again");
  await again.goto(`${server}/console/#${link}`);
  await again.getByLabel("Vardas").fill("Kitas");
  await again.getByLabel("Slaptažodis").fill(password);
  await again.keyboard.press("Enter");
  await again.getByText(/^Nuoroda nebegalioja/).waitFor();
  await picture(again, "used");
}

/** The packages in the bundles ask to be named. */
async function licences() {
  for (const [page, name] of [["console", "uplot"], ["console", "preact"], ["widget", "preact"]]) {
    const answer = await fetch(`${server}/${page}/licences.txt`);
    assert.match(answer.headers.get("content-type"), /^text\/plain/);
    assert.match(await answer.text(), new RegExp(`^${name}\\n\\n.*MIT`, "ms"));
  }
}

await tell([first, licences], "first-");
