// SPDX-License-Identifier: MIT
// One conversation in two real windows: a visitor on the shop's page, an agent in the console. Pictures of
// every scene go to build/screenshots, and axe looks at each.
//
//   node tests/web/story.mjs http://127.0.0.1:8080
//
// The server needs the sample shop's content, `desk.always_open: true`, `limits.exempt: [127.0.0.1/32]`, and
// an account: FRONTDESK_AGENT (default Rūta) with FRONTDESK_PASSWORD. With FRONTDESK_SHOP_PORT, and
// http://127.0.0.1:PORT among `allowed_origins`, a shop on another origin is tried too.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { check, DESKTOP, open, PHONE, picture, tell, until, widget } from "./support/scene.mjs";

const server = process.argv[2];
if (!server) {
  console.error("usage: story.mjs http://HOST:PORT");
  process.exit(2);
}
const agentName = process.env.FRONTDESK_AGENT ?? "Rūta";
const password = process.env.FRONTDESK_PASSWORD ?? "";

async function story() {
  // A visitor comes, and asks without diacritics.
  const visitor = await open("visitor");
  await visitor.goto(`${server}/`);
  const shop = widget(visitor);
  await shop.launcher.waitFor();
  await picture(visitor, "shop");
  await shop.launcher.click();
  await shop.chat.getByText(/pokalbių robotas/).first().waitFor();
  await picture(visitor, "welcome");
  await check(shop.frame(), "welcome");

  // Looks for an answer first: a search without diacritics, an article in place, and back to where it was.
  await shop.search.fill("stambiagabarites prekes");
  const hit = shop.chat.getByRole("button", { name: /^Pristatymo kaina/ });
  await hit.waitFor();
  assert.ok((await hit.locator("mark").count()) > 0, "the words that answer are marked");
  assert.match(await hit.innerText(), /Skyrius „Kainos“/);
  await picture(visitor, "search");
  await check(shop.frame(), "search");
  await hit.press("Enter");
  const section = shop.article.getByRole("heading", { name: "Kainos" });
  await section.waitFor();
  assert.match((await section.getAttribute("class")) ?? "", /here/);
  await until("the section is focused", () => section.evaluate((heading) => heading === document.activeElement));
  await picture(visitor, "article");
  await check(shop.frame(), "article");
  await shop.article.getByRole("button", { name: "Atgal" }).click();
  await until("the focus is back", () => hit.evaluate((button) => button === document.activeElement));
  assert.equal(await shop.search.inputValue(), "stambiagabarites prekes");

  // Nothing is there: the bot or a person gets the words that were typed.
  await shop.search.fill("qwrtp zxcvb");
  await shop.chat.getByText("Pagal „qwrtp zxcvb“ nieko neradome.").waitFor();
  await shop.chat.getByRole("button", { name: "Klausti roboto" }).waitFor();
  await picture(visitor, "search-nothing");
  await check(shop.frame(), "search without an answer");
  await shop.search.press("Escape");
  await shop.box.waitFor();
  await until("the box has the focus", () => shop.box.evaluate((box) => box === document.activeElement));
  assert.equal(await shop.log.locator(".bubble.visitor").count(), 0);

  await shop.say("kiek kainuoja pristatymas i namus");
  await shop.log.getByText("3,99").waitFor();
  await picture(visitor, "answer");
  await check(shop.frame(), "answer");

  // Something the bot cannot know: it does not pretend, and a person is one tap away.
  const before = await shop.bot().count();
  await shop.say("ar jusu stalius galetu suremontuoti mano senelio laikrodi");
  await until("the bot's words", async () => (await shop.bot().count()) > before);
  assert.equal(await shop.log.getByText("3,99").count(), 1, "the bot does not repeat an answer to another question");
  await picture(visitor, "cannot-answer");

  if ((await shop.chat.getByRole("heading", { name: "Kviečiame konsultantą" }).count()) === 0) {
    await shop.chat.getByRole("button", { name: "Kalbėti su žmogumi" }).first().click();
  }
  // His place is said at once; he may ask on, and keeps it; or look at the form, and wait all the same.
  await shop.chat.getByRole("heading", { name: "Kviečiame konsultantą" }).waitFor();
  await shop.chat.getByText("Jūsų vieta eilėje", { exact: true }).waitFor();
  assert.equal(await shop.chat.locator(".wait dd").first().innerText(), "1");
  await picture(visitor, "waiting");
  await check(shop.frame(), "waiting");
  await shop.say("koks jūsų darbo laikas");
  await shop.log.getByText("vieta eilėje nepasikeitė").waitFor();
  await shop.chat.getByRole("button", { name: "Atsakykite el. paštu" }).click();
  assert.match(await shop.chat.getByLabel("Jūsų klausimas").inputValue(), /laikrodi/);
  await shop.chat.getByRole("button", { name: "Siųsti klausimą" }).click();
  await shop.chat.getByLabel("El. paštas").and(shop.chat.locator("[aria-invalid=true]")).waitFor();
  await until("the wrong field is focused", () =>
    shop.chat.getByLabel("El. paštas").evaluate((field) => field === document.activeElement),
  );
  await picture(visitor, "waiting-form-wrong");
  await check(shop.frame(), "waiting form");
  await shop.chat.getByRole("button", { name: "Atgal" }).click();

  // An agent finds it, reads why, takes it and answers.
  const agent = await open("agent");
  await agent.goto(`${server}/console/`);
  await agent.getByLabel("Vardas").fill(agentName);
  await agent.getByLabel("Slaptažodis", { exact: true }).fill(password);
  await picture(agent, "console-sign-in");
  await check(agent.mainFrame(), "sign-in");
  await agent.getByRole("button", { name: "Prisijungti" }).click();
  await agent.getByRole("tab", { name: /^Eilė/ }).click();
  const kept = await shop.frame().evaluate(() => localStorage.getItem("frontdesk:main:identity"));
  const row = agent.locator(`a[href="#${JSON.parse(kept).conversation}"]`);
  await row.waitFor();
  await picture(agent, "console-queue");
  await row.click();
  await agent.getByRole("button", { name: "Perimti", exact: true }).waitFor();
  await agent.getByRole("log").getByText("kiek kainuoja pristatymas i namus").first().waitFor();
  // What was read before the first word is known here.
  await agent.getByRole("log").getByText("Atvėrė straipsnį „Pristatymo kaina“").first().waitFor();
  await agent.getByText("Skaitė").waitFor();
  await picture(agent, "console-conversation");
  await check(agent.mainFrame(), "console");
  await agent.getByRole("button", { name: "Perimti", exact: true }).click();
  await shop.log.getByText(/Prisijungė/).waitFor();
  await agent.getByRole("textbox", { name: "Parašykite atsakymą…" }).fill("Sveiki! Laikrodžių netaisome, bet galiu patarti meistrą.");
  await shop.chat.getByText(`${agentName} rašo…`).first().waitFor();
  await picture(visitor, "person-types");
  await agent.locator(".send-row").getByRole("button", { name: /^Siųsti(?! ir)/ }).click();

  // The visitor sees it without doing anything, and answers; the agent sees that.
  await shop.log.getByText("galiu patarti meistrą").waitFor();
  await picture(visitor, "person-answers");
  await check(shop.frame(), "person");
  await shop.say("Ačiū, patarkite!");
  await shop.log.getByText(/^Perskaityta/).last().waitFor();
  await agent.getByRole("log").getByText("Ačiū, patarkite!").first().waitFor();
  await picture(agent, "console-talking");

  // The agent sends an article as a card, and the visitor says that it helped.
  await agent.getByRole("searchbox").fill("garantija");
  await agent.getByRole("button", { name: /^Pridėti.*Garantinis aptarnavimas/ }).click();
  await agent.getByRole("textbox", { name: "Parašykite atsakymą…" }).fill("Čia viskas apie garantiją.");
  await picture(agent, "console-attached");
  await check(agent.mainFrame(), "console with an article");
  await agent.locator(".send-row").getByRole("button", { name: /^Siųsti(?! ir)/ }).click();
  await shop.log.getByRole("button", { name: /^Garantinis aptarnavimas/ }).click();
  await shop.article.getByRole("heading", { name: "Garantinis aptarnavimas" }).waitFor();
  await shop.article.getByRole("button", { name: "Taip" }).click();
  await shop.article.getByText("Ačiū, tai padeda mums mokytis.").waitFor();
  await agent.getByRole("log").getByText("Straipsnis „Garantinis aptarnavimas“ padėjo").first().waitFor();
  await picture(visitor, "article-helped");
  await shop.article.getByRole("button", { name: "Atgal" }).click();

  // A closed window counts what comes and says whose words they are.
  await shop.chat.getByRole("button", { name: "Uždaryti pokalbį" }).click();
  await agent.getByRole("textbox", { name: "Parašykite atsakymą…" }).fill("Meistras Jonas, tel. +370 600 00000");
  await agent.locator(".send-row").getByRole("button", { name: /^Siųsti(?! ir)/ }).click();
  await visitor.getByRole("button", { name: /neperskaityta: 1/ }).waitFor();
  await picture(visitor, "unread");
  await shop.launcher.click();
  await shop.log.getByText("Meistras Jonas").waitFor();

  // A reload keeps everything, the draft too.
  await shop.box.fill("dar klausimas");
  const lines = await shop.log.locator("li .bubble").allInnerTexts();
  await visitor.reload();
  await shop.log.getByText("Meistras Jonas").waitFor();
  assert.deepEqual(await shop.log.locator("li .bubble").allInnerTexts(), lines);
  assert.equal(await shop.box.inputValue(), "dar klausimas");
  await picture(visitor, "after-reload");

  // A second tab is the same conversation, live.
  const second = await visitor.context().newPage();
  await second.goto(`${server}/`);
  const other = widget(second);
  await other.launcher.waitFor();
  if (!(await second.locator("iframe").isVisible().catch(() => false))) await other.launcher.click();
  await other.log.getByText("Meistras Jonas").waitFor();
  await shop.say("iš pirmo lango");
  await other.log.getByText("iš pirmo lango").waitFor();
  await second.close();

  // The network goes and comes back; nothing is lost, nothing is said twice.
  await visitor.context().setOffline(true);
  await shop.box.fill("be ryšio");
  await shop.box.press("Enter");
  await shop.chat.getByText("Laukia ryšio").waitFor();
  await picture(visitor, "no-network");
  await check(shop.frame(), "no network");
  await visitor.context().setOffline(false);
  await agent.getByRole("log").getByText("be ryšio").first().waitFor();
  await until("the message is acknowledged", async () => (await shop.chat.getByText("Laukia ryšio").count()) === 0);
  assert.equal(await shop.log.getByText("be ryšio").count(), 1);

  // The agent closes it.
  await agent.getByRole("button", { name: /^Baigti/ }).click();
  const dialog = agent.getByRole("dialog");
  await dialog
    .getByRole("button", { name: /^Baigti/ })
    .click({ timeout: 2_000 })
    .catch(() => {});
  await shop.chat.getByRole("button", { name: "Naujas pokalbis" }).waitFor();
  await picture(visitor, "closed");
  await check(shop.frame(), "closed");
  await picture(agent, "console-closed");
  await visitor.context().close();
  await agent.context().close();
}

