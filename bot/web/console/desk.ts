// SPDX-License-Identifier: MIT
// The open conversation: loading it, following its facts, and the agent's commands on it. Writing is
// writer.ts.
//
// Every command names the epoch that the agent saw. A conflict is no failure of the page: the new facts are
// fetched and shown, and the agent is told who has it.

import { CallFailed, type CommandAnswer, type ErrorBody, type Event, type Row } from "../shared/protocol";
import { Backoff } from "../shared/backoff";
import type { EventStream, Frame } from "../shared/stream";
import { Api, type To } from "./api";
import { codeOf, type Session } from "./session";
import {
  liveAfter,
  opening,
  withAllSeen,
  withNames,
  withNewEvents,
  withOpened,
  withRows,
  type AppState,
  type Opened,
  type ToastKey,
} from "./state/app";
import { fromAnswer, writerOf, type Conversation } from "./state/conversation";
import { longestWaiting, withRow } from "./state/rows";
import { quiet, spoke, withSignal, type Signals } from "./state/signals";
import { noProposal } from "./state/suggestion";

/** After these the card may say something else. */
const CHANGES_CARD = new Set(["handoff_requested", "offline", "requeued", "transferred", "reopened", "slot_filled", "page_seen"]);

export class Desk {
  private stream: EventStream | null = null;
  /** `<generation>:<sequence>` of the newest frame; a new generation is another database. */
  private position = "";
  private loading: AbortController | null = null;
  /** While a load that failed waits for its next attempt. */
  private again: { id: string; cancel: () => void } | null = null;
  private readonly backoff: Backoff;
  private cards = 0;

  constructor(private readonly session: Session) {
    this.backoff = new Backoff(() => session.random());
    session.onSignedIn = (id) => {
      if (id && this.opened?.id === id) void this.load(id);
      else this.open(id);
    };
    session.onLive = () => {
      this.retry();
      this.onLive();
    };
    session.onExpired = () => this.stopStream();
  }

  private get state(): AppState {
    return this.session.cell.get();
  }
  get opened(): Opened | null {
    return this.state.opened;
  }
  private conversation(id: string): Conversation | null {
    return this.opened?.id === id && this.opened.phase === "ready" ? this.opened.conversation : null;
  }

  // ---- Opening and following ------------------------------------------------------------------------

  /** Opens a conversation, or none ("" ). */
  open(id: string): void {
    if (this.opened?.id === id) return;
    this.stopStream();
    // What waited for the stream of the one that is left waits no longer for it.
    if (this.opened && this.state.list.state === "live") queueMicrotask(() => this.onLive());
    if (!id) {
      this.session.cell.set((s) => (s.opened ? { ...s, opened: null, dialog: null } : s));
      return;
    }
    this.session.cell.set((s) => opening(s, id));
    this.onOpening(id);
    void this.load(id);
  }

  async load(id: string): Promise<void> {
    this.stopStream();
    const abort = new AbortController();
    this.loading = abort;
    try {
      const answer = await this.session.api.conversation(id, abort.signal);
      if (abort.signal.aborted) return;
      this.session.cell.set((s) =>
        withOpened(s, id, (opened) => {
          const loaded = fromAnswer(answer);
          const conversation = { ...loaded, names: { ...s.names, ...loaded.names } };
          return { ...opened, phase: "ready", code: "", row: { ...answer }, conversation };
        }),
      );
      this.backoff.reset();
      if (this.conversation(id)?.chat.erased) this.forget(id);
      this.looked();
      this.onLoaded(id);
      this.onNews(id);
      this.follow(id);
    } catch (failure) {
      if (abort.signal.aborted) return;
      const code = codeOf(failure);
      // What is on the screen stays there; only a page that shows nothing yet says so.
      const now = this.session.now();
      this.session.cell.set((s) =>
        withOpened(s, id, (opened) => ({
          ...opened,
          code,
          live: opened.phase === "ready" ? liveAfter(opened.live, "waiting", now) : opened.live,
          phase: code === "not_found" ? "missing" : opened.phase === "ready" ? "ready" : "failed",
        })),
      );
      if (failure instanceof CallFailed && failure.passing) this.loadLater(id, failure.retryAfterMs);
    }
  }

  private loadLater(id: string, atLeastMs: number): void {
    const cancel = this.session.after(this.backoff.next(atLeastMs), () => void this.load(id));
    this.again = { id, cancel };
  }

  /** Now instead of after the pause. */
  private retry(): void {
    if (this.again) void this.load(this.again.id);
    else this.stream?.wake();
  }

  /** The customer was erased: of him nothing stays here either. */
  private forget(id: string): void {
    this.session.cell.set((s) =>
      withOpened(s, id, (opened) => {
        const row = opened.row && { ...opened.row, name: "", last_text: "", topic: null };
        return { ...opened, row, history: null, proposal: noProposal, signals: quiet };
      }),
    );
    this.onErased(id);
  }

