// SPDX-License-Identifier: MIT
// Signing in and out, the live list, and what is the same for the whole page: availability, preferences,
// the title. Opening and writing are desk.ts. All network and storage of the console is in these two, api.ts
// and storage.ts.

import type { Clock } from "../shared/clock";
import { CallFailed, millis, type Language, type Me, type Row, type Status } from "../shared/protocol";
import { EventStream, type Frame, type StreamOptions } from "../shared/stream";
import { Api } from "./api";
import { initialState, liveAfter, withNames, withRows, type AppState, type Cell, type Dialog, type PageName, type Prefs, type ToastKey } from "./state/app";
import { openedOf } from "./state/panes";
import { fromSnapshot, unreadAfter, withRow, type Tab } from "./state/rows";
import type { Storage } from "./storage";
import { Tally } from "./tally";
import { learnWords } from "./words/words";

export interface Environment {
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  /** Whether somebody can see the page now. */
  visible: () => boolean;
}

/** An answer that came sooner was sent just now. */
const PROMPT_MS = 2_000;
const START_AGAIN_MS = 5_000;
const TOAST_MS = 5_000;
const WARNING = new Set<ToastKey>(["taken", "notDone", "changed", "tagFirst", "off", "nowOff", "notSentLate"]);
/** Somebody who comes back has to find these. */
const STAYS = new Set<ToastKey>(["nowOff", "notSentLate"]);

export class Session {
  readonly api: Api;
  private readonly list: EventStream;
  private readonly tally: Tally;
  private toasts = 0;

  constructor(
    readonly cell: Cell<AppState>,
    readonly storage: Storage,
    private readonly environment: Environment,
  ) {
    const fetcher: typeof fetch = (input, init) => this.fetched(input, init);
    this.api = new Api(fetcher);
    const looked = (id: string) => {
      const state = cell.get();
      return openedOf(state, id) !== null && state.page === "desk" && environment.visible();
    };
    this.tally = new Tally(cell, this.api, looked, (row) => this.onSaid(row));
    this.list = this.stream({
      url: () => Api.listStream,
      onFrame: (frame) => this.rowFrame(frame),
      onState: (state) => {
        const now = environment.clock.now();
        cell.set((s) => ({ ...s, list: liveAfter(s.list, state, now) }));
        if (state !== "live") return;
        // Availability may have been taken back while nothing was heard of us.
        if (cell.get().desk) void this.learnDesk();
        this.onLive();
      },
    });
  }

  /** A stream of this session: the same clock, the same sign-in. */
  stream(options: {
    url: () => string;
    onFrame: (frame: Frame) => void;
    onState: StreamOptions["onState"];
    onRefused?: (failure: CallFailed) => void;
  }): EventStream {
    return new EventStream({
      fetch: this.api.fetcher,
      clock: this.environment.clock,
      random: this.environment.random,
      ...options,
    });
  }

  get me(): string {
    return this.cell.get().auth.me?.name ?? "";
  }
  now(): number {
    return this.environment.clock.now();
  }
  /** The server's now, as well as we know it. */
  serverNow(): number {
    return this.now() + this.cell.get().skew;
  }
  /** Calls back after a time; the answer takes it back. */
  after(ms: number, wake: () => void): () => void {
    return this.environment.clock.after(ms, wake);
  }
  random(): number {
    return this.environment.random();
  }
  visible(): boolean {
    return this.environment.visible();
  }

  /** Every answer passes here: the end of the session shows in any of them, and so does the server's clock. */
  private async fetched(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const asked = this.now();
    const response = await this.environment.fetch(input, init);
    const date = Date.parse(response.headers.get("date") ?? "");
    // An answer that a sleeping tab reads late tells the time of long ago.
    if (Number.isFinite(date) && this.now() - asked < PROMPT_MS) this.noteClock(date + 500);
    if (response.status === 401 && !String(input).endsWith("/agent/login")) this.expire();
    return response;
  }

  /** A difference below two seconds is the network's, not the clocks'. */
  private noteClock(serverNow: number): void {
    const skew = serverNow - this.now();
    if (Math.abs(skew - this.cell.get().skew) > 2_000) this.cell.set((s) => ({ ...s, skew }));
  }

  // ---- Signing in and out -------------------------------------------------------------------------

  /** Finds out who is signed in. A server that cannot be reached is asked again. */
  async start(): Promise<void> {
    try {
      await this.enter(await this.api.me());
    } catch (failure) {
      if (failure instanceof CallFailed && failure.status === 401) {
        this.forget("out");
        return;
      }
      this.cell.set((s) => ({ ...s, auth: { ...s.auth, phase: "checking", problem: codeOf(failure) } }));
      this.after(START_AGAIN_MS, () => {
        const { phase, problem } = this.cell.get().auth;
        if (phase === "checking" && problem) void this.start();
      });
    }
  }

