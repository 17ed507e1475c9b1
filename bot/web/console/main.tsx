// SPDX-License-Identifier: MIT
// The agents' console: builds its parts in order and draws.

import { render } from "preact";
import { systemClock } from "../shared/clock";
import { Colleague } from "./colleague";
import { Commands } from "./commands";
import { Desk } from "./desk";
import { Notifier } from "./notifier";
import { Presence } from "./presence";
import { Session } from "./session";
import { Shift } from "./shift";
import { Cell, initialState } from "./state/app";
import { Storage } from "./storage";
import { App } from "./views/app";
import { PartsContext } from "./views/context";
import { goTo } from "./views/go";
import { BrowserVoice } from "./voice";
import { learnWords } from "./words/words";
import { Writer } from "./writer";

function browserStorage(): globalThis.Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const storage = new Storage(browserStorage(), navigator.language);
const cell = new Cell(initialState(storage.prefs(), storage.seen()));
const session = new Session(cell, storage, {
  fetch: (input, init) => fetch(input, init),
  clock: systemClock,
  random: Math.random,
  visible: () => document.visibilityState === "visible",
});
const desk = new Desk(session);
const writer = new Writer(session, desk);
const commands = new Commands(session, desk, writer);
const shift = new Shift(session, desk);
const colleague = new Colleague(session, desk, writer);
new Presence(session, desk, writer);
new Notifier(session, systemClock, new BrowserVoice(goTo));
storage.onDraft(window, (id, draft) => writer.changedElsewhere(id, draft));

/** The other language is better than no page. */
async function learn(): Promise<void> {
  const { language } = cell.get().prefs;
  try {
    await learnWords(language);
  } catch {
    await learnWords(language === "lt" ? "en" : "lt");
  }
}

const root = document.getElementById("app");
await learn();
if (root) {
  render(
    <PartsContext.Provider value={{ session, desk, writer, commands, colleague, shift }}>
      <App />
    </PartsContext.Provider>,
    root,
  );
}
void session.start();
