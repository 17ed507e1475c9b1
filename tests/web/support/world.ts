// SPDX-License-Identifier: MIT
// One visitor's browser: storage that survives a reload, and tabs that hear each other.

import { Session } from "../../../bot/web/shared/session";
import { Keeper, type KeyValue } from "../../../bot/web/shared/storage";
import type { TabMessage, Tabs } from "../../../bot/web/shared/tabs";
import { MockClock, settle } from "./clock";
import { FakeServer } from "./server";

export class Browser {
  readonly clock = new MockClock();
  readonly server = new FakeServer(() => this.clock.now());
  readonly stored = new Map<string, string>();
  random = () => 0.5;
  #tabs: FakeTabs[] = [];
  #leader: FakeTabs | null = null;
  #ids = 0;

  /** A new tab on a page of the site, with a session that has started. */
  async open(page?: string): Promise<Session> {
    const storage: KeyValue = {
      get: (key) => this.stored.get(key) ?? null,
      set: (key, value) => void this.stored.set(key, value),
      remove: (key) => void this.stored.delete(key),
      keys: () => [...this.stored.keys()],
    };
    const tabs = new FakeTabs(this);
    this.#tabs.push(tabs);
    const session = new Session(
      {
        base: "https://chat.test",
        fetch: this.server.fetch as typeof fetch,
        clock: this.clock,
        random: () => this.random(),
        newId: () => `m${(this.#ids += 1)}`,
        keeper: new Keeper(storage, "main"),
        tabs,
      },
      { inbox: "main", language: "lt", page },
    );
    session.start();
    await settle();
    return session;
  }

  async close(session: Session): Promise<void> {
    session.stop();
    await settle();
  }

  others(of: FakeTabs): FakeTabs[] {
    return this.#tabs.filter((tabs) => tabs !== of);
  }
  gone(tabs: FakeTabs): void {
    this.#tabs = this.#tabs.filter((other) => other !== tabs);
    this.release(tabs);
  }
  claim(tabs: FakeTabs): void {
    if (this.#leader) return;
    this.#leader = tabs;
    tabs.led?.();
  }
  release(tabs: FakeTabs): void {
    if (this.#leader !== tabs) return;
    this.#leader = null;
    const next = this.#tabs.find((other) => other.led && other !== tabs);
    if (next) this.claim(next);
  }
}

class FakeTabs implements Tabs {
  led: (() => void) | null = null;
  #handler: (message: TabMessage) => void = () => {};

  constructor(private readonly browser: Browser) {}

  post(message: TabMessage): void {
    const copy = structuredClone(message);
    for (const other of this.browser.others(this)) queueMicrotask(() => other.#handler(copy));
  }
  onMessage(handler: (message: TabMessage) => void): void {
    this.#handler = handler;
  }
  lead(led: () => void): () => void {
    this.led = led;
    this.browser.claim(this);
    return () => {
      this.led = null;
      this.browser.release(this);
    };
  }
  close(): void {
    this.browser.gone(this);
  }
}

/** What stands in the transcript, in order. */
export function texts(session: Session): string[] {
  return session.view.chat.items.map((item) => (item.kind === "message" ? item.text : `(${item.line})`));
}
