// SPDX-License-Identifier: MIT
// How the console looks: each state at every width that it is made for, light and dark, in both languages.
// Pictures go to build/screenshots/look-STATE-WIDTH-THEME-LANGUAGE.png, axe looks at each state in both themes,
// languages and layouts, and what a ruler finds is a complaint: a page that scrolls sideways, words
// that are cut without a sign of it, a button in two lines, a control that is too small, a line that is too long.
//
//   FRONTDESK_PASSWORD=... node tests/web/story_looks.mjs http://127.0.0.1:8080
//
// The server needs what story_desk.mjs needs; who waits there already is looked at with the others.

import { join } from "node:path";
import { consoles } from "./support/consoles.mjs";
import { check, complaints, open, pictures, tell, until } from "./support/scene.mjs";

const server = process.argv[2];
const password = process.env.FRONTDESK_PASSWORD ?? "";
if (!server || !password) {
  console.error("usage: FRONTDESK_PASSWORD=... story_looks.mjs http://HOST:PORT");
  process.exit(2);
}
const { console_of } = consoles(server, password);

const SIZES = [
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];
const THEMES = ["light", "dark"];

// ---- People, by the server's interface ----------------------------------------------------------------------

async function call(path, { method = "POST", body, headers = {} } = {}) {
  const answer = await fetch(`${server}/api/v1${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(json)}`);
  return { ...json, cookie: answer.headers.get("set-cookie")?.split(";")[0] };
}

let number = 0;
async function visitor(language, ...texts) {
  const { conversation, token } = await call("/conversations", { body: { language, page: "https://shop.example/baldai/komoda" } });
  const headers = { Authorization: `Bearer ${token}` };
  const say = (text) => call(`/conversations/${conversation}/messages`, { headers, body: { client_id: `look-${++number}`, text } });
  for (const text of texts) await say(text);
  return { id: conversation, say, see: (page, attributes) => call(`/conversations/${conversation}/page`, { headers, body: { page, attributes } }) };
}

async function colleague(name) {
  const { cookie } = await call("/agent/login", { headers: { "X-Requested-With": "frontdesk" }, body: { name, password } });
  const headers = { Cookie: cookie, "X-Requested-With": "frontdesk" };
  return async (id, command, body = {}) => {
    const { epoch } = await call(`/agent/conversations/${id}`, { method: "GET", headers });
    return call(`/agent/conversations/${id}/${command}`, { headers, body: { epoch, ...body } });
  };
}

const LONG = "Užsakiau komodą su trimis stalčiais ir veidrodžiu, ji atvyko trečiadienį apie pietus, bet pakuotė buvo " +
  "perplėšta, o vienas stalčius neužsidaro iki galo, nes bėgelis sulenktas. Nuotraukas jau siunčiau el. paštu " +
  "prieš dvi dienas, atsakymo negavau. Norėčiau, kad atvežtumėte naują stalčių arba pakeistumėte visą komodą, nes " +
  "savaitgalį kraustomės ir be jos nesudėsime daiktų. Ar įmanoma tai padaryti iki šeštadienio vakaro, ir ar kurjeris " +
  "pasiims senąją iš trečio aukšto be lifto?";
const WORD = "nebeprisikiškiakopūsteliaujantiesiems".repeat(2).slice(0, 60);

let seen; // conversations that the states below show
async function people() {
  // Somebody is there for as long as it takes, else what is hers would go back to the queue.
  await console_of("Rūta");
  const asks = await Promise.all([
    visitor("lt", "labas", "noriu kalbėti su žmogumi"),
    visitor("en", "where is my parcel", "i want to talk to a person"),
    visitor("lt", "💔 😡 🚚", "Здравствуйте, где мой заказ?", "noriu žmogaus"),
    visitor("en", "مرحبا، أين طلبي؟", "a person please"),
  ]);
  const rich = await visitor("lt", "kiek kainuoja pristatymas i namus", "kur mano užsakymas 10023", "noriu kalbėti su žmogumi");
  await rich.see("https://shop.example/baldai/komoda-su-veidrodziu?spalva=azuolas", { product: "Komoda su veidrodžiu, ąžuolas", basket: 2 });
  const taken = await visitor("lt", "kada dirbate", "noriu konsultanto");
  const ruta = await colleague("Rūta");
  await ruta(rich.id, "take");
  await ruta(rich.id, "messages", { client_id: "look-a1", text: "Sveiki! Tuoj pažiūrėsiu, kas nutiko jūsų užsakymui." });
  await ruta(rich.id, "notes", { client_id: "look-n1", text: "Kurjeris šiandien neatsiliepia." });
  await ruta(rich.id, "tags", { tags: ["delivery"] });
  for (const text of [LONG, `${WORD} https://shop.example/${"a".repeat(90)}`, "gavau sugadinta preke"]) await rich.say(text);
  const { events } = await rich.say("per kiek laiko galiu grazinti preke");
  await ruta(rich.id, "intent", { message: events.find(({ author }) => author === "visitor").sequence, intent: "return_item" });
  seen = { rich: rich.id, taken: taken.id, waiting: asks[0].id };
}

