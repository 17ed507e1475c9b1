// SPDX-License-Identifier: MIT
// What time it is, and being woken later. Tests hold a clock that they move by hand (elapse()).

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `wake` once after `ms`, unless the returned function is called before. */
  after(ms: number, wake: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};
