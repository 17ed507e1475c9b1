// SPDX-License-Identifier: MIT
// Which conversations are on the page (each followed by a Follower), and the agent's commands on any. Writing is
// writer.ts.
//
// Every command names the epoch that the agent saw. A conflict is no failure of the page: the new facts are
// fetched and shown, and the agent is told who has it.

import { CallFailed, type CommandAnswer, type ErrorBody, type Row } from "../shared/protocol";
import type { To } from "./api";
import { Follower, type Listener } from "./follower";
import { codeOf, type Session } from "./session";
import { withAllSeen, withNames, withRows, type AppState, type ToastKey } from "./state/app";
import { fromAnswer, type Conversation } from "./state/conversation";
import { alone, openedOf, opening, panesOf, pinning, withFocus, withNothingOpen, withOpened, type Opened } from "./state/panes";
import { longestWaiting, withRow } from "./state/rows";

export class Desk {
  /** Of the conversations on the page, by id. */
  private readonly followers = new Map<string, Follower>();

  constructor(private readonly session: Session) {
    session.onSignedIn = (id) => {
      if (id && this.opened?.id === id) this.each((follower) => void follower.load());
      else this.open(id);
    };
    session.onLive = () => {
      this.each((follower) => follower.retry());
      this.onLive();
    };
    session.onExpired = () => this.each((follower) => follower.stop());
  }

  private get state(): AppState {
    return this.session.cell.get();
  }
  get opened(): Opened | null {
    return this.state.opened;
  }
  /** One that is on the page and loaded. */
  ready(id: string): Opened | null {
    const opened = openedOf(this.state, id);
    return opened?.phase === "ready" ? opened : null;
  }
  private conversation(id: string): Conversation | null {
    return this.ready(id)?.conversation ?? null;
  }
  private each(what: (follower: Follower) => void): void {
    [...this.followers.values()].forEach(what);
  }

  // ---- What is on the page --------------------------------------------------------------------------

  /** Opens a conversation, or none (""). One that is pinned stays, and is only gone over to. */
  open(id: string): void {
    if (this.opened?.id === id) return;
    if (id && this.state.beside?.id === id) {
      this.focus(id);
      return;
    }
    this.put(id ? opening(this.state, id) : withNothingOpen(this.state));
  }

  /** Opens a conversation beside the one that is open; as the only one where none is. */
  pin(id: string): void {
    if (!this.opened) this.open(id);
    else if (openedOf(this.state, id)) this.focus(id);
    else this.put(pinning(this.state, id));
  }

  /** The reader is in this one of two now. */
  focus(id: string): void {
    this.session.cell.set((s) => withFocus(s, id));
  }

  /** The open one keeps its place when another is opened; the other one does so no more. */
  hold(): void {
    this.session.cell.set((s) => (s.opened ? { ...s, pinned: s.opened.id } : s));
  }

  /** The one that is pinned leaves the page; alone on it, it only loses its place. The answer: the id of the one
   *  that is open then. */
  unpin(): string {
    const { pinned } = this.state;
    const rest = panesOf(this.state).find(({ id }) => id !== pinned) ?? this.opened;
    if (rest) this.put(alone(this.state, rest.id));
    return rest?.id ?? "";
  }

  /** Only the one where the reader is stays on the page. */
  keepOne(): void {
    if (this.opened) this.put(alone(this.state, this.opened.id));
  }

  /** Shows what `state` has open: whoever is on the page no more is not followed, whoever is new is loaded. */
  private put(state: AppState): void {
    const before = this.state;
    const here = panesOf(state).map(({ id }) => id);
    const left = [...this.followers.keys()].filter((id) => !here.includes(id) || !openedOf(before, id));
    for (const id of left) {
      this.followers.get(id)?.stop();
      this.followers.delete(id);
    }
    // What waited for the stream of one that is left waits no longer for it.
    if (left.length > 0 && this.state.list.state === "live") queueMicrotask(() => this.onLive());
    this.session.cell.set(() => state);
    for (const id of here.filter((one) => !this.followers.has(one))) {
      this.followers.set(id, new Follower(this.session, id, this.listener));
      this.onOpening(id);
      void this.load(id);
    }
  }

  private readonly listener: Listener = {
    loaded: (id) => {
      this.looked();
      this.onLoaded(id);
    },
    news: (id) => {
      this.looked();
      this.onNews(id);
    },
    erased: (id) => this.onErased(id),
    live: () => this.onLive(),
  };

  async load(id: string): Promise<void> {
    await this.followers.get(id)?.load();
  }

  /** The network is back, or the tab is looked at again. */
  wake(): void {
    this.each((follower) => follower.retry());
    this.looked();
  }

  /** As Session's. */
  lose(): void {
    this.each((follower) => follower.restart());
  }

  /** What is on a visible screen is seen. */
  private looked(): void {
    if (!this.session.visible() || this.state.page !== "desk") return;
    const before = this.state.seen;
    this.session.cell.set(withAllSeen);
    if (this.state.seen !== before) this.session.storage.saveSeen(this.state.seen);
    for (const { id, phase, conversation } of panesOf(this.state)) {
      if (phase === "ready") this.onSeen(id, conversation.chat.last);
    }
  }

  /** Set by colleague.ts: a conversation on the page was loaded, or something was added to it. */
  onNews: (id: string) => void = () => {};
  /** Set by writer.ts: the server answers again. */
  onLive: () => void = () => {};
  /** Set by writer.ts: a conversation is being opened. */
  onOpening: (id: string) => void = () => {};
  /** Set by writer.ts: a conversation is on the screen as it is now. */
  onLoaded: (id: string) => void = () => {};
  /** Set by writer.ts: what was said in a conversation is erased. */
  onErased: (id: string) => void = () => {};
  /** Set by presence.ts: a conversation is on a visible screen up to `last`. */
  onSeen: (id: string, last: number) => void = () => {};

