// SPDX-License-Identifier: MIT
// The end of a shift: hands on all conversations of one's own, one after the other, and takes no more.

import { CallFailed, type Row } from "../shared/protocol";
import type { To } from "./api";
import { conflictOf, type Desk } from "./desk";
import { codeOf, type Session } from "./session";
import { isMine } from "./state/rows";
import { teamsFor } from "./state/teams";

/** What became of one. `why`: what kept it here, as words.failure has it, "team" where its team does not hand on
 *  to that one, "taken" where `owner` has it now. */
export interface Handed {
  row: Row;
  done: boolean;
  why: string;
  owner: string;
}

export class Shift {
  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
  ) {}

  /** One's own, who waits longest first as the list knows them. */
  mine(): Row[] {
    return [...this.session.cell.get().rows.values()].filter((row) => isMine(row, this.session.me));
  }

  /** Hands all to one, tells of each as it is done, and takes no more conversations. False: the server does not
   *  know of that yet. A connection that is gone ends it: what is not done stays. */
  async end(to: To | null, comment: string, tell: (handed: Handed) => void): Promise<boolean> {
    if (to) for (const row of this.mine()) tell(await this.hand(row, to, comment));
    return this.session.setAvailable(false);
  }

  private async hand(row: Row, to: To, comment: string): Promise<Handed> {
    const stays = (why: string, owner = ""): Handed => ({ row, done: false, why, owner });
    const { desk } = this.session.cell.get();
    if (to.team !== undefined && !teamsFor(desk, row).some(({ id }) => id === to.team)) return stays("team");
    try {
      const answer = await this.session.api.transfer(row.conversation, row.epoch, to, comment);
      this.desk.accept(row.conversation, answer);
      return { row, done: true, why: "", owner: "" };
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      const owner = conflictOf(failure)?.owner?.name ?? "";
      return owner && owner !== this.session.me ? stays("taken", owner) : stays(codeOf(failure));
    }
  }
}
