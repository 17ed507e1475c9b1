// SPDX-License-Identifier: MIT
// Sends that never go out blind (state/draft.ts), now or once the connection is back. What stands in the boxes is
// drafts.ts.

import { CallFailed } from "../shared/protocol";
import { conflictOf, type Desk } from "./desk";
import { Drafts } from "./drafts";
import { codeOf, type Session } from "./session";
import { draftOf, sendingOf, withSending } from "./state/app";
import { newsAfter, standingOf, type Conversation } from "./state/conversation";
import { openedOf } from "./state/panes";
import { aroundOf, warningsOf } from "./state/checks";
import { unfilled } from "./state/canned";
import type { Suggestion, Then } from "./wire";
import {
  GUARD_MS,
  idle,
  MOST_LETTERS,
  nameOfSend,
  reviewed,
  sent,
  textOf,
  withNameOfSend,
  type Box,
  type Draft,
  type Stop,
} from "./state/draft";

/** So soon a send that waits is tried again while the server answers others. */
const LATE_AGAIN_MS = 10_000;

/** One press of the send button: what stood in which box then, however long it takes to go out. */
interface Press {
  draft: Draft;
  text: string;
  close: boolean;
  /** Null: it goes out now. Else it waited for the connection, and these boxes wait after it. */
  late: readonly Box[] | null;
}

export class Writer extends Drafts {
  /** What was sent without an answer, by conversation: it may have arrived. */
  private readonly unsure = new Map<string, Draft>();
  private readonly underWay = new Set<string>();
  private trying = false;

  constructor(session: Session, desk: Desk) {
    super(session, desk);
    desk.onLoaded = (id) => this.shown(id);
    desk.onLive = () => void this.sendWaiting();
    session.onAgent((name) => this.remember(name !== ""));
  }

  /** Set by colleague.ts: a reply went out that was made from the bot's proposal; `epoch` is that of after. */
  onSent: (id: string, from: Suggestion, text: string, epoch: number) => void = () => {};
  /** Set by commands.ts: what follows a reply that went out; `epoch` as above. */
  onThen: (id: string, then: Then, epoch: number) => Promise<unknown> = async () => {};

  /** What an agent left waiting waits on; without an agent nothing does. */
  private remember(somebody: boolean): void {
    this.unsure.clear();
    this.waits = new Map(somebody ? Object.entries(this.session.storage.waiting()) : []);
    for (const [id, { boxes, close }] of this.waits) {
      this.recall(id);
      this.session.cell.set((s) => withSending(s, id, { phase: "armed", armed: boxes, close }));
    }
  }

  /** A conversation whose send was stopped behind the agent's back is on the screen again: what stands there now
   *  is what there is to review. */
  private shown(id: string): void {
    const sending = sendingOf(this.state, id);
    if (sending.phase !== "stopped" && sending.phase !== "warned") return;
    this.session.cell.set((s) => withSending(s, id, { ...sending, upTo: this.lastOf(id), since: this.session.now() }));
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
    const opened = this.desk.ready(id);
    const colleague =
      opened !== null && draft.box === "reply" && standingOf(opened.conversation, this.session.me) === "colleague";
    // Who has the conversation writes to the customer; to a colleague one writes a note.
    if (colleague && draft.reply.trim() !== "") return this.asNote(id);
    await this.send(id, close);
  }

  /** Sends what stands in the box. `close`: and closes the conversation when it went out; `checked`: the
   *  agent has read the warnings. */
  async send(id: string, close = false, checked = false): Promise<void> {
    if (this.unsure.has(id) && sendingOf(this.state, id).phase !== "sending") await this.clearUp(id);
    const opened = this.desk.ready(id);
    if (!opened) return;
    const draft = draftOf(this.state, id);
    const text = textOf(draft).trim();
    const { phase, armed } = sendingOf(this.state, id);
    if (!text || phase === "sending" || [...text].length > MOST_LETTERS) return;
    if (draft.box === "reply") {
      const standing = standingOf(opened.conversation, this.session.me);
      if (standing !== "mine" && standing !== "waiting") return;
      if (newsAfter(opened.conversation, draft.base, this.session.me).length > 0) {
        this.stop(id, { why: "changed" }, close);
        return;
      }
      if (unfilled(text)) {
        this.become(id, { phase: "unfilled", close });
        return;
      }
      const warnings = checked ? [] : warningsOf(text, aroundOf(this.state, id));
      if (warnings.length > 0) {
        const since = this.session.now();
        this.become(id, { phase: "warned", warnings, since, upTo: this.lastOf(id), close });
        return;
      }
    }
    if (opened.live.state === "lost") {
      const boxes = [...armed.filter((box) => box !== draft.box), draft.box];
      // Named now: two windows that both find it waiting send it once.
      this.put(id, withNameOfSend(draft, draft.box, nameOfSend(draft, draft.box) || this.newClientId()));
      this.become(id, { phase: "armed", armed: boxes, close });
      return;
    }
    await this.post(id, { draft, text, close, late: null }, opened.conversation.epoch);
  }