  async signIn(name: string, password: string): Promise<void> {
    this.cell.set((s) => ({ ...s, auth: { ...s.auth, busy: true, problem: "", seconds: 0 } }));
    try {
      const answer = await this.api.login(name, password);
      const me = await this.api.me().catch(() => ({ ...answer, available: false }));
      const opened = this.cell.get().opened?.id ?? "";
      await this.enter(me);
      this.onSignedIn(opened);
    } catch (failure) {
      const seconds = failure instanceof CallFailed ? Math.ceil(failure.retryAfterMs / 1_000) : 0;
      this.cell.set((s) => ({
        ...s,
        auth: { ...s.auth, busy: false, problem: codeOf(failure), seconds },
      }));
    }
  }

  /** Somebody is signed in: what this browser keeps of them comes back; what the page knew of another is gone. */
  private async enter(me: Me): Promise<void> {
    const before = this.cell.get().auth.me?.name;
    if (before && before !== me.name) this.forget("checking");
    if (before !== me.name) {
      this.storage.use(me.name);
      const prefs = this.storage.prefs();
      await learnWords(prefs.language).catch(() => {});
      this.cell.set((s) => ({ ...s, prefs, seen: this.storage.seen() }));
    }
    this.cell.set((s) => ({ ...s, auth: { phase: "in", me, busy: false, problem: "", seconds: 0 } }));
    if (before !== me.name) this.tellAgent(me.name);
    this.list.start();
    void this.learnDesk();
  }

  /** Nothing of an agent stays on the page. */
  private forget(phase: "out" | "checking"): void {
    this.onExpired();
    this.list.stop();
    this.tally.forget();
    this.cell.set((s) => {
      const { auth, ...fresh } = initialState(s.prefs, {});
      return { ...fresh, skew: s.skew, page: phase === "out" ? "desk" : s.page, auth: { ...auth, phase } };
    });
    this.tellAgent("");
  }

  /** Teams, colleagues, replies: once when signed in, and again where how things stand just now matters. */
  async learnDesk(): Promise<boolean> {
    try {
      const desk = await this.api.desk();
      const names = Object.fromEntries(desk.agents.map(({ id, name }) => [id, name]));
      const before = this.cell.get().auth.me;
      this.cell.set((s) => withNames({ ...s, desk, auth: { ...s.auth, me: s.auth.me && { ...s.auth.me, back_at: null, ...desk.me } } }, names));
      // While nothing was heard of this page no more conversations were given to it.
      if (before?.available && !desk.me.available) this.say("nowOff");
      return true;
    } catch {
      return false;
    }
  }

  /** Set by notifier.ts: the customer said more in a conversation of this agent's. */
  onSaid: (row: Row) => void = () => {};
  /** Set by desk.ts: the server answers again, so the open conversation need not wait for its own turn. */
  onLive: () => void = () => {};
  /** Set by desk.ts: goes on with the conversation that was open before a new sign-in, "" for none. */
  onSignedIn: (opened: string) => void = () => {};
  onExpired: () => void = () => {};

  private readonly agents: ((name: string) => void)[] = [];
  /** Tells who is signed in from now on; "" for nobody any more. */
  onAgent(listener: (name: string) => void): void {
    this.agents.push(listener);
  }
  private tellAgent(name: string): void {
    for (const listener of this.agents) listener(name);
  }

  async signOut(): Promise<void> {
    await this.api.logout().catch(() => {});
    // Who has left sends nothing any more; the words stay.
    this.storage.saveWaiting({});
    this.forget("out");
    this.storage.use("");
  }

  private expire(): void {
    if (this.cell.get().auth.phase !== "in") return;
    this.list.stop();
    this.onExpired();
    // A dialog stays under the sign-in form: what was written in it is not lost.
    this.cell.set((s) => ({ ...s, auth: { ...s.auth, phase: "expired", busy: false, problem: "" } }));
  }

  // ---- The list -----------------------------------------------------------------------------------

  private rowFrame(frame: Frame): void {
    if (frame.event === "snapshot") {
      const { conversations, cut = [] } = JSON.parse(frame.data) as { conversations: Row[]; cut?: Status[] };
      const { rows } = this.cell.get();
      this.cell.set((s) => withRows({ ...s, cut }, fromSnapshot(conversations, cut, s.rows)));
      for (const row of conversations) this.tally.row(row, rows.get(row.conversation));
    } else if (frame.event === "row") {
      const row = JSON.parse(frame.data) as Row;
      const known = this.cell.get().rows.get(row.conversation);
      const since = known?.status === "queued" && row.status === "assigned" ? millis(known.waiting_since) : NaN;
      if (Number.isFinite(since)) this.cell.set((s) => ({ ...s, lastWaited: Math.max(0, this.serverNow() - since) }));
      this.cell.set((s) => {
        const unread = unreadAfter(s.unread, known, row, s.seen, this.me);
        return { ...withRows(s, withRow(s.rows, row)), unread };
      });
      this.tally.row(row, known);
    } else if (frame.event === "desk" && this.cell.get().desk) {
      void this.learnDesk();
    }
  }

