// SPDX-License-Identifier: MIT
// What a visitor's browser keeps between pages: whose conversation it is, and what was not sent yet.
//
// Every outgoing message has a key of its own, so two tabs never overwrite each other's. Storage may be
// denied (private windows, blocked third-party data): then a Map serves for as long as the page lives,
// and whoever embeds us may keep it for longer.

import type { Reading } from "./protocol";

export interface KeyValue {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

/** `elsewhere` keeps things where localStorage is denied: what it has, and how to tell it of a change (""
 *  forgets). */
export function browserStorage(elsewhere?: {
  kept: Record<string, string>;
  keep: (key: string, value: string) => void;
}): KeyValue {
  const memory = new Map(Object.entries(elsewhere?.kept ?? {}));
  let local: Storage | null = null;
  try {
    localStorage.setItem("frontdesk", "");
    localStorage.removeItem("frontdesk");
    local = localStorage;
  } catch {
    // Denied or full.
  }
  if (local) {
    const storage = local;
    return {
      get: (key) => storage.getItem(key),
      set: (key, value) => {
        try {
          storage.setItem(key, value);
        } catch {
          // Full: what is not kept is still sent, as long as this page lives.
        }
      },
      remove: (key) => storage.removeItem(key),
      keys: () => Object.keys(storage),
    };
  }
  return {
    get: (key) => memory.get(key) ?? null,
    set: (key, value) => {
      memory.set(key, value);
      elsewhere?.keep(key, value);
    },
    remove: (key) => {
      if (memory.delete(key)) elsewhere?.keep(key, "");
    },
    keys: () => [...memory.keys()],
  };
}

/** Which conversation, and the right to it. An empty `conversation` with a token: a known visitor who has
 *  asked for a new conversation and not yet said anything. */
export interface Identity {
  conversation: string;
  token: string;
}

/** A message on its way. `sending` now, `waiting` for the network or the server's pause, `sent` when the
 *  server has it and only its event is still to come, `failed` when no retry helps. */
export interface Outgoing {
  clientId: string;
  text: string;
  /** Set when it is a tap; `text` is then its label. */
  choice?: string;
  at: number;
  state: "sending" | "waiting" | "sent" | "failed";
  /** Why it failed. */
  reason?: "too_long" | "refused" | "too_old";
}

export class Keeper {
  constructor(
    private readonly store: KeyValue,
    private readonly inbox: string,
  ) {}

  get identityKey(): string {
    return `frontdesk:${this.inbox}:identity`;
  }
  get #outPrefix(): string {
    return `frontdesk:${this.inbox}:out:`;
  }

  identity(): Identity | null {
    const value = this.#parse<Identity>(this.identityKey);
    return value?.token ? { conversation: value.conversation ?? "", token: value.token } : null;
  }
  keepIdentity(identity: Identity | null): void {
    if (identity) this.store.set(this.identityKey, JSON.stringify(identity));
    else this.store.remove(this.identityKey);
  }

  /** Oldest first. */
  outbox(): Outgoing[] {
    return this.store
      .keys()
      .filter((key) => key.startsWith(this.#outPrefix))
      .map((key) => this.#parse<Outgoing>(key))
      .filter((out): out is Outgoing => Boolean(out?.clientId && typeof out.text === "string"))
      .sort((a, b) => a.at - b.at);
  }
  keepOutgoing(out: Outgoing): void {
    this.store.set(this.#outPrefix + out.clientId, JSON.stringify(out));
  }
  dropOutgoing(clientId: string): void {
    this.store.remove(this.#outPrefix + clientId);
  }

  /** Articles that were read, and that the server does not know of yet. */
  readings(): Reading[] {
    return this.#parse<Reading[]>(`frontdesk:${this.inbox}:reading`) ?? [];
  }
  keepReadings(readings: Reading[]): void {
    this.keepNote("reading", readings[0] ? JSON.stringify(readings) : "");
  }

  /** Small things of the views: the draft, what was read. */
  note(name: string): string {
    return this.store.get(`frontdesk:${this.inbox}:${name}`) ?? "";
  }
  keepNote(name: string, value: string): void {
    const key = `frontdesk:${this.inbox}:${name}`;
    if (value) this.store.set(key, value);
    else this.store.remove(key);
  }

  #parse<T>(key: string): T | null {
    try {
      return JSON.parse(this.store.get(key) ?? "null") as T | null;
    } catch {
      return null;
    }
  }
}