/** One leaves the queue, and asks the bot on; another does not wait, and is answered by e-mail. */
async function impatient() {
  for (const [language, size, dark] of [["lt", DESKTOP, false], ["en", PHONE, true]]) {
    const words = {
      lt: ["Kalbėti su žmogumi", "Išeiti iš eilės", "Toliau atsako robotas", "Atsakykite el. paštu", "El. paštas", "Siųsti klausimą", "Gavome. Atsakysime į ieva@pastas.lt."],
      en: ["Talk to a person", "Leave the queue", "The chatbot answers from here", "Answer by e-mail", "E-mail", "Send question", "Received. We will answer to ieva@pastas.lt."],
    }[language];
    const [person, leave, back, byEmail, email, send, received] = words;
    const name = `impatient-${language}`;
    const page = await open(name, { size, dark, language });
    await page.goto(`${server}/`);
    const shop = widget(page);
    const button = (label) => shop.chat.getByRole("button", { name: label, exact: true }).first();
    await shop.launcher.waitFor();
    await shop.launcher.click();
    await shop.box.waitFor();
    if (language === "en") await button("EN – English").click();
    await shop.say(language === "en" ? "is there a left handed hammer" : "ar yra plaktukas kairiarankiui");
    await button(person).click();
    await button(leave).click();
    await shop.log.getByText(back).waitFor();
    await shop.say(language === "en" ? "how much is delivery" : "kiek kainuoja pristatymas");
    await shop.log.getByText(/[13][.,]99/).first().waitFor();
    await button(person).click();
    await button(byEmail).click();
    await shop.chat.getByLabel(email, { exact: true }).fill("ieva@pastas.lt");
    await picture(page, `${name}-form`);
    await check(shop.frame(), `${name} form`);
    await button(send).click();
    await shop.log.getByText(received).first().waitFor();
    await picture(page, `${name}-sent`);
    await check(shop.frame(), `${name} sent`);
    await page.context().close();
  }
}