  async refreshCard(id: string): Promise<void> {
    await this.followers.get(id)?.refreshCard();
  }

  /** Fetches what is missing after the newest fact that we have. */
  async catchUp(id: string): Promise<void> {
    await this.followers.get(id)?.catchUp();
  }

  /** A conversation as it is now, open or not. Throws CallFailed. */
  async newest(id: string): Promise<Conversation> {
    const last = this.conversation(id)?.chat.last;
    if (last !== undefined) {
      this.followers.get(id)?.add((await this.session.api.events(id, last)).events);
      const now = this.conversation(id);
      if (now) return now;
    }
    const answer = fromAnswer(await this.session.api.conversation(id));
    return { ...answer, names: { ...this.state.names, ...answer.names } };
  }

  // ---- Commands -------------------------------------------------------------------------------------

  /** What a command's answer says, on the screen before the stream says it too. */
  accept(id: string, answer: CommandAnswer): void {
    const own = (answer.events ?? []).flatMap(({ actor }) => (actor?.kind === "agent" && actor.id ? [actor.id] : []));
    this.session.cell.set((s) => withNames(s, Object.fromEntries(own.map((agent) => [agent, this.session.me]))));
    if (answer.events) this.followers.get(id)?.add(answer.events);
    this.session.cell.set((s) =>
      withOpened(s, id, (opened) =>
        answer.last > opened.conversation.chat.last || answer.epoch <= opened.conversation.epoch
          ? opened
          : { ...opened, conversation: { ...opened.conversation, epoch: answer.epoch } },
      ),
    );
    const known = this.conversation(id);
    if (known && answer.last > known.chat.last) void this.catchUp(id);
  }

  /** Runs a command with a given epoch, else with the one on the screen: the open conversation's, or the list's
   *  of another. Tells what went wrong. */
  async command(
    id: string,
    epoch: number | undefined,
    run: (epoch: number) => Promise<CommandAnswer>,
  ): Promise<CommandAnswer | null> {
    const known = epoch ?? this.conversation(id)?.epoch ?? this.state.rows.get(id)?.epoch;
    if (known === undefined) {
      this.session.say("notDone");
      return null;
    }
    try {
      const answer = await run(known);
      this.accept(id, answer);
      return answer;
    } catch (failure) {
      const conflict = conflictOf(failure);
      if (conflict) {
        await this.catchUp(id);
        const code = codeOf(failure);
        if (code === "conflict") this.tellConflict(conflict);
        else this.session.say("notDone", code);
      } else if (!(failure instanceof CallFailed && failure.status === 401)) {
        this.session.say("notDone", codeOf(failure));
      }
      return null;
    }
  }

  private tellConflict(conflict: ErrorBody["error"]): void {
    const owner = conflict.owner?.name;
    if (owner && owner !== this.session.me) this.session.say("taken", owner);
    else this.session.say("changed");
  }

  async take(id: string): Promise<boolean> {
    return (await this.command(id, undefined, (epoch) => this.session.api.take(id, epoch))) !== null;
  }

  /** Takes who has waited longest and opens it. Null: nobody waits, or somebody was faster. */
  async takeLongest(): Promise<string | null> {
    const row = longestWaiting(this.state.rows, this.session.serverNow());
    if (row) return this.takeRow(row);
    this.session.say("nobodyWaits");
    return null;
  }

  /** Takes one of the list: its id, or null when somebody was faster. */
  async takeRow(row: Row): Promise<string | null> {
    const id = row.conversation;
    const answer = await this.command(id, row.epoch, (epoch) => this.session.api.take(id, epoch));
    if (!answer) return null;
    // The list's own stream says it too; until then A must not take the same one again.
    const owner = { id: this.session.me, name: this.session.me };
    const taken = { ...row, status: "assigned" as const, asked: false, owner, epoch: answer.epoch, last: answer.last };
    this.session.cell.set((s) => withRows(s, withRow(s.rows, taken)));
    return id;
  }

  /** `step`: where the bot goes on with its steps; "" when it only answers from here. */
  returnToBot(id: string, step = "", epoch?: number): Promise<boolean> {
    return this.undoable(id, "returned", "", epoch, (known) => this.session.api.returnToBot(id, known, step));
  }
  close(id: string, reason = "", tags?: string[], epoch?: number): Promise<boolean> {
    return this.undoable(id, "closed", "", epoch, (known) => this.session.api.close(id, known, reason, tags));
  }
  /** `name`: how the team or the colleague is called. */
  async transfer(id: string, to: To, name: string, comment = "", epoch?: number): Promise<boolean> {
    const run = (known: number) => this.session.api.transfer(id, known, to, comment);
    if (to.team !== undefined) return this.undoable(id, "transferred", name, epoch, run);
    // A colleague has it at once, and it is not ours to take back.
    const done = (await this.command(id, epoch, run)) !== null;
    if (done) this.session.say("transferred", name);
    return done;
  }

  /** A command that can be taken back by taking the conversation again. */
  private async undoable(
    id: string,
    said: ToastKey,
    name: string,
    epoch: number | undefined,
    run: (epoch: number) => Promise<CommandAnswer>,
  ): Promise<boolean> {
    const answer = await this.command(id, epoch, run);
    if (!answer) return false;
    this.session.say(said, name, () => {
      this.session.dismissToast();
      void this.command(id, answer.epoch, (epoch) => this.session.api.take(id, epoch));
    });
    return true;
  }
}

/** The facts of a 409, or null for anything else. */
export function conflictOf(failure: unknown): ErrorBody["error"] | null {
  return failure instanceof CallFailed && failure.status === 409 && failure.body ? failure.body.error : null;
}