// ---- A ruler ------------------------------------------------------------------------------------------------

/** What a look at the page's own figures finds; runs in the page. */
function measure() {
  const found = [];
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  const top = document.querySelector("dialog[open]") ?? document.body;
  const called = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} “${(element.innerText ?? "").trim().slice(0, 40)}”`;
  for (const element of top.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    if (style.clipPath !== "none" || element.closest(".sr")) continue;
    const words = [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim() !== "");
    if (words && style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll" &&
        style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1) {
      found.push(`cut: ${called(element)}`);
    }
    if (words && style.overflowX === "visible" && style.display !== "inline" && element.scrollWidth > element.clientWidth + 1) {
      found.push(`sticks out: ${called(element)} ${element.scrollWidth} of ${element.clientWidth} px`);
    }
    if (words && box.right > innerWidth + 1 && !element.closest(".table-frame")) found.push(`beyond the edge: ${called(element)}`);
    const control = element.matches("button, a[href], input, select, textarea, summary, [role=tab], [role=switch]");
    if (control && !element.closest("p, li.message") && element.tagName !== "INPUT" && (box.width < 24 || box.height < 24)) {
      found.push(`smaller than 24 px: ${called(element)} ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
    if (element.matches(".btn, [role=tab]")) {
      const lines = new Set();
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement.closest(".sr, [hidden]")) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        for (const { width, top } of range.getClientRects()) if (width > 2) lines.add(Math.round(top / 8));
      }
      if (lines.size > 1) found.push(`a button in two lines: ${called(element)}`);
    }
    if (element.matches(".bubble, .message .text") && words && box.width > 46 * parseFloat(style.fontSize)) found.push(`a long line: ${called(element)} ${Math.round(box.width)} px`);
  }
  for (const key of top.querySelectorAll(".keylist kbd, .keyset kbd")) if (!key.checkVisibility()) return [...found, "keys are not shown"];
  return found;
}

// ---- States -------------------------------------------------------------------------------------------------

/** What each is found by in the palette. */
const palette = {
  lt: { settings: "Nustatymai", away: "Nepriimti iki", shift: "Pamainos pabaiga" },
  en: { settings: "Settings", away: "Away until", shift: "End of" },
};

/** Every width of what the page shows now: the narrow one and the usual one in both themes, the others light in
 *  Lithuanian and dark in English. */
async function look(page, state, language, sizes = SIZES) {
  const only = language === "lt" ? "light" : "dark";
  for (const size of sizes) {
    await page.setViewportSize(size);
    const usual = size.width === 768 || size.width === 1440;
    for (const theme of usual ? THEMES : [only]) {
      await page.emulateMedia({ colorScheme: theme });
      const name = `look-${state}-${size.width}-${theme}-${language}`;
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
      taken += 1;
      // A narrow and a wide layout, each in one theme; the other language has them the other way round.
      const narrow = theme === only;
      if (sizes.length === 1 || (usual && (size.width === 768) === narrow)) await check(page.mainFrame(), name);
      if (theme === only) for (const finding of await page.evaluate(measure)) complaints.push(`${name}: ${finding}`);
    }
  }
  await page.setViewportSize(SIZES[2]);
}
let taken = 0;

/** A console of `name`'s that is looked at. */
async function desk_of(name, language) {
  const desk = await console_of(name, { size: SIZES[2], language });
  const { page } = desk;
  return {
    ...desk,
    look: (state, sizes) => look(page, state, language, sizes),
    tab: (nth) => page.locator(".tabs [role=tab]").nth(nth).click(),
    async closed() {
      await page.keyboard.press("Escape");
      await desk.dialog.waitFor({ state: "detached" });
    },
  };
}

async function sign_in(language) {
  const page = await open(`sign-in ${language}`, { size: SIZES[2], language });
  await page.goto(`${server}/console/`);
  await page.locator("form input").first().waitFor();
  await look(page, "sign-in", language);
  await page.context().close();
}

