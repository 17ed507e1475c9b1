// SPDX-License-Identifier: MIT
// One conversation that is on the page: loads it, follows its facts and what is true only now, and loads again
// what failed. Which ones are on the page is desk.ts.

import { CallFailed, type Event } from "../shared/protocol";
import { Backoff } from "../shared/backoff";
import type { EventStream, Frame } from "../shared/stream";
import { Api } from "./api";
import { codeOf, type Session } from "./session";
import { liveAfter, withNewEvents } from "./state/app";
import { fromAnswer, writerOf, type Conversation } from "./state/conversation";
import { openedOf, withOpened, type Opened } from "./state/panes";
import { quiet, spoke, withSignal, type Signals } from "./state/signals";
import { noProposal } from "./state/suggestion";

/** After these the card may say something else. */
const CHANGES_CARD = new Set(["handoff_requested", "offline", "requeued", "transferred", "reopened", "slot_filled", "page_seen"]);

/** Who wants to know of a conversation on the page. */
export interface Listener {
  /** It is on the screen as it is now. */
  loaded(id: string): void;
  /** It was loaded, or something was added to it. */
  news(id: string): void;
  /** What was said in it is erased. */
  erased(id: string): void;
  /** The server answers again. */
  live(): void;
}

export class Follower {
  private stream: EventStream | null = null;
  /** `<generation>:<sequence>` of the newest frame; a new generation is another database. */
  private position = "";
  private loading: AbortController | null = null;
  /** Takes back the next attempt of a load that failed. */
  private again: (() => void) | null = null;
  private readonly backoff: Backoff;
  private cards = 0;

  constructor(
    private readonly session: Session,
    private readonly id: string,
    private readonly listener: Listener,
  ) {
    this.backoff = new Backoff(() => session.random());
  }

  private change(change: (opened: Opened) => Opened): void {
    this.session.cell.set((s) => withOpened(s, this.id, change));
  }
  /** Null until it is loaded. */
  get conversation(): Conversation | null {
    const opened = openedOf(this.session.cell.get(), this.id);
    return opened?.phase === "ready" ? opened.conversation : null;
  }

  async load(): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.loading = abort;
    try {
      const answer = await this.session.api.conversation(this.id, abort.signal);
      if (abort.signal.aborted) return;
      const loaded = fromAnswer(answer);
      const names = { ...this.session.cell.get().names, ...loaded.names };
      this.change((opened) => ({ ...opened, phase: "ready", code: "", row: { ...answer }, conversation: { ...loaded, names } }));
      this.backoff.reset();
      if (loaded.chat.erased) this.forget();
      this.listener.loaded(this.id);
      this.listener.news(this.id);
      this.follow();
    } catch (failure) {
      if (abort.signal.aborted) return;
      const code = codeOf(failure);
      // What is on the screen stays there; only a page that shows nothing yet says so.
      const now = this.session.now();
      this.change((opened) => ({
        ...opened,
        code,
        live: opened.phase === "ready" ? liveAfter(opened.live, "waiting", now) : opened.live,
        phase: code === "not_found" ? "missing" : opened.phase === "ready" ? "ready" : "failed",
      }));
      if (!(failure instanceof CallFailed && failure.passing)) return;
      this.again = this.session.after(this.backoff.next(failure.retryAfterMs), () => void this.load());
    }
  }

  /** Now instead of after the pause. */
  retry(): void {
    if (this.again) void this.load();
    else this.stream?.wake();
  }

  /** The browser says that the network is gone, or something is missing before what came. */
  restart(): void {
    this.stream?.restart();
  }

  stop(): void {
    this.loading?.abort();
    this.loading = null;
    this.again?.();
    this.again = null;
    this.stream?.stop();
    this.stream = null;
  }

  /** The customer was erased: of him nothing stays here either. */
  private forget(): void {
    this.change((opened) => {
      const row = opened.row && { ...opened.row, name: "", last_text: "", topic: null, order: "" };
      return { ...opened, row, history: null, proposal: noProposal, signals: quiet };
    });
    this.listener.erased(this.id);
  }

  private follow(): void {
    this.position = "";
    this.stream = this.session.stream({
      url: () => Api.conversationStream(this.id, this.position || String(this.conversation?.chat.last ?? 0)),
      onFrame: (frame) => this.frame(frame),
      onState: (state) => {
        const now = this.session.now();
        // Who looked and typed before a cut may be gone; the server tells anew of those who are there.
        const told = (signals: Signals) => (state === "live" ? { ...quiet, seen: signals.seen } : signals);
        this.change((opened) => ({ ...opened, live: liveAfter(opened.live, state, now), signals: told(opened.signals) }));
        if (state !== "live") return;
        this.session.wake();
        this.listener.live();
      },
      onRefused: (failure) => {
        if (failure.status === 404) this.change((opened) => ({ ...opened, phase: "missing" }));
      },
    });
    this.stream.start();
  }

  private frame(frame: Frame): void {
    if (!frame.id) {
      const data = JSON.parse(frame.data || "{}") as Record<string, unknown>;
      this.change((opened) => {
        const signals = withSignal(opened.signals, frame.event, data, this.session.me, this.session.now());
        return signals === opened.signals ? opened : { ...opened, signals };
      });
      return;
    }
    const generation = frame.id.split(":")[0];
    if (this.position && this.position.split(":")[0] !== generation) {
      void this.load();
      return;
    }
    this.add([JSON.parse(frame.data) as Event]);
    if (this.conversation) this.position = `${generation}:${this.conversation.chat.last}`;
  }

  add(events: Event[]): void {
    let gap = false;
    this.session.cell.set((s) => {
      const added = withNewEvents(s, this.id, events);
      gap = added.gap;
      return withOpened(added.state, this.id, (opened) => {
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
    if (events.some((event) => event.type === "erased")) this.forget();
    this.listener.news(this.id);
    if (gap) this.stream?.restart();
    else if (events.some((event) => CHANGES_CARD.has(event.type))) void this.refreshCard();
  }

  /** Fetches the card alone. */
  async refreshCard(): Promise<void> {
    const asked = (this.cards += 1);
    try {
      const { card } = await this.session.api.card(this.id);
      // Answers may overtake each other: only the newest question counts.
      if (asked !== this.cards || this.conversation?.chat.erased) return;
      this.change((opened) => ({ ...opened, conversation: { ...opened.conversation, card } }));
    } catch {
      // The old card is still true of what it says; the next change asks again.
    }
  }

  /** Fetches what is missing after the newest fact that we have. */
  async catchUp(): Promise<void> {
    const last = this.conversation?.chat.last;
    if (last === undefined) return;
    try {
      const { events } = await this.session.api.events(this.id, last);
      this.add(events);
    } catch {
      // The stream brings it.
    }
  }
}