  private follow(id: string): void {
    this.position = "";
    this.stream = this.session.stream({
      url: () => Api.conversationStream(id, this.position || String(this.conversation(id)?.chat.last ?? 0)),
      onFrame: (frame) => this.frame(id, frame),
      onState: (state) => {
        const now = this.session.now();
        // Who looked and typed before a cut may be gone; the server tells anew of those who are there.
        const told = (signals: Signals) => (state === "live" ? { ...quiet, seen: signals.seen } : signals);
        this.session.cell.set((s) =>
          withOpened(s, id, (opened) => ({
            ...opened,
            live: liveAfter(opened.live, state, now),
            signals: told(opened.signals),
          })),
        );
        if (state !== "live") return;
        this.session.wake();
        this.onLive();
      },
      onRefused: (failure) => {
        if (failure.status === 404) {
          this.session.cell.set((s) => withOpened(s, id, (opened) => ({ ...opened, phase: "missing" })));
        }
      },
    });
    this.stream.start();
  }

  private frame(id: string, frame: Frame): void {
    if (!frame.id) {
      this.signal(id, frame);
      return;
    }
    const generation = frame.id.split(":")[0];
    if (this.position && this.position.split(":")[0] !== generation) {
      void this.load(id);
      return;
    }
    const event = JSON.parse(frame.data) as Event;
    this.add(id, [event]);
    if (this.opened?.id === id) this.position = `${generation}:${this.opened.conversation.chat.last}`;
  }

  private signal(id: string, frame: Frame): void {
    const data = JSON.parse(frame.data || "{}") as Record<string, unknown>;
    this.session.cell.set((s) =>
      withOpened(s, id, (opened) => {
        const signals = withSignal(opened.signals, frame.event, data, this.session.me, this.session.now());
        return signals === opened.signals ? opened : { ...opened, signals };
      }),
    );
  }

  private add(id: string, events: Event[]): void {
    let gap = false;
    this.session.cell.set((s) => {
      const added = withNewEvents(s, id, events);
      gap = added.gap;
      return withOpened(added.state, id, (opened) => {
        const heard = events.reduce(
          (signals, event) =>
            event.type === "message" || event.type === "note"
              ? spoke(signals, event.author, writerOf(opened.conversation, event))
              : signals,
          opened.signals,
        );
        return heard === opened.signals ? opened : { ...opened, signals: heard };
      });
    });
    if (events.some((event) => event.type === "erased")) this.forget(id);
    this.looked();
    this.onNews(id);
    if (gap) this.stream?.restart();
    else if (events.some((event) => CHANGES_CARD.has(event.type))) void this.refreshCard(id);
  }

  async refreshCard(id: string): Promise<void> {
    const asked = (this.cards += 1);
    try {
      const { card, flow } = await this.session.api.conversation(id);
      // Answers may overtake each other: only the newest question counts.
      if (asked !== this.cards || this.conversation(id)?.chat.erased) return;
      this.session.cell.set((s) =>
        withOpened(s, id, (opened) => ({ ...opened, conversation: { ...opened.conversation, card, flow: flow ?? null } })),
      );
    } catch {
      // The old card is still true of what it says; the next change asks again.
    }
  }

  private stopStream(): void {
    this.loading?.abort();
    this.loading = null;
    this.again?.cancel();
    this.again = null;
    this.stream?.stop();
    this.stream = null;
  }

  /** The network is back, or the tab is looked at again. */
  wake(): void {
    this.retry();
    this.looked();
  }

  /** As Session's. */
  lose(): void {
    this.stream?.restart();
  }

  /** What is on a visible screen is seen. */
  private looked(): void {
    if (!this.session.visible() || this.state.page !== "desk") return;
    const before = this.state.seen;
    this.session.cell.set(withAllSeen);
    if (this.state.seen !== before) this.session.storage.saveSeen(this.state.seen);
    const opened = this.opened;
    if (opened?.phase === "ready") this.onSeen(opened.id, opened.conversation.chat.last);
  }

  /** Set by colleague.ts: the open conversation was loaded, or something was added to it. */
  onNews: (id: string) => void = () => {};
  /** Set by writer.ts: the server answers again. */
  onLive: () => void = () => {};
  /** Set by writer.ts: a conversation is being opened. */
  onOpening: (id: string) => void = () => {};
  /** Set by writer.ts: the open conversation is on the screen as it is now. */
  onLoaded: (id: string) => void = () => {};
  /** Set by writer.ts: what was said in a conversation is erased. */
  onErased: (id: string) => void = () => {};
  /** Set by presence.ts: a conversation is on a visible screen up to `last`. */
  onSeen: (id: string, last: number) => void = () => {};

  /** Fetches what is missing after the newest fact that we have. */
  async catchUp(id: string): Promise<void> {
    const last = this.conversation(id)?.chat.last;
    if (last === undefined) return;
    try {
      const { events } = await this.session.api.events(id, last);
      this.add(id, events);
    } catch {
      // The stream brings it.
    }
  }

