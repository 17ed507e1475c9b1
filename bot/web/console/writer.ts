// SPDX-License-Identifier: MIT
// Writing to a conversation: drafts that survive, and sends that never go out blind (state/draft.ts).

import { CallFailed } from "../shared/protocol";
import { conflictOf, type Desk } from "./desk";
import { codeOf, type Session } from "./session";
import { draftOf, sendingOf, withDraft, withSending, type AppState } from "./state/app";
import { newsAfter, standingOf } from "./state/conversation";
import { warningsOf } from "./state/checks";
import { unfilled } from "./state/canned";
import type { Suggestion, Then } from "./wire";
import {
  attached,
  detached,
  emptyDraft,
  GUARD_MS,
  idle,
  MOST_LETTERS,
  nameOfSend,
  reviewed,
  sent,
  textOf,
  toNote,
  typed,
  withNameOfSend,
  type Attached,
  type Box,
  type Draft,
  type Stop,
} from "./state/draft";

export class Writer {
  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
  ) {
    desk.onOpening = (id) => this.recall(id);
    desk.onLoaded = (id) => this.shown(id);
    desk.onErased = (id) => this.forget(id);
  }

  /** Set by presence.ts: a reply is being written, or is no more. */
  onTyped: (id: string, writes: boolean) => void = () => {};
  /** Set by colleague.ts: a reply went out that was made from the bot's proposal; `epoch` is that of after. */
  onSent: (id: string, from: Suggestion, text: string, epoch: number) => void = () => {};
  /** Set by commands.ts: what follows a reply that went out; `epoch` as above. */
  onThen: (id: string, then: Then, epoch: number) => Promise<unknown> = async () => {};

  private get state(): AppState {
    return this.session.cell.get();
  }
  /** The newest fact of a conversation that the agent has had on the screen. */
  private lastOf(id: string): number {
    const { opened } = this.state;
    return opened?.id === id && opened.phase === "ready" ? opened.conversation.chat.last : draftOf(this.state, id).base;
  }

  /** Fetches the kept draft when a conversation is opened. */
  recall(id: string): void {
    if (this.state.drafts[id]) return;
    const draft = this.session.storage.draft(id);
    this.session.cell.set((s) => ({ ...s, drafts: { ...s.drafts, [id]: draft } }));
  }

  /** A conversation whose send was stopped behind the agent's back is on the screen again: what stands there now
   *  is what there is to review. */
  private shown(id: string): void {
    const sending = sendingOf(this.state, id);
    if (sending.phase !== "stopped" && sending.phase !== "warned") return;
    this.session.cell.set((s) => withSending(s, id, { ...sending, upTo: this.lastOf(id), since: this.session.now() }));
  }

  /** What was being written to an erased customer speaks of him. */
  private forget(id: string): void {
    this.put(id, emptyDraft);
    this.calm(id);
  }

  /** Another window of this browser wrote it. */
  changedElsewhere(id: string, draft: Draft): void {
    this.session.cell.set((s) => ({ ...withDraft(s, id, draft), elsewhere: { ...s.elsewhere, [id]: true } }));
  }

  private put(id: string, draft: Draft): void {
    this.session.cell.set((s) => withDraft(s, id, draft));
    this.session.storage.saveDraft(id, draft);
  }

  type(id: string, text: string): void {
    const draft = draftOf(this.state, id);
    this.put(id, typed(draft, text, this.lastOf(id)));
    if (draft.box === "reply") this.onTyped(id, text.trim() !== "");
    const { phase } = sendingOf(this.state, id);
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
    if (sendingOf(this.state, id).phase !== "sending") this.calm(id);
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
    this.session.cell.set((s) => withSending(s, id, idle));
  }

  /** The send button and its key: sends, or does what the button says instead after something stopped it. A
   *  second Enter of the same press does nothing. */
  async press(id: string, close = false): Promise<void> {
    const { phase, stop, since, close: closing } = sendingOf(this.state, id);
    const draft = draftOf(this.state, id);
    if (phase === "stopped" || phase === "warned") {
      if (this.session.now() - since < GUARD_MS) return;
      if (phase === "warned") return this.send(id, closing, true);
      return stop?.why === "changed" ? this.sendReviewed(id) : this.asNote(id);
    }
    const opened = this.state.opened;
    const colleague =
      opened?.id === id && draft.box === "reply" && standingOf(opened.conversation, this.session.me) === "colleague";
    // Who has the conversation writes to the customer; to a colleague one writes a note.
    if (colleague && draft.reply.trim() !== "") return this.asNote(id);
    await this.send(id, close);
  }

  /** Sends what stands in the box. `close`: and closes the conversation when it went out; `checked`: the
   *  agent has read the warnings. */
  async send(id: string, close = false, checked = false): Promise<void> {
    const opened = this.state.opened;
    if (opened?.id !== id || opened.phase !== "ready") return;
    const draft = draftOf(this.state, id);
    const text = textOf(draft).trim();
    const { phase } = sendingOf(this.state, id);
    if (!text || phase === "sending" || [...text].length > MOST_LETTERS) return;
    if (draft.box === "reply") {
      const standing = standingOf(opened.conversation, this.session.me);
      if (standing !== "mine" && standing !== "waiting") return;
      if (newsAfter(opened.conversation, draft.base, this.session.me).length > 0) {
        this.stop(id, { why: "changed" }, close);
        return;
      }
      if (unfilled(text)) {
        this.session.cell.set((s) => withSending(s, id, { phase: "unfilled", close }));
        return;
      }
      const warnings = checked ? [] : warningsOf(text, this.around(id));
      if (warnings.length > 0) {
        const since = this.session.now();
        this.session.cell.set((s) => withSending(s, id, { phase: "warned", warnings, since, upTo: this.lastOf(id), close }));
        return;
      }
    }
    if (opened.live.state === "lost") {
      this.session.cell.set((s) => withSending(s, id, { phase: "armed", close }));
      return;
    }
    await this.post(id, draft, text, close, opened.conversation.epoch, true);
  }

  /** The agent has looked at the news and sends all the same; what came after they were shown stops it again. */
  async sendReviewed(id: string): Promise<void> {
    const { close, phase, upTo } = sendingOf(this.state, id);
    this.put(id, reviewed(draftOf(this.state, id), phase === "stopped" ? upTo : this.lastOf(id)));
    this.calm(id);
    await this.send(id, close);
  }

  private around(id: string): Parameters<typeof warningsOf>[1] {
    const { opened, rows, desk } = this.state;
    const name = (row: { name?: string | null }) => row.name ?? "";
    const conversation = opened?.id === id ? opened.conversation : null;
    return {
      language: conversation?.visitor.language || opened?.row?.language || "",
      customer: `${opened?.row?.name ?? ""} ${conversation?.visitor.name ?? ""}`,
      others: [...rows.values()].filter((row) => row.conversation !== id).map(name).filter(Boolean),
      colleagues: [...(desk?.agents ?? []).map(name), this.session.me],
    };
  }

  /** The stream is back: what waits for it goes out, unless there is news. */
  async sendArmed(id: string): Promise<void> {
    const { phase, close } = sendingOf(this.state, id);
    if (phase !== "armed") return;
    this.calm(id);
    await this.desk.catchUp(id);
    // It was looked over when it was armed; only news can stop it now.
    await this.send(id, close, true);
  }

  private stop(id: string, stop: Stop, close: boolean): void {
    const since = this.session.now();
    const upTo = this.lastOf(id);
    this.session.cell.set((s) => withSending(s, id, { phase: "stopped", stop, since, upTo, close }));
  }

  /** `draft` is what was in the box when it was pressed: which box it was and what stood in it do not change
   *  with what the agent does while it goes. */
  private async post(
    id: string,
    draft: Draft,
    text: string,
    close: boolean,
    epoch: number,
    again: boolean,
  ): Promise<void> {
    const { box } = draft;
    const clientId = nameOfSend(draft, box) || this.newClientId();
    if (draftOf(this.state, id)[box] === draft[box]) {
      this.put(id, withNameOfSend(draftOf(this.state, id), box, clientId));
    }
    this.session.cell.set((s) => withSending(s, id, { phase: "sending", close }));
    try {
      const { api } = this.session;
      const answer =
        box === "reply"
          ? await api.message(id, epoch, clientId, text, draft.articles.map((article) => article.id))
          : await api.note(id, epoch, clientId, text);
      this.calm(id);
      this.desk.accept(id, answer);
      const rest = sent(draftOf(this.state, id), box, draft);
      if (box === "note") {
        this.put(id, rest);
        return;
      }
      const next = close ? "close" : draft.then;
      // Nothing is closed over the reply that was begun meanwhile: it is done when that is out.
      this.put(id, rest.reply === "" ? rest : { ...rest, then: next });
      if (rest.reply === "") this.onTyped(id, false);
      if (draft.from) this.onSent(id, draft.from, text, answer.epoch);
      if (next && rest.reply === "") await this.onThen(id, next, answer.epoch);
    } catch (failure) {
      await this.failed(id, withNameOfSend(draft, box, clientId), text, close, failure, again);
    }
  }

  private async failed(
    id: string,
    draft: Draft,
    text: string,
    close: boolean,
    failure: unknown,
    again: boolean,
  ): Promise<void> {
    const conflict = conflictOf(failure);
    if (!conflict || conflict.epoch === undefined) {
      // Signed out is not a failure of the text: it waits under the sign-in form.
      const signedOut = failure instanceof CallFailed && failure.status === 401;
      const code = codeOf(failure);
      this.session.cell.set((s) => withSending(s, id, signedOut ? idle : { phase: "failed", code, close }));
      // This name is used for another text: the next attempt needs a new one.
      if (conflict) this.put(id, withNameOfSend(draftOf(this.state, id), draft.box, ""));
      return;
    }
    await this.desk.catchUp(id);
    // Colleagues read a note whoever has the conversation.
    if (draft.box === "note" && again && conflict.status !== undefined) {
      await this.post(id, draft, text, close, conflict.epoch, false);
      return;
    }
    const owner = conflict.owner?.name;
    if (owner && owner !== this.session.me) this.stop(id, { why: "taken", owner }, close);
    else if (conflict.status === "bot" || conflict.status === "closed") {
      this.stop(id, { why: "moved", status: conflict.status }, close);
    } else this.stop(id, { why: "changed" }, close);
  }

  private newClientId(): string {
    const part = () => Math.floor(this.session.random() * 2 ** 32).toString(36);
    return `c-${this.session.now().toString(36)}-${part()}${part()}`;
  }
}
