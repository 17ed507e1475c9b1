// SPDX-License-Identifier: MIT
// A visitor's session: everything that leaves or enters the browser, and nothing that is drawn.
//
//   send -> outbox (outbox.ts) -> POST, again with the same client_id until it is there
//   stream -> events -> fold (state.ts) -> view -> subscribers
//
// Three rules make it hold on bad networks. A message is kept before it is sent, and dropped only once the
// server has it. A reader always says where it stands, so a reconnect, a reload and a slow tab are one
// code path. An event that does not fit (`previous`) is never folded over a hole: we read again from
// where we stand. One tab reads the stream for all (tabs.ts); the others follow it, and read for
// themselves when it falls silent.

import { Backoff } from "./backoff";
import type { Clock } from "./clock";
import { Outbox } from "./outbox";
import {
  call,
  CallFailed,
  type Event,
  type EventsAnswer,
  type QuickReply,
  type Reading,
  type StartAnswer,
  type StartRequest,
} from "./protocol";
import { Readings } from "./readings";
import { apply, emptyChat, placeOf } from "./state";
import type { Identity, Keeper, Outgoing } from "./storage";
import { EventStream, type Frame, type StreamState } from "./stream";
import type { TabMessage, Tabs } from "./tabs";
import { emptyView, type View } from "./view";

const SEND_TIMEOUT_MS = 20_000;
const LEADER_SILENCE_MS = 35_000;
const PAGE = 500;

export interface Environment {
  /** Where the API is, without a slash at the end: "https://chat.example.lt". */
  base: string;
  fetch: typeof fetch;
  clock: Clock;
  /** [0, 1) */
  random: () => number;
  /** A name nobody else makes, of A-Za-z0-9._:- */
  newId: () => string;
  keeper: Keeper;
  tabs: Tabs;
}

export class Session {
  view: View = emptyView;

  readonly #listeners = new Set<(view: View) => void>();
  readonly #stream: EventStream;
  readonly #outbox: Outbox;
  readonly #loadBackoff: Backoff;
  #identity: Identity | null = null;
  #generation = "";
  /** Nothing came on this connection yet. */
  #fresh = false;
  /** Where we stood when the stream was opened anew because of a gap; -1: never. */
  #rereadFrom = -1;
  /** Another tab heard something while we were still loading: it may be newer than what we got. */
  #toldMeanwhile = false;
  #leading = false;
  #giveUpLead: (() => void) | null = null;
  #cancelFollow = () => {};
  #cancelLoad = () => {};
  #started = false;
  readonly #readings: Readings;
  #beginning: Promise<void> | null = null;

