// SPDX-License-Identifier: MIT
// What stands in the boxes of conversations (state/draft.ts): it survives a reload, and is the same in all windows
// of a browser. Sending it is writer.ts.

import type { Desk } from "./desk";
import type { Session } from "./session";
import { draftOf, sendingOf, withDraft, withSending, type AppState } from "./state/app";
import {
  attached,
  detached,
  emptyDraft,
  idle,
  toNote,
  typed,
  type Attached,
  type Box,
  type Draft,
  type Sending,
  type Waiting,
} from "./state/draft";
import type { Suggestion, Then } from "./wire";

export class Drafts {
  /** Sends that wait for the connection; kept over a reload. */
  protected waits = new Map<string, Waiting>();

  constructor(
    protected readonly session: Session,
    protected readonly desk: Desk,
  ) {
    desk.onOpening = (id) => this.recall(id);
    desk.onErased = (id) => this.forget(id);
  }

  /** Set by presence.ts: a reply is being written, or is no more. */
  onTyped: (id: string, writes: boolean) => void = () => {};

  protected get state(): AppState {
    return this.session.cell.get();
  }
  /** The newest fact of a conversation that the agent has had on the screen. */
  protected lastOf(id: string): number {
    return this.desk.ready(id)?.conversation.chat.last ?? draftOf(this.state, id).base;
  }

  /** How a send stands. One that waited waits on while it is under way: its outcome is not known yet. */
  protected become(id: string, sending: Partial<Sending>): void {
    this.session.cell.set((s) => withSending(s, id, sending));
    if (sending.phase === "sending") return;
    if (sending.phase === "armed") this.waits.set(id, { boxes: sending.armed ?? [], close: sending.close === true });
    else if (!this.waits.delete(id)) return;
    this.session.storage.saveWaiting(Object.fromEntries(this.waits));
  }

  /** Fetches the kept draft when a conversation is opened. */
  recall(id: string): void {
    if (this.state.drafts[id]) return;
    const draft = this.session.storage.draft(id);
    this.session.cell.set((s) => ({ ...s, drafts: { ...s.drafts, [id]: draft } }));
  }

  /** What was being written to an erased customer speaks of him. */
  protected forget(id: string): void {
    this.put(id, emptyDraft);
    this.calm(id);
  }

  /** Another window of this browser wrote it. Which box is open here stays, and so does what is being sent. */
  changedElsewhere(id: string, draft: Draft): void {
    if (sendingOf(this.state, id).phase === "sending") return;
    const { box } = draftOf(this.state, id);
    this.session.cell.set((s) => ({
      ...withDraft(s, id, { ...draft, box }),
      elsewhere: { ...s.elsewhere, [id]: true },
    }));
  }

  protected put(id: string, draft: Draft): void {
    this.session.cell.set((s) => withDraft(s, id, draft));
    this.session.storage.saveDraft(id, draft);
  }

  type(id: string, text: string): void {
    const draft = draftOf(this.state, id);
    this.put(id, typed(draft, text, this.lastOf(id)));
    if (draft.box === "reply") this.onTyped(id, text.trim() !== "");
    const { phase, armed, close } = sendingOf(this.state, id);
    if (phase === "armed") {
      const rest = armed.filter((box) => box !== draft.box);
      if (rest.length < armed.length) this.become(id, rest.length > 0 ? { phase, armed: rest, close } : idle);
      return;
    }
    // A failure and a warning speak of the text as it was; a stop stays until it is reviewed.
    if (phase !== "idle" && phase !== "sending" && (phase !== "stopped" || text.trim() === "")) this.calm(id);
  }

  /** Puts a text that was not typed in place of what stands in the reply; `from`: the bot proposed it. */
  fill(id: string, text: string, more: { articles?: Attached[]; from?: Suggestion; then?: Then | null } = {}): void {
    const draft = draftOf(this.state, id);
    // A reply that was begun is still written on what was seen then.
    this.put(id, {
      ...typed({ ...draft, box: "reply" }, text, this.lastOf(id)),
      articles: more.articles ?? draft.articles,
      from: more.from ?? null,
      then: more.then === undefined ? draft.then : more.then,
    });
    this.calm(id);
  }

  /** What is to follow once the reply is out. */
  then(id: string, then: Then | null): void {
    this.put(id, { ...draftOf(this.state, id), then });
  }

  box(id: string, box: Box): void {
    const draft = draftOf(this.state, id);
    if (draft.box === box) return;
    this.put(id, { ...draft, box });
    const { phase } = sendingOf(this.state, id);
    if (phase !== "sending" && phase !== "armed") this.calm(id);
  }

  attach(id: string, article: Attached): void {
    this.put(id, attached(draftOf(this.state, id), article));
  }

  detach(id: string, article: string): void {
    this.put(id, detached(draftOf(this.state, id), article));
  }

  asNote(id: string): void {
    this.put(id, toNote(draftOf(this.state, id)));
    this.calm(id);
  }

  calm(id: string): void {
    this.become(id, idle);
  }
}