  /** A conversation as it is now, open or not. Throws CallFailed. */
  async newest(id: string): Promise<Conversation> {
    const last = this.conversation(id)?.chat.last;
    if (last !== undefined) {
      this.add(id, (await this.session.api.events(id, last)).events);
      const now = this.conversation(id);
      if (now) return now;
    }
    const answer = fromAnswer(await this.session.api.conversation(id));
    return { ...answer, names: { ...this.state.names, ...answer.names } };
  }

  // ---- Commands -------------------------------------------------------------------------------------

  /** What a command's answer says, on the screen before the stream says it too. */
  accept(id: string, answer: CommandAnswer): void {
    const own = (answer.events ?? []).flatMap(({ actor }) => (actor?.kind === "agent" && actor.id ? [actor.id] : []));
    this.session.cell.set((s) => withNames(s, Object.fromEntries(own.map((agent) => [agent, this.session.me]))));
    if (answer.events) this.add(id, answer.events);
    this.session.cell.set((s) =>
      withOpened(s, id, (opened) =>
        answer.last > opened.conversation.chat.last || answer.epoch <= opened.conversation.epoch
          ? opened
          : { ...opened, conversation: { ...opened.conversation, epoch: answer.epoch } },
      ),
    );
    const known = this.conversation(id);
    if (known && answer.last > known.chat.last) void this.catchUp(id);
  }

  /** Runs a command with a given epoch, else with the one on the screen: the open conversation's, or the list's
   *  of another. Tells what went wrong. */
  async command(
    id: string,
    epoch: number | undefined,
    run: (epoch: number) => Promise<CommandAnswer>,
  ): Promise<CommandAnswer | null> {
    const known = epoch ?? this.conversation(id)?.epoch ?? this.state.rows.get(id)?.epoch;
    if (known === undefined) {
      this.session.say("notDone");
      return null;
    }
    try {
      const answer = await run(known);
      this.accept(id, answer);
      return answer;
    } catch (failure) {
      const conflict = conflictOf(failure);
      if (conflict) {
        await this.catchUp(id);
        this.tellConflict(conflict);
      } else if (!(failure instanceof CallFailed && failure.status === 401)) {
        this.session.say("notDone", codeOf(failure));
      }
      return null;
    }
  }

  private tellConflict(conflict: ErrorBody["error"]): void {
    const owner = conflict.owner?.name;
    if (owner && owner !== this.session.me) this.session.say("taken", owner);
    else this.session.say("changed");
  }

  async take(id: string): Promise<boolean> {
    return (await this.command(id, undefined, (epoch) => this.session.api.take(id, epoch))) !== null;
  }

  /** Takes who has waited longest and opens it. Null: nobody waits, or somebody was faster. */
  async takeLongest(): Promise<string | null> {
    const row = longestWaiting(this.state.rows, this.session.serverNow());
    if (row) return this.takeRow(row);
    this.session.say("nobodyWaits");
    return null;
  }

  /** Takes one of the list: its id, or null when somebody was faster. */
  async takeRow(row: Row): Promise<string | null> {
    const id = row.conversation;
    const answer = await this.command(id, row.epoch, (epoch) => this.session.api.take(id, epoch));
    if (!answer) return null;
    // The list's own stream says it too; until then A must not take the same one again.
    const owner = { id: this.session.me, name: this.session.me };
    const taken = { ...row, status: "assigned" as const, asked: false, owner, epoch: answer.epoch, last: answer.last };
    this.session.cell.set((s) => withRows(s, withRow(s.rows, taken)));
    return id;
  }

  /** `step`: where the bot goes on with its steps; "" when it only answers from here. */
  returnToBot(id: string, step = "", epoch?: number): Promise<boolean> {
    return this.undoable(id, "returned", "", epoch, (known) => this.session.api.returnToBot(id, known, step));
  }
  close(id: string, reason = "", tags?: string[], epoch?: number): Promise<boolean> {
    return this.undoable(id, "closed", "", epoch, (known) => this.session.api.close(id, known, reason, tags));
  }
  /** `name`: how the team or the colleague is called. */
  async transfer(id: string, to: To, name: string, comment = "", epoch?: number): Promise<boolean> {
    const run = (known: number) => this.session.api.transfer(id, known, to, comment);
    if (to.team !== undefined) return this.undoable(id, "transferred", name, epoch, run);
    // A colleague has it at once, and it is not ours to take back.
    const done = (await this.command(id, epoch, run)) !== null;
    if (done) this.session.say("transferred", name);
    return done;
  }

  /** A command that can be taken back by taking the conversation again. */
  private async undoable(
    id: string,
    said: ToastKey,
    name: string,
    epoch: number | undefined,
    run: (epoch: number) => Promise<CommandAnswer>,
  ): Promise<boolean> {
    const answer = await this.command(id, epoch, run);
    if (!answer) return false;
    this.session.say(said, name, () => {
      this.session.dismissToast();
      void this.command(id, answer.epoch, (epoch) => this.session.api.take(id, epoch));
    });
    return true;
  }
}

/** The facts of a 409, or null for anything else. */
export function conflictOf(failure: unknown): ErrorBody["error"] | null {
  return failure instanceof CallFailed && failure.status === 409 && failure.body ? failure.body.error : null;
}
