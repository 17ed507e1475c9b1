// SPDX-License-Identifier: MIT
// A clock that stands until a test moves it.

import type { Clock } from "../../../bot/web/shared/clock";

export class MockClock implements Clock {
  #now = Date.parse("2026-11-22T10:00:00Z");
  #timers: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, wake: () => void): () => void {
    const timer = { at: this.#now + ms, wake };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass; everything that is due runs in its order, with its consequences. */
  async elapse(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

/** Until nothing that was promised is still under way. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; ++i) await new Promise((resolve) => setImmediate(resolve));
}
