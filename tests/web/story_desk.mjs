// SPDX-License-Identifier: MIT
// The desk as three people use it: two agents who are in each other's way, a supervisor, and a visitor; a
// network that is cut, a tab that sleeps, a session that ends. Pictures go to build/screenshots/desk-*, and
// axe looks at each.
//
//   node tests/web/story_desk.mjs http://127.0.0.1:8080
//
// The server needs the sample shop's content, `desk.always_open: true`, `limits.exempt: [127.0.0.1/32]`, and
// the accounts Rūta and Tomas (agents) and Eglė (supervisor), all with FRONTDESK_PASSWORD.

import assert from "node:assert/strict";
import { check, open, picture as take, tell, until, widget } from "./support/scene.mjs";

const server = process.argv[2];
const password = process.env.FRONTDESK_PASSWORD ?? "";
if (!server || !password) {
  console.error("usage: FRONTDESK_PASSWORD=... story_desk.mjs http://HOST:PORT");
  process.exit(2);
}
const picture = (page, name) => take(page, name, "desk-");

const words = {
  lt: { name: "Vardas", password: "Slaptažodis", signIn: "Prisijungti" },
  en: { name: "Name", password: "Password", signIn: "Sign in" },
};

/** A console of `name`'s own. */
async function console_of(name, { size = { width: 1440, height: 900 }, dark = false, language = "lt" } = {}) {
  const page = await open(name, { size, dark, language });
  await page.goto(`${server}/console/`);
  const say = words[language];
  await page.getByLabel(say.name).fill(name);
  await page.getByLabel(say.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: say.signIn }).click();
  await page.locator(".palette-open").waitFor();
  return {
    page,
    log: page.getByRole("log"),
    box: page.locator("#composer-text"),
    send: page.locator(".send-row .btn").last(),
    dialog: page.locator("dialog[open]"),
    async show(id) {
      await page.goto(`${server}/console/#${id}`);
      await page.locator("#transcript").waitFor();
    },
    /** A key of one letter, outside of any field. */
    async key(key) {
      await page.locator("#transcript").focus();
      await page.keyboard.press(key);
    },
    seen: (text) => page.getByRole("log").getByText(text).last().waitFor(),
  };
}

/** A visitor who waits for a person. */
async function waiting(name, question) {
  const page = await open(name);
  await page.goto(`${server}/`);
  const shop = widget(page);
  await shop.launcher.waitFor();
  await shop.launcher.click();
  await shop.box.waitFor();
  await shop.say(question);
  await until("the bot's words", async () => (await shop.bot().count()) > 0);
  const person = shop.chat.getByRole("button", { name: "Kalbėti su žmogumi" });
  if ((await shop.chat.getByRole("heading", { name: "Kviečiame konsultantą" }).count()) === 0) await person.first().click();
  await shop.chat.getByRole("heading", { name: "Kviečiame konsultantą" }).waitFor();
  const kept = await shop.frame().evaluate(() => localStorage.getItem("frontdesk:main:identity"));
  return { ...shop, page, id: JSON.parse(kept).conversation };
}

let visitor;
let ruta;
let tomas;

