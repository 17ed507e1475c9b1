// SPDX-License-Identifier: MIT
// The desk as three people use it: two agents who are in each other's way, a supervisor, and a visitor; a
// network that is cut, a tab that sleeps, a session that ends. Pictures go to build/screenshots/desk-*, and
// axe looks at each.
//
//   node tests/web/story_desk.mjs http://127.0.0.1:8080
//
// The server needs the sample shop's content with a ring of the team `returns`, `desk.always_open: true`,
// `desk.lease_seconds: 20`, `limits.exempt: [127.0.0.1/32]`, and the accounts Rūta and Tomas (agents), Eglė
// (supervisor) and Ona (admin), all with FRONTDESK_PASSWORD. tests/web/run makes one.

import assert from "node:assert/strict";
import { consoles } from "./support/consoles.mjs";
import { check, picture as take, tell, until } from "./support/scene.mjs";

const server = process.argv[2];
const password = process.env.FRONTDESK_PASSWORD ?? "";
if (!server || !password) {
  console.error("usage: FRONTDESK_PASSWORD=... story_desk.mjs http://HOST:PORT");
  process.exit(2);
}
const picture = (page, name) => take(page, name, "desk-");

const { console_of, waiting } = consoles(server, password);

let visitor;
let ruta;
let tomas;

/** An agent answers, writes on, and closes the laptop. What follows after the lease is told at the end, so
 *  that nobody has to wait for it. */
let left;
let ona;
async function laptop_closed() {
  left = await waiting("left", "ar galiu atsiimti parduotuveje");
  ona = await console_of("Ona");
  await ona.show(left.id);
  await ona.page.getByRole("button", { name: "Perimti", exact: true }).click();
  await left.log.getByText("Prisijungė Ona").waitFor();
  await ona.box.fill("Taip, atsiimti galite");
  await ona.page.context().setOffline(true);
}

/** The visitor was told once and stands first, before others who waited when he was answered; a colleague goes on,
 *  and whoever comes back has the draft, and words for why it does not go out. */
async function laptop_opened() {
  await waiting("other", "kokios prekes");
  const gone = left.log.getByText("Ryšys su konsultantu nutrūko. Esate eilės pradžioje.");
  await until("somebody else is called", async () => (await gone.count()) > 0);
  const place = left.chat.locator(".wait dd").first();
  await until("his place is the first", async () => (await place.innerText().catch(() => "")) === "1");
  await picture(left.page, "agent-gone");
  await check(left.frame(), "agent gone");

  await ruta.page.goto(`${server}/console/#`);
  await ruta.page.getByRole("tab", { name: /^Eilė/ }).click();
  const queue = ruta.page.locator("a[data-row]");
  await until("others wait too", async () => (await queue.count()) >= 2);
  assert.equal(await queue.first().getAttribute("data-row"), left.id, "who was left behind is the first");
  await picture(ruta.page, "left-behind");
  await check(ruta.page.mainFrame(), "left behind");
  await queue.first().click();
  await ruta.page.getByRole("button", { name: "Perimti", exact: true }).click();
  await left.log.getByText(/Rūta/).first().waitFor();
  await ruta.box.fill("Taip, už valandos jau galėsite atsiimti.");
  await ruta.page.keyboard.press("Control+Enter");
  await left.log.getByText("už valandos").waitFor();
  assert.equal(await gone.count(), 1, "the visitor is told once");

  await ona.page.context().setOffline(false);
  await ona.seen("Taip, už valandos");
  await ona.page.getByText("Šį pokalbį jau tęsia Rūta.").first().waitFor();
  assert.equal(await ona.box.inputValue(), "Taip, atsiimti galite");
  await picture(ona.page, "back-with-a-draft");
  await check(ona.page.mainFrame(), "back with a draft");
  await ona.box.focus();
  await ona.page.keyboard.press("Control+Enter");
  await until("the draft is a note", async () => (await ona.page.locator(".composer.noting").count()) === 1);
  assert.equal(await ona.box.inputValue(), "Taip, atsiimti galite");
  assert.equal(await left.log.getByText("Taip, atsiimti galite").count(), 0);
}

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
  await visitor.chat.getByText("Rūta rašo…").first().waitFor();
  await ruta.box.fill("");
  await visitor.box.pressSequentially("o jei");
  await ruta.page.locator(".typing", { hasText: /rašo…/ }).waitFor();
  await visitor.box.fill("");
  // And how far each has read.
  await ruta.page.locator(".message", { hasText: "Ar dar kuo nors padėti?" }).getByText(/perskaityta/).waitFor();
  await visitor.log.getByText(/^Perskaityta/).last().waitFor();
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

  // A key of her own for the tags; one that is taken is refused.
  await ruta.page.keyboard.press("Control+a");
  await ruta.page.keyboard.type("keisti klav");
  await ruta.page.keyboard.press("Enter");
  await ruta.dialog.getByRole("button", { name: "Keisti: žymos" }).click();
  await ruta.page.keyboard.press("t");
  await ruta.dialog.getByText(/Šis klavišas jau užimtas: perduoti/).waitFor();
  await picture(ruta.page, "key-taken");
  await check(ruta.page.mainFrame(), "key taken");
  await ruta.page.keyboard.press("x");
  await ruta.dialog.getByText("Žymos: X").waitFor();
  await ruta.page.keyboard.press("Escape");
  await ruta.dialog.waitFor({ state: "detached" });
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

