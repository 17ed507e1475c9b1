// SPDX-License-Identifier: MIT
// What agents do to a conversation besides taking, giving and closing it (desk.ts) and writing (writer.ts):
// putting it aside, tags, priority, values that the customer told, the topic of a line, erasing.

import type { Row } from "../shared/protocol";
import { codeOf, type Session } from "./session";
import type { Desk } from "./desk";
import { draftOf, withRows } from "./state/app";
import { tagsOf } from "./state/conversation";
import { filled, textIn } from "./state/canned";
import { openedOf, withOpened } from "./state/panes";
import { withRow } from "./state/rows";
import { valuesOf } from "./state/values";
import type { Macro, Then } from "./wire";
import type { Writer } from "./writer";

export class Commands {
  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
    private readonly writer: Writer,
  ) {
    writer.onThen = (id, then, epoch) => this.next(id, then, epoch);
  }

  private get api() {
    return this.session.api;
  }

  /** The row as it will be once the list's own stream says so. */
  private expect(id: string, change: Partial<Row>): void {
    this.session.cell.set((s) => {
      const row = s.rows.get(id);
      const next = row ? withRows(s, withRow(s.rows, { ...row, ...change })) : s;
      return withOpened(next, id, (opened) => ({ ...opened, row: opened.row && { ...opened.row, ...change } }));
    });
  }

  /** Closes it, unless a tag has to be chosen first: then it asks, or says so where another one is open. `epoch`
   *  as in Desk.command. */
  async close(id: string, epoch?: number): Promise<boolean> {
    const state = this.session.cell.get();
    const { desk, rows } = state;
    const shown = openedOf(state, id);
    const tags = shown ? tagsOf(shown.conversation, shown.row) : (rows.get(id)?.tags ?? []);
    if (desk?.require_tag && tags.length === 0) {
      if (shown) this.session.dialog("close");
      else this.session.say("tagFirst");
      return false;
    }
    return this.desk.close(id, "", undefined, epoch);
  }

  /** What follows a reply, whichever conversation is open by then. */
  private async next(id: string, then: Then, epoch?: number): Promise<void> {
    const { desk } = this.session.cell.get();
    if (then === "close") await this.close(id, epoch);
    else if (then === "hold") await this.hold(id, "", epoch);
    else if (then === "return") await this.desk.returnToBot(id, "", epoch);
    else {
      const team = desk?.teams.find((one) => one.id === then.team);
      const { language } = this.session.cell.get().prefs;
      const name = textIn(team?.label, language, language) || then.team;
      await this.desk.transfer(id, { team: then.team }, name, "", epoch);
    }
  }

  /** Several things at once: tags and priority now, the text into the box, and what follows once that is out. */
  async run(id: string, macro: Macro): Promise<void> {
    const state = this.session.cell.get();
    const { opened, prefs } = state;
    if (opened?.id !== id) return;
    const language = opened.conversation.visitor.language || opened.row?.language || prefs.language;
    const text = filled(textIn(macro.text, language, prefs.language), valuesOf(state));
    if (text) {
      const writing = draftOf(state, id).reply.trim();
      this.writer.fill(id, writing ? `${writing}\n${text}` : text, { then: macro.then ?? null });
    }
    const had = tagsOf(opened.conversation, opened.row);
    const more = (macro.tags ?? []).filter((tag) => !had.includes(tag));
    if (more.length > 0) await this.tag(id, [...had, ...more]);
    if (macro.priority !== undefined) await this.setPriority(id, macro.priority);
    if (!text && macro.then) await this.next(id, macro.then);
  }

  /** Puts it aside until a time (RFC 3339), or "" until the customer writes. */
  async hold(id: string, until: string, epoch?: number): Promise<void> {
    if (!(await this.desk.command(id, epoch, (known) => this.api.hold(id, known, until)))) return;
    this.expect(id, { on_hold: true });
    this.session.say("held", "", () => {
      this.session.dismissToast();
      void this.resume(id);
    });
  }

  async resume(id: string): Promise<void> {
    if (!(await this.desk.command(id, undefined, (epoch) => this.api.resume(id, epoch)))) return;
    this.expect(id, { on_hold: false });
    this.session.say("resumed");
  }

  async tag(id: string, tags: string[]): Promise<boolean> {
    const done = await this.desk.command(id, undefined, (epoch) => this.api.tags(id, epoch, tags));
    if (done) this.expect(id, { tags });
    return done !== null;
  }

  async setPriority(id: string, priority: number): Promise<void> {
    const done = await this.desk.command(id, undefined, (epoch) => this.api.priority(id, epoch, priority));
    if (done) this.expect(id, { priority });
  }

  /** Corrects what the customer told the bot. */
  async setSlot(id: string, slot: string, value: string): Promise<boolean> {
    const done = await this.desk.command(id, undefined, (epoch) => this.api.slot(id, epoch, slot, value));
    if (done) void this.desk.refreshCard(id);
    return done !== null;
  }

  /** This line of the customer is about `intent`; "" means nothing that the bot should answer. */
  async mark(id: string, message: number, intent: string): Promise<void> {
    const done = await this.desk.command(id, undefined, (epoch) => this.api.intent(id, epoch, message, intent));
    if (done) this.session.say("marked");
  }

  /** A supervisor takes it from a colleague. */
  async takeOver(id: string): Promise<boolean> {
    return (await this.desk.command(id, undefined, (epoch) => this.api.take(id, epoch, true))) !== null;
  }

  /** Lets it ring on to the next one. */
  async decline(row: Row): Promise<void> {
    const id = row.conversation;
    if (!(await this.desk.command(id, row.epoch, (epoch) => this.api.decline(id, epoch)))) return;
    this.expect(id, { asked: false });
    this.session.say("declined");
  }

  async erase(id: string): Promise<void> {
    await this.desk.command(id, undefined, (epoch) => this.api.erase(id, epoch));
  }

  /** Earlier conversations of the customer, for the side panel. */
  async learnHistory(id: string): Promise<void> {
    try {
      const { conversations } = await this.api.history(id);
      const others = conversations.filter((row) => row.conversation !== id);
      this.session.cell.set((s) => withOpened(s, id, (opened) => ({ ...opened, history: others })));
    } catch (failure) {
      // The panel shows nothing of them; everything else works.
      console.warn(`history: ${codeOf(failure)}`);
    }
  }
}