/** Both open one conversation; one answers while the other writes. */
async function collision() {
  visitor = await waiting("visitor", "kiek kainuoja pristatymas i namus");
  ruta = await console_of("Rūta");
  tomas = await console_of("Tomas", { size: { width: 1280, height: 800 }, dark: true, language: "en" });
  await ruta.show(visitor.id);
  await tomas.show(visitor.id);
  await ruta.page.getByText("Tomas žiūri").waitFor();
  await picture(ruta.page, "two-look");
  await check(ruta.page.mainFrame(), "two look");

  await ruta.box.fill("Sveiki! Pristatymas į namus kainuoja 3,99 €.");
  await tomas.box.fill("Delivery costs 3.99 €.");
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.seen("Sveiki! Pristatymas į namus kainuoja 3,99 €.");
  // The visitor has it from the one who was first, and never from the other.
  await visitor.log.getByText("Sveiki! Pristatymas").waitFor();
  await tomas.page.getByText("Rūta has already taken this conversation.").first().waitFor();
  await picture(tomas.page, "too-late");
  await check(tomas.page.mainFrame(), "too late");
  await tomas.box.focus();
  await tomas.page.keyboard.press("Control+Enter");
  await until("the draft is a note", async () => (await tomas.page.locator(".composer.noting").count()) === 1);
  assert.equal(await tomas.box.inputValue(), "Delivery costs 3.99 €.");
  await tomas.page.keyboard.press("Control+Enter");
  await ruta.seen("Delivery costs 3.99 €.");
  await picture(ruta.page, "note-of-a-colleague");
  assert.equal(await visitor.log.getByText("Delivery costs").count(), 0);

  // News while an answer is written: nothing goes out blind, a double press neither.
  await ruta.box.fill("Ar dar kuo nors padėti?");
  await visitor.say("o kada atvesite?");
  await ruta.seen("o kada atvesite?");
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.page.getByText("Neišsiųsta: pokalbyje yra naujų žinučių.").waitFor();
  await ruta.page.keyboard.press("Control+Enter");
  await picture(ruta.page, "news-stop");
  await check(ruta.page.mainFrame(), "news stop");
  assert.equal(await visitor.log.getByText("Ar dar kuo nors padėti?").count(), 0);
  await ruta.page.waitForTimeout(1_000);
  await ruta.page.keyboard.press("Control+Enter");
  await visitor.log.getByText("Ar dar kuo nors padėti?").waitFor();

  // The other sides hear who types.
  await ruta.box.pressSequentially("Rytoj");
  await tomas.page.getByText("Rūta is typing…").waitFor();
  await ruta.box.fill("");
}

/** Words that need a second look; a canned reply whose variable nobody knows. */
async function second_look() {
  await ruta.box.fill("Sąskaita: LT12 1000 0111 0100 1000");
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.page.getByText("Žinutėje yra sąskaitos numeris. Vis tiek siųsti?").waitFor();
  await picture(ruta.page, "second-look");
  await check(ruta.page.mainFrame(), "second look");
  await ruta.box.fill("");
  await ruta.page.keyboard.press("Control+k");
  await ruta.page.keyboard.type("perduo");
  await ruta.page.locator("#palette-list [role=option]").first().waitFor();
  await picture(ruta.page, "palette");
  await check(ruta.page.mainFrame(), "palette");
  await ruta.page.keyboard.press("Escape");
}

/** The network goes while an answer is written; a tab sleeps; the session ends. Nothing is lost or doubled. */
async function cuts() {
  await ruta.page.context().setOffline(true);
  await ruta.page.getByText(/Nesinchronizuota nuo/).waitFor();
  await ruta.box.fill("Atvešime rytoj iki 18 val.");
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.page.getByText("Bus išsiųsta, kai atsiras ryšys.").waitFor();
  await picture(ruta.page, "no-network");
  await check(ruta.page.mainFrame(), "no network");
  await ruta.page.context().setOffline(false);
  await visitor.log.getByText("Atvešime rytoj iki 18 val.").waitFor();
  assert.equal(await visitor.log.getByText("Atvešime rytoj iki 18 val.").count(), 1);

  const sleep = await ruta.page.context().newCDPSession(ruta.page);
  await ruta.box.fill("Iki rytojaus!");
  await sleep.send("Page.setWebLifecycleState", { state: "frozen" });
  await visitor.say("o gal šiandien?");
  await sleep.send("Page.setWebLifecycleState", { state: "active" });
  await ruta.seen("o gal šiandien?");
  await ruta.box.focus();
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.page.getByText("Neišsiųsta: pokalbyje yra naujų žinučių.").waitFor();

  await ruta.page.context().clearCookies();
  await ruta.box.fill("Deja, tik rytoj.");
  await ruta.page.waitForTimeout(1_000);
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.page.getByRole("heading", { name: /Sesija baigėsi/ }).waitFor();
  await picture(ruta.page, "session-over");
  await check(ruta.page.mainFrame(), "session over");
  await ruta.dialog.getByLabel("Slaptažodis", { exact: true }).fill(password);
  await ruta.dialog.getByRole("button", { name: "Prisijungti" }).click();
  await ruta.dialog.waitFor({ state: "detached" });
  assert.equal(await ruta.box.inputValue(), "Deja, tik rytoj.");
  await ruta.box.focus();
  await until("the draft goes out", async () => {
    await ruta.page.keyboard.press("Control+Enter");
    return (await visitor.log.getByText("Deja, tik rytoj.").count()) > 0;
  });
  assert.equal(await visitor.log.getByText("Deja, tik rytoj.").count(), 1);
}

await tell([collision, second_look, cuts], "desk-");