/** The same words on every kind of screen. */
async function gallery() {
  for (const language of ["lt", "en"]) {
    for (const [label, size] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      for (const dark of [false, true]) {
        const name = `${label}-${dark ? "dark" : "light"}-${language}`;
        const page = await open(name, { size, dark, language });
        await page.goto(`${server}/`);
        const shop = widget(page);
        await shop.launcher.waitFor();
        await shop.launcher.click();
        await shop.box.waitFor();
        if (language === "en") await shop.chat.getByRole("button", { name: "English" }).click();
        await shop.chat.getByRole("button", { name: language === "en" ? "Talk to a person" : "Kalbėti su žmogumi" }).first().waitFor();
        await picture(page, `welcome-${name}`);
        await check(shop.frame(), name);
        await shop.search.fill(language === "en" ? "return" : "grąžinimas");
        await shop.chat.locator(".results .article").first().waitFor();
        await picture(page, `search-${name}`);
        await check(shop.frame(), `search ${name}`);
        await shop.chat.locator(".results .article").first().click();
        await shop.article.getByRole("heading").first().waitFor();
        await picture(page, `article-${name}`);
        await check(shop.frame(), `article ${name}`);
        await shop.article.getByRole("button", { name: language === "en" ? "Back" : "Atgal" }).click();
        await shop.search.press("Escape");
        await shop.say(language === "en" ? "how much is delivery" : "kiek kainuoja pristatymas");
        await shop.log.getByText(/[13][.,]99/).first().waitFor();
        await picture(page, `answer-${name}`);
        await check(shop.frame(), name);
        await page.context().close();
      }
    }
  }
}