/** The bot proposes, replies are ready, a line's topic is named. */
async function with_the_bot() {
  await visitor.say("per kiek laiko galiu grazinti preke");
  await ruta.page.locator(".suggestion").waitFor();
  await picture(ruta.page, "proposal");
  await check(ruta.page.mainFrame(), "proposal");
  const proposed = (await ruta.page.locator(".suggestion-text").innerText()).split("\n")[0];
  await ruta.box.focus();
  await ruta.page.keyboard.press("Alt+Enter");
  await visitor.log.getByText(proposed.slice(0, 40)).first().waitFor();
  await ruta.page.locator(".suggestion").waitFor({ state: "detached" });

  await visitor.say("kiek kainuoja pristatymas i namus");
  await ruta.page.locator(".suggestion").waitFor();
  await ruta.page.keyboard.press("Alt+Backspace");
  await ruta.page.getByText("Kodėl netinka?").waitFor();
  await picture(ruta.page, "not-right");
  await ruta.page.getByRole("button", { name: "Pasenę" }).click();
  await ruta.page.locator(".suggestion").waitFor({ state: "detached" });

  // A reply by its shortcut; what is not known of it is selected, and nothing goes out before it is written.
  await ruta.box.fill("");
  await ruta.box.pressSequentially("/siun");
  await ruta.page.locator("#slash-list").waitFor();
  await picture(ruta.page, "replies");
  await check(ruta.page.mainFrame(), "replies");
  await ruta.page.keyboard.press("Enter");
  await until("the reply is in the box", async () => (await ruta.box.inputValue()).includes("{order}"));
  await ruta.page.keyboard.press("Control+Enter");
  await ruta.page.getByText("Neišsiųsta: įrašykite „order“.").waitFor();
  await ruta.page.keyboard.type("10023");
  await ruta.page.keyboard.press("Control+Enter");
  await visitor.log.getByText("užsakymas 10023").waitFor();

  await ruta.page.locator(".message.visitor").last().getByRole("button", { name: /^tema/ }).click();
  await ruta.page.keyboard.type("grazin");
  await picture(ruta.page, "topic");
  await check(ruta.page.mainFrame(), "topic");
  await ruta.page.keyboard.press("Enter");
  await ruta.page.getByText(/pažymėta: /).waitFor();
}

/** Tags, putting aside, handing over: by keys. */
async function sorted_out() {
  await ruta.key("x");
  await ruta.dialog.getByLabel("Pristatymas").check();
  await picture(ruta.page, "tags");
  await check(ruta.page.mainFrame(), "tags");
  await ruta.dialog.getByRole("button", { name: "Išsaugoti" }).click();
  await ruta.page.locator(".side .chip", { hasText: "Pristatymas" }).waitFor();

  await ruta.key("z");
  await ruta.dialog.getByLabel("Kol klientas parašys").waitFor();
  await check(ruta.page.mainFrame(), "put aside");
  await ruta.page.keyboard.press("Enter");
  await ruta.page.getByRole("heading", { name: "Atidėti" }).waitFor();
  await picture(ruta.page, "put-aside");
  await visitor.say("aš vėl čia");
  await ruta.page.getByRole("heading", { name: "Laukia mano atsakymo" }).waitFor();

  await ruta.key("t");
  await ruta.dialog.getByRole("radio", { name: /^Tomas/ }).check();
  await ruta.dialog.getByLabel(/^Pastaba perimančiam/).fill("Klientas laukia kurjerio.");
  await picture(ruta.page, "transfer");
  await check(ruta.page.mainFrame(), "transfer");
  await ruta.dialog.getByRole("button", { name: "Perduoti" }).click();
  await tomas.seen("Klientas laukia kurjerio.");
  await tomas.page.getByRole("button", { name: /^Transfer/ }).waitFor();
  await ruta.page.getByText("Tęsia Tomas").waitFor();
  await picture(tomas.page, "handed-over");
  assert.equal(await visitor.log.getByText("Klientas laukia kurjerio.").count(), 0);
}