  constructor(
    private readonly env: Environment,
    private about: StartRequest = {},
  ) {
    this.#outbox = new Outbox({
      ...env,
      send: (out) => this.#send(out),
      lost: () => {
        const known = this.#identity !== null;
        this.#forget();
        return known;
      },
      onChange: () => this.#change({ outbox: this.#outbox.list, pausedUntil: this.#outbox.pausedUntil }),
    });
    this.#readings = new Readings({
      keeper: env.keeper,
      there: () => Boolean(this.#identity?.conversation),
      begin: () => this.#begin(),
      post: (reading) => this.#post(`${this.#address()}/articles`, reading),
    });
    this.#loadBackoff = new Backoff(env.random);
    this.#stream = new EventStream({
      fetch: env.fetch,
      clock: env.clock,
      random: env.random,
      url: () => {
        this.#fresh = true;
        const after = this.#generation ? `${this.#generation}:${this.view.chat.last}` : this.view.chat.last;
        return `${this.#address()}/events?after=${after}`;
      },
      headers: () => this.#headers(),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state) => this.#onStreamState(state),
      onPulse: () => this.#tell({ kind: "pulse", state: "live" }),
      onRefused: (failure) => this.#onRefused(failure),
    });
    env.tabs.onMessage((message) => this.#onTab(message));
  }

  /** Takes up what an earlier page left: the conversation, and messages that were not sent. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#outbox.restore();
    this.#take(this.env.keeper.identity());
    // Best effort: the next page tries again.
    if (this.#identity?.conversation && this.about.page) void this.tell("page", this.about).catch(() => {});
    void this.#outbox.pump();
  }

  stop(): void {
    this.#started = false;
    this.#leave();
    this.#outbox.stop();
    this.env.tabs.close();
  }

  subscribe(listener: (view: View) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is said of the visitor when a conversation starts: page, language, attributes. */
  describe(about: StartRequest): void {
    this.about = { ...this.about, ...about };
  }

  send(text: string): void {
    this.#outbox.add(text);
  }

  choose(reply: QuickReply): void {
    this.#outbox.add(reply.label, reply.choice);
  }

  /** The visitor opened an article or judged it. Agents learn of it with the conversation; only a judgement
   *  begins one. */
  read(reading: Reading): void {
    this.#readings.add(reading);
  }

  /** What is no message: "typing", "seen" {last}, "contact" {email ...}, "leave" (the queue), "page" {page ...}.
   *  Throws CallFailed. */
  async tell(what: "typing" | "seen" | "contact" | "leave" | "page", body: object = {}): Promise<void> {
    const { events } = await this.#post<Partial<EventsAnswer>>(`${this.#address()}/${what}`, body);
    this.#foldAnswer(events ?? []);
  }

  /** Once more, at once. */
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  /** The visitor gives up on a message that failed. */
  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  /** Puts this conversation aside; the next message begins another one of the same visitor. */
  startOver(): void {
    if (!this.#identity) return;
    this.#take({ conversation: "", token: this.#identity.token });
    this.env.keeper.keepIdentity(this.#identity);
    this.#tell({ kind: "identity", identity: this.#identity });
  }

  /** The network came or went. */
  network(online: boolean): void {
    this.#change({ online });
    if (online) this.wake();
  }

  /** Somebody looks again: whatever waits for its time is tried now. */
  wake(): void {
    this.#stream.wake();
    if (this.#identity?.conversation && !this.#leading && this.view.phase === "ready") void this.#load();
    this.#outbox.wake();
    void this.#readings.tell();
  }

  /** Another tab wrote what is kept (browsers say so where BroadcastChannel is missing). */
  kept(): void {
    const kept = this.env.keeper.identity();
    if (kept?.conversation !== this.#identity?.conversation) this.#take(kept);
  }

  // ---- Identity ---------------------------------------------------------------------------------------

  #address(): string {
    return `${this.env.base}/api/v1/conversations/${encodeURIComponent(this.#identity?.conversation ?? "")}`;
  }

  #headers(): Record<string, string> {
    return this.#identity ? { Authorization: `Bearer ${this.#identity.token}` } : {};
  }

  /** Leaves the present conversation, if any, and reads that one, if any. */
  #take(identity: Identity | null): void {
    this.#leave();
    this.#identity = identity;
    const there = Boolean(identity?.conversation);
    this.#change({
      chat: emptyChat,
      phase: there ? "loading" : "none",
      connection: there ? "connecting" : "idle",
      signals: {},
    });
    if (there) void this.#load();
  }

  #leave(): void {
    this.#giveUpLead?.();
    this.#giveUpLead = null;
    this.#leading = false;
    this.#cancelFollow();
    this.#cancelLoad();
    this.#stream.stop();
    this.#rereadFrom = -1;
    this.#generation = "";
  }

  #onRefused(failure: CallFailed): void {
    if (failure.status === 401 || failure.status === 403 || failure.status === 404) this.#forget();
    else this.#change({ connection: "lost" });
  }

  #forget(): void {
    const conversation = this.#identity?.conversation;
    if (this.env.keeper.identity()?.conversation === conversation) this.env.keeper.keepIdentity(null);
    this.#take(null);
    this.#change({ gone: true });
    this.#tell({ kind: "identity", identity: this.#identity });
    void this.#outbox.pump();
  }

  // ---- Reading ----------------------------------------------------------------------------------------

  /** Reads from where we stand to the end. The first time it is followed by the stream. */
  async #load(): Promise<void> {
    const conversation = this.#identity?.conversation;
    this.#cancelLoad();
    try {
      for (;;) {
        const answer = await call<EventsAnswer>(
          this.env.fetch,
          `${this.#address()}/events?after=${this.view.chat.last}`,
          { headers: this.#headers() },
        );
        if (this.#identity?.conversation !== conversation) return;
        this.#foldAll(answer.events);
        if (answer.waiting) this.#onSignal("waiting", answer.waiting);
        if (answer.events.length >= PAGE) continue;
        if (!this.#toldMeanwhile) break;
        this.#toldMeanwhile = false;
      }
      this.#loadBackoff.reset();
      if (this.view.phase === "loading") {
        this.#change({ phase: "ready" });
        this.#listen();
      }
    } catch (cause) {
      if (this.#identity?.conversation !== conversation) return;
      if (!(cause instanceof CallFailed)) throw cause;
      if (!cause.passing) return this.#onRefused(cause);
      if (this.view.phase !== "loading") return;
      this.#change({ connection: "lost" });
      this.#cancelLoad = this.env.clock.after(
        this.#loadBackoff.next(cause.retryAfterMs),
        () => void this.#load(),
      );
    }
  }

  #listen(): void {
    if (this.#giveUpLead) return;
    this.#follow();
    this.#giveUpLead = this.env.tabs.lead(() => {
      this.#leading = true;
      this.#cancelFollow();
      this.#stream.start();
    });
  }

  /** Another tab reads. When it falls silent, it may be asleep: then this one reads for itself. */
  #follow(): void {
    this.#cancelFollow();
    this.#tell({ kind: "hello" });
    this.#cancelFollow = this.env.clock.after(LEADER_SILENCE_MS, () => this.#stream.start());
  }

  #onStreamState(state: StreamState): void {
    const connections = { live: "live", connecting: "connecting", waiting: "lost", stopped: "idle" } as const;
    // A first attempt after a loss is still "lost" to the reader until it has succeeded.
    if (state === "connecting" && this.view.connection === "lost") return;
    this.#change({ connection: connections[state] });
    this.#tell({ kind: "pulse", state });
  }

  #onFrame(frame: Frame): void {
    let event: Event;
    try {
      event = JSON.parse(frame.data) as Event;
    } catch {
      return;
    }
    if (frame.id === "") {
      this.#onSignal(frame.event, event);
      return this.#tell({ kind: "signal", name: frame.event, data: event });
    }
    const again = this.#fresh && this.#rereadFrom === this.view.chat.last;
    this.#fresh = false;
    this.#accept(frame.id, event, again, () => {
      this.#rereadFrom = this.view.chat.last;
      this.#stream.restart();
    });
    this.#tell({ kind: "frame", id: frame.id, event });
  }

  #onSignal(name: string, data: object): void {
    this.#change({ signals: { ...this.view.signals, [name]: data } });
  }

  /** Folds an event that came by itself, or has the hole before it read. `again`: that was done, and the
   *  server begins with this event all the same; so for this reader there is nothing in between. */
  #accept(id: string, event: Event, again: boolean, reread: () => void): void {
    const colon = id.lastIndexOf(":");
    const generation = colon > 0 ? id.slice(0, colon) : "";
    if (generation && this.#generation && generation !== this.#generation) {
      // The server stands on another database (a restored backup): it sends everything again.
      this.#change({ chat: emptyChat });
      this.#generation = generation;
      if (event.previous !== 0) return reread();
    }
    if (generation) this.#generation = generation;
    const place = placeOf(this.view.chat, event);
    if (place === "gap" && !again) return reread();
    if (place !== "old") this.#foldAll([event]);
  }

  /** Folds events that are right as they come, and takes what they acknowledge out of the outbox. */
  #foldAll(events: Event[]): void {
    const chat = events.reduce(apply, this.view.chat);
    if (chat !== this.view.chat) this.#change({ chat });
    this.#outbox.acknowledge(
      events.flatMap((event) =>
        event.type === "message" && event.author === "visitor" && event.client_id ? [event.client_id] : [],
      ),
    );
  }

  // ---- Writing ----------------------------------------------------------------------------------------

  async #send(out: Outgoing): Promise<void> {
    if (!this.#identity?.conversation) await this.#begin();
    const conversation = this.#identity?.conversation;
    const what = out.choice === undefined ? { text: out.text } : { choice: out.choice };
    const answer = await this.#post<EventsAnswer>(`${this.#address()}/messages`, {
      client_id: out.clientId,
      ...what,
    });
    // Said in a conversation that was left meanwhile: there it stands, and here nothing is awaited.
    if (this.#identity?.conversation !== conversation) return this.#outbox.discard(out.clientId);
    this.#foldAnswer(answer.events);
  }

  #foldAnswer(events: Event[]): void {
    for (const event of events) {
      // Somebody else spoke before: their words come first, so the whole is read in order.
      if (placeOf(this.view.chat, event) === "gap") return void this.#load();
      this.#foldAll([event]);
    }
  }

  /** Whoever asks while one begins waits for that one. */
  #begin(): Promise<void> {
    this.#beginning ??= this.#beginNow().finally(() => (this.#beginning = null));
    return this.#beginning;
  }

  async #beginNow(): Promise<void> {
    const before = this.#identity;
    const opened = this.#readings.list;
    const answer = await this.#post<StartAnswer>(`${this.env.base}/api/v1/conversations`, {
      ...this.about,
      ...(opened.length > 0 && { opened }),
    });
    // Another tab may have begun one in the meantime: the one that is kept is the one.
    const kept = this.env.keeper.identity();
    if (kept?.conversation && kept.conversation !== before?.conversation) return this.#take(kept);
    this.#identity = { conversation: answer.conversation, token: answer.token || (before?.token ?? "") };
    this.env.keeper.keepIdentity(this.#identity);
    this.#generation = "";
    this.#readings.told(opened);
    this.#change({ phase: "ready", connection: "connecting", gone: false });
    this.#foldAll(answer.events);
    this.#tell({ kind: "identity", identity: this.#identity });
    this.#listen();
  }

  async #post<T>(url: string, body: unknown): Promise<T> {
    const abort = new AbortController();
    const cancel = this.env.clock.after(SEND_TIMEOUT_MS, () => abort.abort());
    try {
      return await call<T>(this.env.fetch, url, {
        method: "POST",
        body,
        headers: this.#headers(),
        signal: abort.signal,
      });
    } finally {
      cancel();
    }
  }

  // ---- Other tabs -------------------------------------------------------------------------------------

  #tell(message: TabMessage): void {
    this.env.tabs.post(message);
  }

  #onTab(message: TabMessage): void {
    if (!this.#started) return;
    switch (message.kind) {
      case "identity":
        // Where storage is denied, tabs share nothing but these messages.
        if (message.identity && !this.env.keeper.identity()) this.env.keeper.keepIdentity(message.identity);
        this.kept();
        break;
      case "hello":
        if (this.#leading) this.#tell({ kind: "pulse", state: this.#stream.state });
        break;
      case "pulse":
        if (this.#leading || this.#stream.state !== "stopped" || this.view.phase !== "ready") return;
        this.#cancelFollow();
        this.#cancelFollow = this.env.clock.after(LEADER_SILENCE_MS, () => this.#stream.start());
        if (message.state !== "stopped") {
          this.#change({ connection: message.state === "waiting" ? "lost" : message.state });
        }
        break;
      case "frame":
        if (this.view.phase === "loading") this.#toldMeanwhile = true;
        if (this.#leading || this.#stream.state !== "stopped" || this.view.phase !== "ready") return;
        this.#accept(message.id, message.event, false, () => void this.#load());
        break;
      case "signal":
        if (!this.#leading) this.#onSignal(message.name, message.data);
        break;
    }
  }

  #change(part: Partial<View>): void {
    this.view = { ...this.view, ...part };
    for (const listener of this.#listeners) listener(this.view);
  }
}
