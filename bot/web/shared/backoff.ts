// SPDX-License-Identifier: MIT
// How long to wait before the next attempt: full jitter, so that ten thousand clients whose server came
// back do not come back in the same second.

const BASE_MS = 1_000;
const MOST_MS = 60_000;

export class Backoff {
  #attempts = 0;

  /** `random` gives [0, 1). */
  constructor(private readonly random: () => number) {}

  /** Milliseconds to wait now. A server's Retry-After is a floor: never earlier than it asked. */
  next(retryAfterMs = 0): number {
    const ceiling = Math.min(MOST_MS, BASE_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    return retryAfterMs + Math.round(this.random() * ceiling);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
