// SPDX-License-Identifier: MIT
// The bot as a colleague: fetches what it would answer to the customer's last line, and tells it what became
// of that. Only while the conversation is the reader's own.

import { CallFailed } from "../shared/protocol";
import type { Desk } from "./desk";
import type { Session } from "./session";
import { standingOf } from "./state/conversation";
import { openedOf, withOpened } from "./state/panes";
import { judged, lineToAnswer, proposed, type Proposal } from "./state/suggestion";
import type { Outcome, Suggestion } from "./wire";
import type { Writer } from "./writer";

export class Colleague {
  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
    private readonly writer: Writer,
  ) {
    desk.onNews = (id) => void this.ask(id);
    writer.onSent = (id, from, text, epoch) => {
      const same = text.trim() === from.text.trim();
      void this.tell(id, from, same ? "accepted" : "edited", epoch, same ? {} : { text });
    };
  }

  private change(id: string, change: (proposal: Proposal) => Proposal): void {
    this.session.cell.set((s) => withOpened(s, id, (opened) => ({ ...opened, proposal: change(opened.proposal) })));
  }

  /** What stands above the box of a conversation on the page. */
  current(id: string): Suggestion | null {
    const opened = openedOf(this.session.cell.get(), id);
    return opened ? proposed(opened.proposal, opened.conversation) : null;
  }

  /** Asks once for each line of the customer. */
  private async ask(id: string): Promise<void> {
    const opened = this.desk.ready(id);
    if (!opened) return;
    if (standingOf(opened.conversation, this.session.me) !== "mine") return;
    const line = lineToAnswer(opened.conversation);
    if (line === 0 || opened.proposal.askedFor === line) return;
    this.change(id, (proposal) => ({ ...proposal, askedFor: line }));
    try {
      const { suggestion } = await this.session.api.suggestion(id);
      this.change(id, (proposal) => (proposal.askedFor === line ? { ...proposal, value: suggestion } : proposal));
    } catch (failure) {
      // A proposal is never needed; the next line asks again.
      if (!(failure instanceof CallFailed)) throw failure;
    }
  }

  /** Sends it as it is, with all that stands in the way of any send. A reply that was begun is not thrown
   *  away: then it goes into the box, like edit(). False: there is nothing proposed. */
  send(id: string): boolean {
    const writing = this.session.cell.get().drafts[id]?.reply.trim() ?? "";
    if (!this.edit(id)) return false;
    if (writing === "") void this.writer.press(id);
    return true;
  }

  /** Puts it into the box, after what stands there. */
  edit(id: string): boolean {
    const suggestion = this.current(id);
    if (!suggestion) return false;
    const writing = this.session.cell.get().drafts[id]?.reply.trim() ?? "";
    const articles = (suggestion.articles ?? []).map(({ id: article, title }) => ({ id: article, title }));
    this.writer.fill(id, writing ? `${writing}\n${suggestion.text}` : suggestion.text, { articles, from: suggestion });
    this.change(id, (proposal) => judged(proposal, suggestion.message));
    return true;
  }

  /** Not right: asks for one reason, which can be left out. */
  reject(id: string): void {
    const suggestion = this.current(id);
    if (suggestion) this.change(id, (proposal) => ({ ...judged(proposal, suggestion.message), why: suggestion }));
  }

  async rejectedBecause(id: string, reason: string): Promise<void> {
    const opened = openedOf(this.session.cell.get(), id);
    const suggestion = opened?.proposal.why;
    if (!suggestion) return;
    this.change(id, (proposal) => ({ ...proposal, why: null }));
    await this.tell(id, suggestion, "rejected", opened?.conversation.epoch ?? 0, { reason });
  }

  /** For the content's authors; nothing that the agent waits for. */
  async tell(
    id: string,
    suggestion: Suggestion,
    outcome: Outcome,
    epoch: number,
    more: { reason?: string; text?: string } = {},
  ): Promise<void> {
    const { message, kind } = suggestion;
    const body = { message, kind, outcome, ...(more.reason && { reason: more.reason }), ...(more.text && { text: more.text }) };
    try {
      this.desk.accept(id, await this.session.api.judge(id, epoch, body));
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
    }
  }
}
