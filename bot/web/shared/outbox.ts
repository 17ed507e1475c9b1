// SPDX-License-Identifier: MIT
// Own messages on their way: kept before they are sent, sent one after another and in order, tried again
// with the same client_id until the server has them, gone once their event was folded.

import { Backoff } from "./backoff";
import type { Clock } from "./clock";
import { CallFailed } from "./protocol";
import type { Keeper, Outgoing } from "./storage";

/** What is older was meant for another day: it waits for the visitor to say so. */
const OLDEST_MS = 24 * 3_600_000;

export interface OutboxOptions {
  clock: Clock;
  random: () => number;
  newId: () => string;
  keeper: Keeper;
  /** Sends one, whatever that takes; throws CallFailed. */
  send: (out: Outgoing) => Promise<void>;
  /** The server does not know this conversation. True when another can be begun. */
  lost: () => boolean;
  onChange: () => void;
}

export class Outbox {
  /** Oldest first. */
  list: Outgoing[] = [];
  /** Until when the server asked us to pause (429), or null. */
  pausedUntil: number | null = null;
  readonly #backoff: Backoff;
  #pumping = false;
  /** Earlier than this the server does not want to hear from us. */
  #notBefore = 0;
  #cancel = () => {};
  /** The message that found its conversation gone: once is enough for each. */
  #homeless = "";

  constructor(private readonly options: OutboxOptions) {
    this.#backoff = new Backoff(options.random);
  }

  /** Takes up what an earlier page could not send. */
  restore(): void {
    const now = this.options.clock.now();
    this.list = this.options.keeper.outbox().map((out): Outgoing => {
      if (out.state === "failed") return out;
      return now - out.at > OLDEST_MS
        ? { ...out, state: "failed", reason: "too_old" }
        : { ...out, state: "sending" };
    });
    this.options.onChange();
  }

  add(text: string, choice?: string): void {
    const { clock, keeper, newId } = this.options;
    const at = clock.now();
    const state = at < this.#notBefore ? "waiting" : "sending";
    const out: Outgoing = { clientId: newId(), text, choice, at, state };
    keeper.keepOutgoing(out);
    this.#set([...this.list, out]);
    this.wake();
  }

  /** Once more, at once, with the same client_id. */
  retry(clientId: string): void {
    this.#change(clientId, { state: "sending", reason: undefined, at: this.options.clock.now() });
    this.#backoff.reset();
    this.wake();
  }

  discard(clientId: string): void {
    this.acknowledge([clientId]);
  }

  /** Their events were folded: nothing is left to do for them. */
  acknowledge(clientIds: string[]): void {
    for (const id of clientIds) this.options.keeper.dropOutgoing(id);
    const rest = this.list.filter((out) => !clientIds.includes(out.clientId));
    if (rest.length < this.list.length) this.#set(rest);
  }

  /** Tries now instead of after the pause, unless the server asked for that pause. */
  wake(): void {
    if (this.options.clock.now() < this.#notBefore) return;
    this.#cancel();
    void this.pump();
  }

  stop(): void {
    this.#cancel();
  }

  async pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        const next = this.list.find((out) => out.state === "sending" || out.state === "waiting");
        if (!next) return;
        try {
          await this.options.send(next);
          this.#backoff.reset();
          this.pausedUntil = null;
          this.options.keeper.dropOutgoing(next.clientId);
          this.#change(next.clientId, { state: "sent" });
        } catch (cause) {
          if (!(cause instanceof CallFailed)) throw cause;
          if (cause.passing) return this.#pause(cause);
          this.#refused(next, cause);
        }
      }
    } finally {
      this.#pumping = false;
    }
  }

  #pause(cause: CallFailed): void {
    const now = this.options.clock.now();
    const ms = this.#backoff.next(cause.retryAfterMs);
    this.#notBefore = now + cause.retryAfterMs;
    this.pausedUntil = cause.status === 429 ? now + ms : null;
    this.#cancel = this.options.clock.after(ms, () => {
      this.pausedUntil = null;
      void this.pump();
    });
    this.#set(this.list.map((out) => (out.state === "sending" ? { ...out, state: "waiting" } : out)));
  }

  #refused(out: Outgoing, cause: CallFailed): void {
    const { keeper, lost, newId } = this.options;
    if ((cause.status === 401 || cause.status === 403 || cause.status === 404) && this.#homeless !== out.clientId) {
      this.#homeless = out.clientId;
      if (lost()) return;
    }
    if (out.choice !== undefined && (cause.status === 400 || cause.status === 409)) {
      // The choice is not offered any more (another tab went on): the same as words.
      keeper.dropOutgoing(out.clientId);
      const words: Outgoing = { ...out, clientId: newId(), choice: undefined };
      keeper.keepOutgoing(words);
      this.#set(this.list.map((other) => (other.clientId === out.clientId ? words : other)));
      return;
    }
    const failed: Partial<Outgoing> = { state: "failed", reason: cause.status === 413 ? "too_long" : "refused" };
    keeper.keepOutgoing({ ...out, ...failed });
    this.#change(out.clientId, failed);
  }

  #change(clientId: string, to: Partial<Outgoing>): void {
    this.#set(this.list.map((out) => (out.clientId === clientId ? { ...out, ...to } : out)));
  }

  #set(list: Outgoing[]): void {
    this.list = list;
    this.options.onChange();
  }
}
