// SPDX-License-Identifier: MIT
// How many of the customer's lines are unread in one's own conversations. The list tells that something was
// added, not what: a tag, a note and the same words said twice look alike there. So the facts after what was
// seen are asked for, once for each change, and counted.

import { millis, type Row } from "../shared/protocol";
import type { Api } from "./api";
import type { AppState, Cell } from "./state/app";
import { isMine } from "./state/rows";

export class Tally {
  /** Conversations that are being asked about; the value is a newer row that came meanwhile. */
  private readonly asking = new Map<string, Row | null>();
  /** Up to which sequence the customer's words are no news. */
  private readonly heard = new Map<string, number>();

  constructor(
    private readonly cell: Cell<AppState>,
    private readonly api: Api,
    private readonly looked: (id: string) => boolean,
    /** The customer said more in a conversation of one's own. */
    private readonly said: (row: Row) => void,
  ) {}

  /** A row came. `known`: what the list said of it before. */
  row(row: Row, known: Row | undefined): void {
    const id = row.conversation;
    const me = this.cell.get().auth.me?.name ?? "";
    // What was there before it was mine, or before this page, is told in another way.
    if (!known || !isMine(known, me)) this.heard.set(id, row.last);
    else if (!this.heard.has(id)) this.heard.set(id, known.last);
    const { seen, talliedTo } = this.cell.get();
    const past = Math.max(seen[id] ?? 0, talliedTo[id] ?? 0);
    if (!isMine(row, me) || !row.unanswered || row.last <= past || this.looked(id)) return;
    if (this.asking.has(id)) this.asking.set(id, row);
    else void this.count(row);
  }

  /** Nobody's any more. */
  forget(): void {
    this.asking.clear();
    this.heard.clear();
  }

  private async count(row: Row): Promise<void> {
    const id = row.conversation;
    this.asking.set(id, null);
    try {
      const after = this.cell.get().seen[id] ?? 0;
      const { events, last } = await this.api.events(id, after);
      const since = millis(row.unanswered_since);
      const lines = events.filter((event) => event.type === "message" && event.author === "visitor");
      // What somebody answered before it was seen here needs no reading.
      const open = lines.filter(({ at }) => !(millis(at) < since));
      this.cell.set((s) => ({
        ...s,
        unread: { ...s.unread, [id]: open.filter(({ sequence }) => sequence > (s.seen[id] ?? 0)).length },
        talliedTo: { ...s.talliedTo, [id]: last },
      }));
      const news = lines.some(({ sequence }) => sequence > (this.heard.get(id) ?? 0));
      this.heard.set(id, last);
      if (news) this.said(row);
    } catch {
      // The list's own word stands: something is unread. The next change asks again.
    }
    const newer = this.asking.get(id);
    this.asking.delete(id);
    if (newer) this.row(newer, newer);
  }
}
