// SPDX-License-Identifier: MIT
// What every story needs: windows of a browser, pictures of each scene in build/screenshots, axe's look at
// it, and the list of what went wrong.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const require = createRequire(join(root, "bot/web/package.json"));
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

export const pictures = join(root, "build/screenshots");
await mkdir(pictures, { recursive: true });

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** Findings of axe, errors of pages: a story with one of them has failed. */
export const complaints = [];

/** A window of its own, with nothing kept. Whatever its console calls an error is a complaint. */
export async function open(name, { size = DESKTOP, dark = false, language = "lt" } = {}) {
  const phone = size === PHONE;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: dark ? "dark" : "light",
    locale: language === "lt" ? "lt-LT" : "en-GB",
    timezoneId: "Europe/Vilnius",
    isMobile: phone,
    hasTouch: phone,
    // The pages' own policy forbids foreign scripts; axe is put in by the debugger all the same.
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
  page.on("console", (message) => {
    // A refused call (401 before signing in) is reported by the browser, not by us.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(`${name}: ${message.text()}`);
    }
  });
  return page;
}

let scene = 0;
/** `PREFIX-07-name.png`; the prefix is the story's. */
export async function picture(page, name, prefix = "") {
  scene += 1;
  const path = join(pictures, `${prefix}${String(scene).padStart(2, "0")}-${name}.png`);
  // Whatever moves is shown where it comes to rest.
  await page.screenshot({ path, animations: "disabled" });
}

/** axe on one frame; every finding is a complaint with the element it is about. */
export async function check(frame, name) {
  // A colour on its way from one to another is neither.
  await frame.page().emulateMedia({ reducedMotion: "reduce" });
  await frame.evaluate(axe);
  const { violations } = await frame.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  await frame.page().emulateMedia({ reducedMotion: null });
  for (const { id, help, nodes } of violations) {
    complaints.push(`${name}: axe ${id}: ${help}: ${nodes[0].target.join(" ")}`);
  }
}

/** The chat in a shop's page. */
export const widget = (page) => {
  const chat = page.frameLocator('iframe[title="Pokalbis"], iframe[title="Chat"]');
  return {
    launcher: page.getByRole("button", { name: /^(Atverti pokalbį|Open chat)/ }),
    chat,
    log: chat.getByRole("log"),
    box: chat.getByRole("textbox"),
    search: chat.getByRole("searchbox"),
    article: chat.getByRole("article"),
    frame: () => page.frames().find((frame) => new URL(frame.url()).pathname === "/widget/"),
    async say(text) {
      await chat.getByRole("textbox").fill(text);
      await chat.getByRole("textbox").press("Enter");
      await chat.locator(".bubble.visitor").filter({ hasText: text }).last().waitFor();
    },
    bot: () => chat.locator("li.them .bubble.bot"),
  };
};

export async function until(what, condition) {
  for (let i = 0; i < 150; ++i) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain: ${what}`);
}

/** Runs a story and ends the process with what became of it. */
export async function tell(parts, prefix = "") {
  let failed = false;
  try {
    for (const part of parts) {
      const from = performance.now();
      await part();
      console.log(`${((performance.now() - from) / 1_000).toFixed(1).padStart(5)} s  ${part.name || "-"}`);
    }
  } catch (error) {
    failed = true;
    console.error(error);
    for (const context of browser.contexts()) {
      for (const page of context.pages()) await picture(page, "failed", prefix).catch(() => {});
    }
  }
  await browser.close();
  for (const complaint of new Set(complaints)) console.error(complaint);
  console.log(`${scene} pictures in build/screenshots`);
  process.exit(failed || complaints.length > 0 ? 1 : 0);
}
