// SPDX-License-Identifier: MIT
// An event stream that stays: read over fetch (EventSource cannot send an Authorization header), watched
// for silence, opened again with growing, jittered pauses.
//
// The pause grows even while connections succeed and die at once, and is forgotten only after the stream
// was good for STABLE_MS: a server that accepts and drops must not be hammered.

import { Backoff } from "./backoff";
import type { Clock } from "./clock";
import { CallFailed, retryAfter } from "./protocol";

/** The server speaks at least every 15 s (a comment); twice that and a bit means that it is gone. */
const SILENCE_MS = 35_000;
const STABLE_MS = 30_000;

/** One frame. `id` is "" for signals, which are not part of the log. */
export interface Frame {
  event: string;
  id: string;
  data: string;
}

/** Cuts the text of a stream into frames; `retry` is told about the server's own pause, in ms. */
export class FrameParser {
  #rest = "";
  #frame: Frame = { event: "message", id: "", data: "" };
  #lines = 0;

  constructor(
    private readonly onFrame: (frame: Frame) => void,
    private readonly onRetry: (ms: number) => void = () => {},
  ) {}

  push(text: string): void {
    this.#rest += text;
    // A lone CR at the end may be half of CRLF: it waits for the next piece.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === "") {
      if (this.#lines > 0) this.onFrame(this.#frame);
      this.#frame = { event: "message", id: "", data: "" };
      this.#lines = 0;
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") {
      this.#frame.data += this.#lines > 0 ? `\n${value}` : value;
      this.#lines += 1;
    } else if (name === "event") {
      this.#frame.event = value;
    } else if (name === "id") {
      this.#frame.id = value;
    } else if (name === "retry" && /^\d+$/.test(value)) {
      this.onRetry(Number(value));
    }
  }
}

/** `connecting` and `waiting` (for the next attempt) are both "not live"; `stopped` is final until start(). */
export type StreamState = "connecting" | "live" | "waiting" | "stopped";

export interface StreamOptions {
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  /** Asked anew at each attempt, so that `after=` is where the reader stands now. */
  url: () => string;
  headers?: () => Record<string, string>;
  onFrame: (frame: Frame) => void;
  onState?: (state: StreamState) => void;
  /** Something came, a heartbeat too. */
  onPulse?: () => void;
  /** An answer that no retry mends (401, 403, 404 ...): the stream has stopped. */
  onRefused?: (failure: CallFailed) => void;
}

export class EventStream {
  state: StreamState = "stopped";
  readonly #backoff: Backoff;
  #abort: AbortController | null = null;
  #cancelTimer = () => {};
  #cancelWatchdog = () => {};
  #pauseMs = 0;
  #attempt = 0;

  constructor(private readonly options: StreamOptions) {
    this.#backoff = new Backoff(options.random);
  }

  /** Opens it; nothing when it is open or being opened. */
  start(): void {
    if (this.state !== "stopped") return;
    this.#backoff.reset();
    void this.#open();
  }

  stop(): void {
    this.#attempt += 1;
    this.#cancelTimer();
    this.#cancelWatchdog();
    this.#abort?.abort();
    this.#abort = null;
    this.#become("stopped");
  }

  /** The network is back or the reader looks: try now instead of after the pause. */
  wake(): void {
    if (this.state !== "waiting") return;
    this.#cancelTimer();
    void this.#open();
  }

  /** Reads from a new place: closes and opens at once. */
  restart(): void {
    if (this.state === "stopped") return;
    this.#attempt += 1;
    this.#cancelTimer();
    this.#cancelWatchdog();
    this.#abort?.abort();
    void this.#open();
  }

  #become(state: StreamState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState?.(state);
  }

  #watch(): void {
    this.#cancelWatchdog();
    const attempt = this.#attempt;
    this.#cancelWatchdog = this.options.clock.after(SILENCE_MS, () => {
      if (attempt === this.#attempt) this.#lost(attempt, 0);
    });
  }

  async #open(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const abort = new AbortController();
    this.#abort = abort;
    this.#pauseMs = 0;
    this.#become("connecting");
    this.#watch();
    let cancelStable = () => {};
    try {
      const response = await this.options.fetch(this.options.url(), {
        headers: { Accept: "text/event-stream", ...this.options.headers?.() },
        cache: "no-store",
        signal: abort.signal,
      });
      if (attempt !== this.#attempt) return;
      if (!response.ok || !response.body) {
        const failure = new CallFailed(
          response.status,
          "refused",
          `HTTP ${response.status}`,
          retryAfter(response.headers, this.options.clock.now()),
        );
        if (failure.passing || response.ok) return this.#lost(attempt, failure.retryAfterMs);
        this.stop();
        this.options.onRefused?.(failure);
        return;
      }
      this.#become("live");
      cancelStable = this.options.clock.after(STABLE_MS, () => this.#backoff.reset());
      const parser = new FrameParser(
        (frame) => {
          if (attempt === this.#attempt) this.options.onFrame(frame);
        },
        (ms) => (this.#pauseMs = Math.min(ms, 60_000)),
      );
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || attempt !== this.#attempt) break;
        this.#watch();
        this.options.onPulse?.();
        parser.push(decoder.decode(value, { stream: true }));
      }
    } catch {
      // Refused, reset, aborted: all of them are "lost", and lost() ignores an attempt that is over.
    } finally {
      cancelStable();
    }
    this.#lost(attempt, this.#pauseMs);
  }

  #lost(attempt: number, atLeastMs: number): void {
    if (attempt !== this.#attempt) return;
    this.#attempt += 1;
    this.#cancelWatchdog();
    this.#abort?.abort();
    this.#abort = null;
    this.#become("waiting");
    if (this.state !== "waiting") return;
    this.#cancelTimer = this.options.clock.after(this.#backoff.next(atLeastMs), () => void this.#open());
  }
}