  /** A text that was changed after a send whose answer was lost: what arrived of it leaves the box first, or the
   *  customer would read it twice. The same text needs no look, its name does that. */
  private async clearUp(id: string): Promise<void> {
    const gone = this.unsure.get(id);
    if (!gone || draftOf(this.state, id)[gone.box] === gone[gone.box]) return;
    try {
      const { events } = await this.desk.newest(id);
      this.unsure.delete(id);
      const name = nameOfSend(gone, gone.box);
      const arrived = events.some((event) => "client_id" in event && event.client_id === name);
      if (arrived) this.put(id, sent(draftOf(this.state, id), gone.box, gone));
    } catch {
      // Nobody can say yet; a send fails the same way now.
    }
  }

  /** The agent has looked at the news and sends all the same; what came after they were shown stops it again. */
  async sendReviewed(id: string): Promise<void> {
    const { close, phase, upTo } = sendingOf(this.state, id);
    this.put(id, reviewed(draftOf(this.state, id), phase === "stopped" ? upTo : this.lastOf(id)));
    this.calm(id);
    await this.send(id, close);
  }

  /** The server answers again: what waits for it goes out, whichever conversation is open. */
  async sendWaiting(): Promise<void> {
    await Promise.all([...this.waits.keys()].map((id) => this.sendArmed(id)));
  }

  /** Sends what waits in one conversation, unless there is news in it. */
  async sendArmed(id: string): Promise<void> {
    const { phase, armed, close } = sendingOf(this.state, id);
    if (phase !== "armed" || this.underWay.has(id) || this.state.auth.phase !== "in") return;
    this.underWay.add(id);
    // A note answers nobody: no news stops it, so it goes first.
    const boxes = [...armed].sort();
    for (const [i, box] of boxes.entries()) {
      if (!(await this.sendLate(id, box, boxes.slice(i + 1), close))) break;
    }
    this.underWay.delete(id);
  }

  /** Whether it went out, so that what comes after it can. */
  private async sendLate(id: string, box: Box, after: readonly Box[], close: boolean): Promise<boolean> {
    let now: Conversation;
    try {
      now = await this.desk.newest(id);
    } catch (failure) {
      if (waitsOn(failure)) this.tryLater();
      else this.fail(id, codeOf(failure), close);
      return false;
    }
    // It was not to be sent after all.
    if (!sendingOf(this.state, id).armed.includes(box)) return false;
    const draft: Draft = { ...draftOf(this.state, id), box };
    const text = textOf(draft).trim();
    if (text === "") {
      this.become(id, after.length > 0 ? { phase: "armed", armed: after, close } : idle);
      return true;
    }
    // It was looked over when it was armed; only what happened since can stop it now.
    if (box === "reply") {
      const standing = standingOf(now, this.session.me);
      if (standing === "colleague") this.stop(id, { why: "taken", owner: now.chat.owner ?? "" }, close);
      else if (standing !== "mine" && standing !== "waiting") {
        this.stop(id, { why: "moved", status: now.chat.status }, close);
      } else if (newsAfter(now, draft.base, this.session.me).length > 0) this.stop(id, { why: "changed" }, close);
      if (sendingOf(this.state, id).phase === "stopped") return false;
    }
    await this.post(id, { draft, text, close: close && box === "reply", late: after }, now.epoch);
    const { phase } = sendingOf(this.state, id);
    if (phase === "idle" && !openedOf(this.state, id)) this.tell(id, "sentLate");
    return phase === "idle" || (phase === "armed" && !sendingOf(this.state, id).armed.includes(box));
  }

