// SPDX-License-Identifier: MIT
// Sounds and desktop notices of what state/notices.ts finds. Quiet by nature: one soft tone for whatever came
// at once, a desktop notice only while nobody looks at the page.

import type { Session } from "./session";
import type { AppState } from "./state/app";
import { lateOf, noticesOf, type Notice } from "./state/notices";
import { panesOf } from "./state/panes";
import type { Rows } from "./state/rows";

export interface Voice {
  /** One soft tone; `urgent`: two. */
  tone(urgent: boolean): void;
  /** A desktop notice that opens the conversation when it is chosen. */
  show(notice: Notice, state: AppState): void;
}

const LATE_EVERY_MS = 1_000;
/** Several things at once are one sound. */
const APART_MS = 1_500;

export class Notifier {
  private rows: Rows;
  private first = true;
  private soundedAt = 0;
  private rangAt = 0;
  private lookedAt: number;

  constructor(
    private readonly session: Session,
    clock: { after(ms: number, wake: () => void): () => void },
    private readonly voice: Voice,
  ) {
    this.rows = session.cell.get().rows;
    this.lookedAt = session.serverNow();
    session.cell.subscribe(() => this.changed());
    session.onSaid = (row) => {
      const { rows } = session.cell.get();
      this.tell(noticesOf(rows, rows, session.me, this.looked(), new Set([row.conversation])));
    };
    const tick = () => {
      const now = session.serverNow();
      this.tell(lateOf(session.cell.get().rows, this.lookedAt, now));
      this.lookedAt = now;
      clock.after(LATE_EVERY_MS, tick);
    };
    clock.after(LATE_EVERY_MS, tick);
  }

  private changed(): void {
    const state = this.session.cell.get();
    if (state.rows === this.rows) return;
    const before = this.rows;
    this.rows = state.rows;
    // What is there when an agent comes is no news.
    if (state.auth.phase === "out" || state.auth.phase === "checking") {
      this.first = true;
      return;
    }
    if (this.first) {
      this.first = false;
      return;
    }
    this.tell(noticesOf(before, state.rows, this.session.me, this.looked()));
  }

  /** The conversations before somebody's eyes. */
  private looked(): string[] {
    const state = this.session.cell.get();
    return this.session.visible() && state.page === "desk" ? panesOf(state).map(({ id }) => id) : [];
  }

  private tell(notices: Notice[]): void {
    const state = this.session.cell.get();
    const now = this.session.now();
    const { sound, desktop, quietUntil } = state.prefs.notices;
    if (state.auth.phase !== "in" || now < quietUntil) return;
    // Who takes no conversations is not called to new ones.
    const heard = notices.filter(({ name }) => state.auth.me?.available !== false || (name !== "queue" && name !== "late"));
    const loud = heard.filter(({ name }) => sound[name]);
    const urgent = loud.some(({ name }) => name === "asked");
    // A ring is heard even right after the tone for its coming into the queue.
    const apart = now - (urgent ? this.rangAt : this.soundedAt) >= APART_MS;
    if (loud.length > 0 && apart) {
      this.soundedAt = now;
      if (urgent) this.rangAt = now;
      this.voice.tone(urgent);
    }
    if (this.session.visible()) return;
    for (const notice of heard) if (desktop[notice.name]) this.voice.show(notice, state);
  }
}