/** Whether conversations are offered to the agent. */
async function available(page, on) {
  const now = page.locator(`.who[aria-pressed="${on}"]`);
  if ((await now.count()) === 0) {
    await page.locator(".who").click();
    // Who takes none any more may say until when.
    if (!on) await page.locator("dialog[open] .btn.fill").click();
  }
  await now.waitFor();
}

/** A team that rings: one agent is asked, and hears it; who declines lets it ring on to the next. */
async function ringing() {
  const caller = await waiting("caller", "per kiek laiko galiu grazinti preke");
  await ruta.show(caller.id);
  await ruta.page.getByRole("button", { name: "Perimti", exact: true }).click();
  await caller.log.getByText("Prisijungė Rūta").waitFor();
  for (const { page } of [ruta, tomas]) {
    await page.evaluate(() => {
      globalThis.tones = 0;
      const make = AudioContext.prototype.createOscillator;
      AudioContext.prototype.createOscillator = function () {
        globalThis.tones += 1;
        return make.call(this);
      };
    });
    await available(page, true);
  }
  await ruta.key("t");
  await ruta.dialog.getByRole("radio", { name: /^Grąžinimų skyrius/ }).check();
  await ruta.dialog.getByRole("button", { name: "Perduoti" }).click();

  const ring = ({ page }) => page.locator(".ring", { has: page.locator(`a[href="#${caller.id}"]`) });
  const rings = async (agent) => (await ring(agent).count()) > 0;
  await until("somebody is asked", async () => (await rings(ruta)) || (await rings(tomas)));
  const [asked, next] = (await rings(ruta)) ? [ruta, tomas] : [tomas, ruta];
  assert.equal(await rings(next), false, "one at a time");
  await until("it is heard", () => asked.page.evaluate(() => globalThis.tones >= 2));
  await picture(asked.page, "asked");
  await check(asked.page.mainFrame(), "asked");
  await ring(asked).locator("button").last().click();
  await ring(next).waitFor();
  await until("it rings no more", async () => !(await rings(asked)));
  await picture(next.page, "asked-next");
  await ring(next).locator("button").first().click();
  await next.page.locator(`#transcript`).waitFor();
  await caller.log.getByText(next === ruta ? /Rūta/ : /Tomas/).last().waitFor();
  await until("nobody is asked", async () => !(await rings(next)));
  await available(tomas.page, false);
  await ruta.page.locator(".who").click();
  await ruta.dialog.getByLabel("Vienai valandai").check();
  await picture(ruta.page, "away");
  await check(ruta.page.mainFrame(), "away");
  await ruta.dialog.getByRole("button", { name: "Nepriimti" }).click();
  await ruta.page.locator(".who", { hasText: /Grįšiu/ }).waitFor();
  await next.box.fill("Grąžinti galite per 14 dienų.");
  await next.page.keyboard.press("Control+Enter");
  await caller.log.getByText("Grąžinti galite per 14 dienų.").last().waitFor();
  await caller.page.context().close();
  await tomas.show(visitor.id);
}