  private tryLater(): void {
    if (this.trying) return;
    this.trying = true;
    this.session.after(LATE_AGAIN_MS, () => {
      this.trying = false;
      if (this.state.list.state === "live") void this.sendWaiting();
    });
  }

  /** Nobody sees what becomes of a send in a conversation that is not open. */
  private tell(id: string, key: "sentLate" | "notSentLate"): void {
    this.session.say(key, this.state.rows.get(id)?.name ?? "", null, id);
  }

  private fail(id: string, code: string, close: boolean): void {
    this.become(id, { phase: "failed", code, close });
    if (!openedOf(this.state, id)) this.tell(id, "notSentLate");
  }

  private stop(id: string, stop: Stop, close: boolean): void {
    this.become(id, { phase: "stopped", stop, since: this.session.now(), upTo: this.lastOf(id), close });
    if (!openedOf(this.state, id)) this.tell(id, "notSentLate");
  }

  /** Which box it was and what stood in it do not change with what the agent does while it goes. */
  private async post(id: string, press: Press, epoch: number, again = true): Promise<void> {
    const { draft, text, close, late } = press;
    const { box } = draft;
    const clientId = nameOfSend(draft, box) || this.newClientId();
    if (draftOf(this.state, id)[box] === draft[box]) {
      this.put(id, withNameOfSend(draftOf(this.state, id), box, clientId));
    }
    this.become(id, { phase: "sending", armed: late ?? [], close });
    try {
      const { api } = this.session;
      const answer =
        box === "reply"
          ? await api.message(id, epoch, clientId, text, draft.articles.map((article) => article.id))
          : await api.note(id, epoch, clientId, text);
      this.unsure.delete(id);
      const rest = sent(draftOf(this.state, id), box, draft);
      const next = close ? "close" : draft.then;
      // Nothing is closed over the reply that was begun meanwhile: it is done when that is out.
      this.put(id, box === "note" || rest.reply === "" ? rest : { ...rest, then: next });
      this.become(id, late && late.length > 0 ? { phase: "armed", armed: late, close } : idle);
      this.desk.accept(id, answer);
      if (box === "note") return;
      if (rest.reply === "") this.onTyped(id, false);
      if (draft.from) this.onSent(id, draft.from, text, answer.epoch);
      if (next && rest.reply === "") await this.onThen(id, next, answer.epoch);
    } catch (failure) {
      await this.failed(id, { ...press, draft: withNameOfSend(draft, box, clientId) }, failure, again);
    }
  }

  private async failed(id: string, press: Press, failure: unknown, again: boolean): Promise<void> {
    const { draft, close, late } = press;
    if (waitsOn(failure)) this.unsure.set(id, draft);
    if (late && waitsOn(failure)) {
      this.become(id, { phase: "armed", armed: [draft.box, ...late], close });
      this.tryLater();
      return;
    }
    const conflict = conflictOf(failure);
    if (!conflict || conflict.epoch === undefined) {
      // Signed out is not a failure of the text: it waits under the sign-in form.
      if (failure instanceof CallFailed && failure.status === 401) this.calm(id);
      else this.fail(id, codeOf(failure), close);
      // This name is used for another text: the next attempt needs a new one.
      if (conflict) this.put(id, withNameOfSend(draftOf(this.state, id), draft.box, ""));
      return;
    }
    await this.desk.catchUp(id);
    // Colleagues read a note whoever has the conversation.
    if (draft.box === "note" && again && conflict.status !== undefined) {
      await this.post(id, press, conflict.epoch, false);
      return;
    }
    const owner = conflict.owner?.name;
    if (owner && owner !== this.session.me) this.stop(id, { why: "taken", owner }, close);
    else if (codeOf(failure) !== "conflict") this.fail(id, codeOf(failure), close);
    else if (conflict.status === "bot" || conflict.status === "closed") {
      this.stop(id, { why: "moved", status: conflict.status }, close);
    } else this.stop(id, { why: "changed" }, close);
  }

  private newClientId(): string {
    const part = () => Math.floor(this.session.random() * 2 ** 32).toString(36);
    return `c-${this.session.now().toString(36)}-${part()}${part()}`;
  }
}

/** The same send may succeed later: the server was not reached, or somebody has to sign in first. */
function waitsOn(failure: unknown): boolean {
  return failure instanceof CallFailed && (failure.passing || failure.status === 401);
}
