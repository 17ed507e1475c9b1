// SPDX-License-Identifier: MIT
// Everything that the console shows, as one value, and the small cell that holds it. The parts change it
// with pure functions; views read it and never write.

import type { Event, Language, Me, Status } from "../../shared/protocol";
import type { Theme } from "../../shared/theme";
import type { DeskInfo } from "../wire";
import type { KeyName } from "./bindings";
import { withEvents } from "./conversation";
import { emptyDraft, idle, type Draft, type Sending } from "./draft";
import { defaultNotices, type NoticePrefs } from "./notices";
import { openedOf, panesOf, withOpened, withPanes, type Opened } from "./panes";
import { withSeen, type Counts, type Rows, type Seen, type Tab } from "./rows";

/** `expired`: was signed in until the server said 401; the page stays under the sign-in form. */
export interface Auth {
  phase: "checking" | "out" | "in" | "expired";
  me: Me | null;
  busy: boolean;
  /** Code of what went wrong at signing in, "" for nothing; `seconds` where the server asked to wait. */
  problem: string;
  seconds: number;
}

/** A stream as a reader sees it: `since` is when it was lost. */
export interface Live {
  state: "loading" | "live" | "lost";
  since: number;
}

export interface Prefs {
  language: Language;
  theme: Theme;
  listFolded: boolean;
  sideFolded: boolean;
  /** Sections of the side panel that are folded. */
  foldedParts: readonly string[];
  /** Keys of one letter can be turned off (WCAG 2.1.4). */
  letterKeys: boolean;
  /** Keys of one letter that the agent has changed (bindings.ts). */
  keys: Partial<Record<KeyName, string>>;
  /** Enter sends and Shift+Enter makes a line; otherwise Ctrl+Enter sends. */
  enterSends: boolean;
  density: "comfortable" | "dense";
  /** Per cent. */
  textSize: number;
  notices: NoticePrefs;
}

export const defaultPrefs: Omit<Prefs, "language"> = {
  theme: "auto",
  listFolded: false,
  sideFolded: false,
  foldedParts: [],
  letterKeys: true,
  keys: {},
  enterSends: false,
  density: "comfortable",
  textSize: 100,
  notices: defaultNotices,
};
export const TEXT_SIZES = [90, 100, 110, 120, 130];

/** A sentence that goes away by itself, with at most one thing to do about it. */
export type ToastKey =
  | "taken"
  | "changed"
  | "notDone"
  | "nobodyWaits"
  | "closed"
  | "returned"
  | "transferred"
  | "copied"
  | "inserted"
  | "attached"
  | "held"
  | "resumed"
  | "declined"
  | "saved"
  | "marked"
  | "tagFirst"
  | "nowOff"
  | "sentLate"
  | "notSentLate"
  | "off";
export interface Toast {
  id: number;
  key: ToastKey;
  /** Of whom it speaks, or what went wrong. */
  name: string;
  tone: "plain" | "warn";
  undo: (() => void) | null;
  /** Another conversation than the open one, which it speaks of; "" for none. */
  conversation: string;
}

export type Dialog =
  | "keys"
  | "close"
  | "return"
  | "transfer"
  | "side"
  | "settings"
  | "palette"
  | "tags"
  | "hold"
  | "takeOver"
  | "intent"
  | "erase"
  | "away"
  | "shift"
  | "keyset"
  | null;

/** What the middle of the page shows. */
export type PageName = "desk" | "board" | "review" | "accounts";

export interface AppState {
  auth: Auth;
  page: PageName;
  /** Teams, colleagues, replies and the like; null until they are known. */
  desk: DeskInfo | null;
  /** Conversations that were open, newest first. */
  recent: readonly string[];
  /** The visitor's line whose topic is being named. */
  marking: number;
  /** What the article search is to look for, until something else is typed there. */
  articleQuery: string;
  /** How long the last one waited who left the queue for a person, in ms; null: nobody yet. */
  lastWaited: number | null;
  rows: Rows;
  /** Of these statuses the list holds the newest only. */
  cut: readonly Status[];
  tab: Tab;
  list: Live;
  opened: Opened | null;
  /** The other one of two on the page, and which of the two is pinned, "" for none (panes.ts). */
  beside: Opened | null;
  pinned: string;
  drafts: Readonly<Record<string, Draft>>;
  sendings: Readonly<Record<string, Sending>>;
  /** Drafts that another window changed last. */
  elsewhere: Readonly<Record<string, boolean>>;
  seen: Seen;
  /** Unread lines of own conversations, and up to which sequence they were counted (tally.ts). */
  unread: Counts;
  talliedTo: Counts;
  /** Agents' names by id: facts name their writers by id only. */
  names: Readonly<Record<string, string>>;
  prefs: Prefs;
  toast: Toast | null;
  dialog: Dialog;
  /** Sequence of the bot's message whose reason is open. */
  why: number | null;
  /** Server's clock less ours, in ms. */
  skew: number;
}