/** A supervisor looks at the board, reads, whispers, takes over. */
async function supervision() {
  const egle = await console_of("Eglė", { size: { width: 1920, height: 1080 } });
  await egle.page.locator("h1").first().waitFor();
  await egle.page.keyboard.press("g");
  await egle.page.keyboard.press("s");
  await egle.page.locator(".plot canvas").waitFor();
  await egle.page.getByText(/grįš/).waitFor();
  await picture(egle.page, "board");
  await check(egle.page.mainFrame(), "board");
  await egle.page.getByRole("button", { name: "Rodyti lentelę" }).click();
  await check(egle.page.mainFrame(), "board as a table");
  assert.equal(await egle.page.getByRole("region", { name: "Para valandomis" }).locator("tbody tr").count(), 24);
  await egle.page.getByRole("button", { name: "Rodyti lentelę" }).click();
  await egle.page.setViewportSize({ width: 768, height: 1024 });
  await picture(egle.page, "board-768");
  await egle.page.setViewportSize({ width: 1920, height: 1080 });
  await egle.page.locator(`a[href="#${visitor.id}"]`).click();
  await egle.seen("aš vėl čia");

  // A second one beside it: both are live, Esc closes it.
  await egle.page.locator(`a[data-row="${left.id}"]`).focus();
  await egle.page.keyboard.press("Shift+Enter");
  const panes = egle.page.locator(".conversation");
  await panes.nth(1).getByText("ar galiu atsiimti parduotuveje").first().waitFor();
  await visitor.say("ar matote mane?");
  await panes.nth(0).getByRole("log").getByText("ar matote mane?").last().waitFor();
  await picture(egle.page, "two-beside");
  await check(egle.page.mainFrame(), "two beside");
  await egle.page.locator("#transcript").focus();
  await egle.page.keyboard.press("Escape");
  await until("one is left", async () => (await panes.count()) === 1);
  assert.equal(new URL(egle.page.url()).hash, `#${visitor.id}`);
  await egle.page.locator(".composer.noting").waitFor();
  await egle.box.fill("Pasiūlykite nuolaidą.");
  await egle.page.keyboard.press("Control+Enter");
  await tomas.seen("Pasiūlykite nuolaidą.");
  await egle.page.getByRole("button", { name: "Perimti iš kolegos" }).click();
  await egle.dialog.getByText(/Dabar jį tęsia Tomas/).waitFor();
  await picture(egle.page, "take-over");
  await check(egle.page.mainFrame(), "take over");
  await egle.dialog.getByRole("button", { name: "Perimti" }).click();
  await tomas.page.getByText("Eglė has it").waitFor();
  await visitor.log.getByText(/Eglė/).first().waitFor();
  assert.equal(await visitor.log.getByText("Pasiūlykite nuolaidą.").count(), 0);

  await egle.key("e");
  await egle.dialog.getByRole("button", { name: "Baigti" }).waitFor();
  await check(egle.page.mainFrame(), "close");
  await egle.dialog.getByRole("button", { name: "Baigti" }).click();
  await visitor.chat.getByRole("button", { name: "Naujas pokalbis" }).waitFor();
  await egle.page.context().close();
}

/** All that is still open goes to a colleague in one go, with a note; then no more is taken. */
async function end_of_shift() {
  await ruta.page.keyboard.press("Control+k");
  await ruta.page.keyboard.type("pamain");
  await ruta.page.keyboard.press("Enter");
  await ruta.dialog.locator(".shift-list").waitFor();
  await ruta.dialog.getByRole("radio", { name: /^Ona/ }).check();
  await ruta.dialog.getByLabel(/^Pastaba perimančiam/).fill("Rytoj atvyks atsiimti.");
  await picture(ruta.page, "end-of-shift");
  await check(ruta.page.mainFrame(), "end of shift");
  await ruta.dialog.getByRole("button", { name: /^Perduoti visus/ }).click();
  await ruta.dialog.getByText("Pokalbiai nebepriimami.").waitFor();
  await picture(ruta.page, "shift-over");
  await check(ruta.page.mainFrame(), "shift over");
  assert.equal(await ruta.dialog.locator(".done").count(), await ruta.dialog.locator(".shift-list li").count());
  await ona.seen("Rytoj atvyks atsiimti.");
  assert.equal(await left.log.getByText("Rytoj atvyks atsiimti.").count(), 0);
}

/** The width that nobody above has. */
async function tablet() {
  const { page } = await console_of("Rūta", { size: { width: 768, height: 1024 }, dark: true, language: "en" });
  await page.goto(`${server}/console/#${visitor.id}`);
  await page.locator("#transcript").waitFor();
  await picture(page, "tablet");
  await check(page.mainFrame(), "tablet");
}

await tell(
  [laptop_closed, collision, second_look, cuts, with_the_bot, sorted_out, ringing, supervision, tablet, laptop_opened, end_of_shift],
  "desk-",
);