  /** The network is back, or the tab is looked at again. */
  wake(): void {
    // A stream that was refused for good stands still until somebody asks for it.
    if (this.list.state === "stopped" && this.cell.get().auth.phase === "in") this.list.start();
    else this.list.wake();
  }

  /** The browser says that the network is gone: a stream would notice only after half a minute of silence. */
  lose(): void {
    this.list.restart();
  }

  // ---- The page -----------------------------------------------------------------------------------

  tab(tab: Tab): void {
    this.cell.set((s) => ({ ...s, tab }));
  }

  page(page: PageName): void {
    this.cell.set((s) => (s.page === page ? s : { ...s, page, dialog: null }));
  }

  dialog(dialog: Dialog): void {
    this.cell.set((s) => ({ ...s, dialog }));
  }

  /** Opens the reason of one bot message, or none. */
  why(sequence: number | null): void {
    this.cell.set((s) => ({ ...s, why: sequence }));
  }

  prefer(change: Partial<Prefs>): void {
    this.cell.set((s) => ({ ...s, prefs: { ...s.prefs, ...change } }));
    this.storage.savePrefs(this.cell.get().prefs);
  }

  /** Folds a section of the side panel, or unfolds it. */
  fold(part: string, folded: boolean): void {
    const others = this.cell.get().prefs.foldedParts.filter((one) => one !== part);
    this.prefer({ foldedParts: folded ? [...others, part] : others });
  }

  /** Speaks another language once its words are here. */
  async speak(language: Language): Promise<void> {
    try {
      await learnWords(language);
      this.prefer({ language });
    } catch {
      this.say("notDone", "unreachable");
    }
  }

  /** Whether conversations are given to this agent; `backAt`: when they are again, in ms, 0 where that is not said.
   *  False: the server does not know of it. */
  async setAvailable(available: boolean, backAt = 0): Promise<boolean> {
    const before = this.cell.get().auth.me;
    const put = (change: Pick<Me, "available" | "back_at">) =>
      this.cell.set((s) => (s.auth.me ? { ...s, auth: { ...s.auth, me: { ...s.auth.me, ...change } } } : s));
    put({ available, back_at: backAt || null });
    try {
      await this.api.status(available, backAt ? new Date(backAt).toISOString() : "");
      return true;
    } catch (failure) {
      put({ available: before?.available, back_at: before?.back_at });
      this.say("notDone", codeOf(failure));
      return false;
    }
  }

  async setCapacity(capacity: number): Promise<void> {
    try {
      await this.api.capacity(capacity);
      this.cell.set((s) => (s.auth.me ? { ...s, auth: { ...s.auth, me: { ...s.auth.me, capacity } } } : s));
    } catch (failure) {
      this.say("notDone", codeOf(failure));
    }
  }

  /** Puts words into the article search. */
  lookUp(articleQuery: string): void {
    this.cell.set((s) => ({ ...s, articleQuery }));
  }

  /** Names the topic of a visitor's line: opens the dialog for it. */
  mark(message: number): void {
    this.cell.set((s) => ({ ...s, marking: message, dialog: "intent" }));
  }

  /** A sentence at the edge of the page, for a few seconds. */
  say(key: ToastKey, name = "", undo: (() => void) | null = null, conversation = ""): void {
    this.toasts += 1;
    const id = this.toasts;
    const tone = WARNING.has(key) ? "warn" : "plain";
    this.cell.set((s) => ({ ...s, toast: { id, key, name, tone, undo, conversation } }));
    if (STAYS.has(key)) return;
    this.after(TOAST_MS, () => {
      this.cell.set((s) => (s.toast?.id === id ? { ...s, toast: null } : s));
    });
  }

  dismissToast(): void {
    this.cell.set((s) => ({ ...s, toast: null }));
  }
}

/** What words.failure knows a failure by. */
export function codeOf(failure: unknown): string {
  if (!(failure instanceof CallFailed)) return "internal";
  const reason = failure.body?.error.reason ?? "";
  return OF_PEOPLE.has(reason) ? reason : failure.code;
}
/** Why a conversation could not go to somebody: the conversation itself is as it was. */
const OF_PEOPLE = new Set(["not_there", "away", "full"]);