async function agent(language) {
  const ruta = await desk_of("Rūta", language);
  await ruta.tab(1);
  await until("the queue", async () => (await ruta.page.locator("a[data-row]").count()) >= 3);
  await ruta.look("queue");
  await ruta.show(seen.rich);
  await ruta.page.locator(".suggestion").waitFor();
  await ruta.look("assigned");
  await ruta.page.locator("#composer-text").focus();
  await ruta.page.keyboard.type("/gra");
  await ruta.page.locator("#slash-list").waitFor();
  await ruta.look("replies");
  await ruta.page.locator("#composer-text").fill("");
  for (const [key, state] of [["t", "transfer"], ["e", "close"], ["l", "tags"], ["z", "put-aside"], ["?", "keys"], ["Control+k", "palette"]]) {
    await ruta.key(key);
    await ruta.dialog.waitFor();
    await ruta.look(state);
    await ruta.closed();
  }
  for (const [state, text] of Object.entries(palette[language])) {
    await ruta.key("Control+k");
    await ruta.dialog.waitFor();
    await ruta.page.keyboard.type(text);
    await ruta.page.locator("#palette-list [role=option]", { hasText: text }).first().click();
    await ruta.page.locator("dialog.palette").waitFor({ state: "detached" });
    await ruta.dialog.waitFor();
    await ruta.look(state);
    await ruta.closed();
  }
  await ruta.key("?");
  await ruta.dialog.waitFor();
  await ruta.page.locator("dialog[open] .btn").click();
  await ruta.page.locator("dialog[open] table").waitFor();
  await ruta.look("other-keys");
  await ruta.closed();
  // Two at a time, where there is room for them.
  await ruta.page.setViewportSize(SIZES[3]);
  await ruta.page.locator(`a[data-row="${seen.waiting}"]`).focus();
  await ruta.page.keyboard.press("Shift+Enter");
  await until("two conversations", async () => (await ruta.page.locator(".conversation [role=log]").count()) === 2);
  await ruta.look("beside", SIZES.slice(3));
  await ruta.page.keyboard.press("Escape");
  return ruta;
}

/** A colleague takes what is being answered. */
async function too_late(language, ruta) {
  const tomas = await colleague("Tomas");
  const { id } = await visitor(language, "labas", language === "lt" ? "noriu žmogaus" : "a person please");
  await ruta.show(id);
  await ruta.page.locator("#composer-text").fill(language === "lt" ? "Sveiki, tuoj pažiūrėsiu." : "Hello, one moment.");
  await tomas(id, "take");
  await ruta.page.locator(".composer", { hasText: "Tomas" }).waitFor();
  await ruta.look("too-late");
}

async function empty(language) {
  const ona = await desk_of("Ona", language);
  await ona.tab(0);
  await ona.look("nothing-mine");
  await ona.page.goto(`${server}/console/#/accounts`);
  await ona.page.locator(".account").first().waitFor();
  await ona.look("accounts");
  await ona.page.goto(`${server}/console/#${"0".repeat(8)}-0000-7000-8000-${"0".repeat(12)}`);
  await ona.page.locator(".bar, .empty, [role=alert]").first().waitFor();
  await ona.look("not-there");
  await ona.page.context().close();
}

async function leading(language) {
  const egle = await desk_of("Eglė", language);
  await egle.page.goto(`${server}/console/#/board`);
  await egle.page.locator(".tiles").waitFor();
  await egle.look("board");
  await egle.page.goto(`${server}/console/#/review`);
  await egle.page.locator(".table").first().waitFor();
  await egle.look("review");
  await egle.show(seen.rich);
  await egle.look("reading");
  await egle.page.context().close();
}

async function session_over(ruta) {
  await ruta.page.context().clearCookies();
  await ruta.page.goto(`${server}/console/#${seen.waiting}`);
  await ruta.page.locator("dialog[open] input[type=password]").waitFor();
  await ruta.look("session-over");
  await ruta.page.context().close();
}

/** Both languages at a time: there are two cores. */
async function looks() {
  await Promise.all(["lt", "en"].map(async (language) => {
    await sign_in(language);
    await leading(language);
    await empty(language);
    const ruta = await agent(language);
    await too_late(language, ruta);
    await session_over(ruta);
  }));
  console.log(`${taken} pictures look-*`);
}

await tell([people, looks], "look-");