/** A shop on another origin that allows itself nothing but our script and frame; the browser denies the
 *  frame its storage where it blocks other sites' data, and the conversation is there after a reload. */
async function elsewhere(port) {
  const page = `<!doctype html><html lang="lt"><title>Kita parduotuvė</title><main><h1>Kita parduotuvė</h1></main>
<script src="${server}/widget.js" data-label="Klauskite" data-page-order="10023" defer></script>`;
  const policy = `default-src 'none'; script-src ${server}; frame-src ${server}; connect-src ${server}`;
  const shop = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 404, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
    });
    response.end(request.url === "/" ? page : "");
  });
  await new Promise((resolve) => shop.listen(port, "127.0.0.1", resolve));
  try {
    const visitor = await open("another origin");
    await visitor.goto(`http://127.0.0.1:${port}/`);
    const there = widget(visitor);
    await there.launcher.waitFor();
    await there.launcher.click();
    await there.box.waitFor();
    await there.say("kiek kainuoja pristatymas i namus");
    await there.log.getByText("3,99").waitFor();
    await picture(visitor, "another-origin");
    await visitor.reload();
    await there.log.getByText("3,99").waitFor();
    await visitor.context().close();
  } finally {
    shop.closeAllConnections?.();
    shop.close();
  }
}

if (!password) console.error("FRONTDESK_PASSWORD is not set: the agent's part needs it");
await tell([
  story,
  async () => process.env.FRONTDESK_SHOP_PORT && elsewhere(Number(process.env.FRONTDESK_SHOP_PORT)),
  impatient,
  gallery,
]);
