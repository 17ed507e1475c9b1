// SPDX-License-Identifier: MIT
// Puts the chat window together: the session, the bridge to the page, what is kept, the views.

import { render } from "preact";
import { systemClock } from "../shared/clock";
import { Session } from "../shared/session";
import { browserStorage, Keeper } from "../shared/storage";
import { browserTabs } from "../shared/tabs";
import type { Theme } from "../shared/theme";
import { languageOf } from "../shared/words";
import { App } from "./app";
import { Bridge, type ToFrame } from "./bridge";
import { wordsIn } from "./words";

export * from "./kit";

/** UUIDs where the context is secure, the same number of random bits elsewhere. */
function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function begin(bridge: Bridge, inbox: string, init: Extract<ToFrame, { kind: "init" }>): Promise<void> {
  const keeper = new Keeper(
    browserStorage({ kept: init.kept, keep: (key, value) => bridge.say({ kind: "keep", key, value }) }),
    inbox,
  );
  const session = new Session(
    {
      base: location.origin,
      fetch: (input, options) => fetch(input, options),
      clock: systemClock,
      random: Math.random,
      newId,
      keeper,
      tabs: browserTabs(`frontdesk:${inbox}`),
    },
    {
      inbox,
      page: init.page || undefined,
      referrer: init.referrer || undefined,
      attributes: Object.keys(init.attributes).length > 0 ? init.attributes : undefined,
    },
  );

  session.network(navigator.onLine);
  addEventListener("online", () => session.network(true));
  addEventListener("offline", () => session.network(false));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) session.wake();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) session.wake();
  });
  addEventListener("storage", (event) => {
    if (event.key === keeper.identityKey) session.kept();
  });

  session.start();
  const language = languageOf(keeper.note("language") || init.language || navigator.language, "lt");
  const words = await wordsIn(language);
  render(
    <App
      session={session}
      keeper={keeper}
      bridge={bridge}
      inbox={inbox}
      theme={(["light", "dark"].includes(init.theme) ? init.theme : "auto") as Theme}
      says={{ language, words }}
    />,
    document.getElementById("app")!,
  );
}

const bridge = new Bridge(location.hash);
const inbox = new URLSearchParams(location.hash.slice(1)).get("inbox") ?? "main";

if (bridge.embedded) {
  let begun = false;
  bridge.hear((message) => {
    if (message.kind !== "init" || begun) return;
    begun = true;
    void begin(bridge, inbox, message);
  });
  bridge.say({ kind: "ready" });
} else {
  // Opened as a page of its own, from a link.
  const said = new URLSearchParams(location.search);
  void begin(bridge, inbox, {
    kind: "init",
    language: said.get("lang") ?? "",
    theme: said.get("theme") ?? "",
    page: "",
    referrer: document.referrer,
    attributes: {},
    kept: {},
  });
}
