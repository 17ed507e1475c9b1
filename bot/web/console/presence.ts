// SPDX-License-Identifier: MIT
// Tells the other side what is true only now: that somebody types, how far was read. Signals may be lost, so
// nothing waits for them; how far was read is told again with the next look.

import { CallFailed } from "../shared/protocol";
import type { Desk } from "./desk";
import type { Session } from "./session";
import { standingOf, type Standing } from "./state/conversation";
import type { Writer } from "./writer";

/** A sign of typing stands for 6 s at the reader's; one in this time keeps it up. */
const TYPING_EVERY_MS = 3_000;

export class Presence {
  private typedAt = new Map<string, number>();
  private told = new Map<string, number>();

  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
    writer: Writer,
  ) {
    session.onAgent(() => {
      this.typedAt.clear();
      this.told.clear();
    });
    desk.onSeen = (id, last) => this.seen(id, last);
    writer.onTyped = (id, writes) => (writes ? this.typing(id) : void this.typedAt.delete(id));
  }

  private standing(id: string): Standing | null {
    const opened = this.desk.ready(id);
    return opened && standingOf(opened.conversation, this.session.me);
  }
  private isMine(id: string): boolean {
    return this.standing(id) === "mine";
  }

  /** A reply to who waits is seen by colleagues only: the server tells the customer of the one who has it. */
  private typing(id: string): void {
    const now = this.session.now();
    if (!(this.isMine(id) || this.standing(id) === "waiting") || now - (this.typedAt.get(id) ?? 0) < TYPING_EVERY_MS) return;
    this.typedAt.set(id, now);
    void this.session.api.typing(id).catch(forgive);
  }

  private seen(id: string, last: number): void {
    if (!this.isMine(id) || (this.told.get(id) ?? 0) >= last) return;
    this.told.set(id, last);
    void this.session.api.seen(id, last).catch((failure: unknown) => {
      if (this.told.get(id) === last) this.told.delete(id);
      forgive(failure);
    });
  }
}

function forgive(failure: unknown): void {
  if (!(failure instanceof CallFailed)) throw failure;
}
