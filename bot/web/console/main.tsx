// SPDX-License-Identifier: MIT
// The agents' console: builds its parts in order and draws.

import { render } from "preact";
import { systemClock } from "../shared/clock";
import { Desk } from "./desk";
import { Session } from "./session";
import { Cell, initialState } from "./state/app";
import { Storage } from "./storage";
import { App } from "./views/app";
import { PartsContext } from "./views/context";
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
storage.onDraft(window, (id, draft) => writer.changedElsewhere(id, draft));

const root = document.getElementById("app");
if (root) {
  render(
    <PartsContext.Provider value={{ session, desk, writer }}>
      <App />
    </PartsContext.Provider>,
    root,
  );
}
void session.start();
