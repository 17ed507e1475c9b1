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
  GUARD_MS,
  idle,
  MOST_LETTERS,
  reviewed,
  sent,
  textOf,
  toNote,
  typed,
  type Attached,
  type Box,
  type Draft,
  type Stop,
} from "./state/draft";

export class Writer {
  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
  ) {}

  /** Set by presence.ts: a reply is being written, or is no more. */
  onTyped: (id: string, writes: boolean) => void = () => {};
  /** Set by colleague.ts: a reply went out that was made from the bot's proposal. */
  onSent: (id: string, from: Suggestion, text: string) => void = () => {};
  /** Set by commands.ts: what follows a reply that went out. */
  onThen: (id: string, then: Then) => Promise<unknown> = async () => {};

  private get state(): AppState {
    return this.session.cell.get();
  }
  private get last(): number {
    return this.state.opened?.conversation.chat.last ?? 0;
  }

  /** Fetches the kept draft when a conversation is opened. */
  recall(id: string): void {
    if (this.state.drafts[id]) return;
    const draft = this.session.storage.draft(id);
    this.session.cell.set((s) => ({ ...s, drafts: { ...s.drafts, [id]: draft } }));
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
    this.put(id, typed(draft, text, this.last));
    if (draft.box === "reply") this.onTyped(id, text.trim() !== "");
    const { phase } = sendingOf(this.state, id);
    // A failure and a warning speak of the text as it was; a stop stays until it is reviewed.
    if (phase !== "idle" && phase !== "sending" && (phase !== "stopped" || text.trim() === "")) this.calm(id);
  }

  /** Puts a text that was not typed in place of what stands in the reply; `from`: the bot proposed it. */
  fill(id: string, text: string, more: { articles?: Attached[]; from?: Suggestion; then?: Then | null } = {}): void {
    const draft = draftOf(this.state, id);
    const reply = typed({ ...draft, box: "reply", reply: "" }, text, this.last);
    this.put(id, {
      ...reply,
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
    this.put(id, { ...draft, box, clientId: "" });
    this.calm(id);
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
        this.session.cell.set((s) => withSending(s, id, { phase: "warned", warnings, since, upTo: this.last, close }));
        return;
      }
    }
    if (opened.live.state === "lost") {
      this.session.cell.set((s) => withSending(s, id, { phase: "armed", close }));
      return;
    }
    await this.post(id, draft, text, close, true);
  }

  /** The agent has looked at the news and sends all the same; what came after they were shown stops it again. */
  async sendReviewed(id: string): Promise<void> {
    const { close, phase, upTo } = sendingOf(this.state, id);
    this.put(id, reviewed(draftOf(this.state, id), phase === "stopped" ? upTo : this.last));
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
    const upTo = this.last;
    this.session.cell.set((s) => withSending(s, id, { phase: "stopped", stop, since, upTo, close }));
  }

  private async post(id: string, draft: Draft, text: string, close: boolean, again: boolean): Promise<void> {
    const clientId = draft.clientId || this.newClientId();
    this.put(id, { ...draft, clientId });
    this.session.cell.set((s) => withSending(s, id, { phase: "sending", close }));
    const epoch = this.state.opened?.conversation.epoch ?? 0;
    try {
      const { api } = this.session;
      const answer =
        draft.box === "reply"
          ? await api.message(id, epoch, clientId, text, draft.articles.map((article) => article.id))
          : await api.note(id, epoch, clientId, text);
      this.calm(id);
      this.desk.accept(id, answer);
      const now = draftOf(this.state, id);
      // What was typed meanwhile stays.
      const same = now[draft.box] === draft[draft.box] && now.articles === draft.articles;
      if (same) this.put(id, sent(now, draft.box));
      else this.put(id, { ...now, clientId: "" });
      if (draft.box === "note") return;
      this.onTyped(id, false);
      if (draft.from) this.onSent(id, draft.from, text);
      const next = close ? "close" : draft.then;
      if (next) await this.onThen(id, next);
    } catch (failure) {
      await this.failed(id, draft, text, close, failure, again);
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
      if (conflict) this.put(id, { ...draftOf(this.state, id), clientId: "" });
      return;
    }
    await this.desk.catchUp(id);
    // Colleagues read a note whoever has the conversation.
    if (draft.box === "note" && again && conflict.status !== undefined) {
      await this.post(id, draftOf(this.state, id), text, close, false);
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
