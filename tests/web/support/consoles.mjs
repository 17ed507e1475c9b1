// SPDX-License-Identifier: MIT
// Agents' consoles and waiting visitors of one server, for the stories of the desk.

import { open, until, widget } from "./scene.mjs";

const words = {
  lt: { name: "Vardas", password: "Slaptažodis", signIn: "Prisijungti" },
  en: { name: "Name", password: "Password", signIn: "Sign in" },
};

/** For a server whose accounts all have `password`. */
export function consoles(server, password) {
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

  return { console_of, waiting };
}