export function initialState(prefs: Prefs, seen: Seen): AppState {
  return {
    auth: { phase: "checking", me: null, busy: false, problem: "", seconds: 0 },
    page: "desk",
    desk: null,
    recent: [],
    marking: 0,
    articleQuery: "",
    lastWaited: null,
    rows: new Map(),
    cut: [],
    tab: "mine",
    list: { state: "loading", since: 0 },
    opened: null,
    beside: null,
    pinned: "",
    drafts: {},
    sendings: {},
    elsewhere: {},
    seen,
    unread: {},
    talliedTo: {},
    names: {},
    prefs,
    toast: null,
    dialog: null,
    why: null,
    skew: 0,
  };
}

export class Cell<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(change: (value: T) => T): void {
    const next = change(this.value);
    if (next === this.value) return;
    this.value = next;
    for (const listener of [...this.listeners]) listener();
  }

  /** Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

// ---- Changes ----------------------------------------------------------------------------------------

export function draftOf(state: AppState, id: string): Draft {
  return state.drafts[id] ?? emptyDraft;
}

export function sendingOf(state: AppState, id: string): Sending {
  return state.sendings[id] ?? idle;
}

export function withDraft(state: AppState, id: string, draft: Draft): AppState {
  return { ...state, drafts: { ...state.drafts, [id]: draft }, elsewhere: { ...state.elsewhere, [id]: false } };
}

export function withSending(state: AppState, id: string, sending: Partial<Sending>): AppState {
  return { ...state, sendings: { ...state.sendings, [id]: { ...idle, ...sending } } };
}

/** The list has changed; what is open keeps what it knew of itself. */
export function withRows(state: AppState, rows: Rows): AppState {
  const known = withPanes({ ...state, rows }, (opened) => ({ ...opened, row: rows.get(opened.id) ?? opened.row }));
  const owners = [...rows.values()].flatMap(({ owner }) => (owner ? [[owner.id, owner.name] as const] : []));
  return withNames(known, Object.fromEntries(owners));
}

/** More names are known; what is open is drawn with them. */
export function withNames(state: AppState, found: Readonly<Record<string, string>>): AppState {
  if (Object.entries(found).every(([id, name]) => state.names[id] === name)) return state;
  const names = { ...state.names, ...found };
  return withPanes({ ...state, names }, (opened) => ({
    ...opened,
    conversation: { ...opened.conversation, names: { ...opened.conversation.names, ...found } },
  }));
}

/** Adds facts to a conversation on the page; `gap` as in conversation.ts. */
export function withNewEvents(state: AppState, id: string, events: Event[]): { state: AppState; gap: boolean } {
  const opened = openedOf(state, id);
  if (!opened) return { state, gap: false };
  const { conversation, gap } = withEvents(opened.conversation, events);
  return { state: withOpened(state, id, (one) => ({ ...one, conversation })), gap };
}

/** The agent has them on the screen: everything in them is seen. */
export function withAllSeen(state: AppState): AppState {
  const ready = panesOf(state).filter(({ phase }) => phase === "ready");
  const seen = ready.reduce((before, { id, conversation }) => withSeen(before, id, conversation.chat.last), state.seen);
  return seen === state.seen ? state : { ...state, seen };
}

/** A stream's state; the moment of losing it is kept while it stays lost. */
export function liveAfter(before: Live, state: "connecting" | "live" | "waiting" | "stopped", now: number): Live {
  if (state === "live") return { state: "live", since: 0 };
  if (before.state === "lost") return before;
  // The first attempt is loading; a stream that was live and connects again is lost.
  if (state === "connecting" && before.state === "loading") return before;
  return { state: "lost", since: now };
}
