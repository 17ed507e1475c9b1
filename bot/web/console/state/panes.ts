// SPDX-License-Identifier: MIT
// Which conversations are on the page: the open one, and on a wide page a second one pinned beside it. The open
// one is where the reader is: keys, dialogs and the side panel are its. Pure.

import type { Row } from "../../shared/protocol";
import { emptyConversation, type Conversation } from "./conversation";
import { quiet, type Signals } from "./signals";
import { noProposal, type Proposal } from "./suggestion";
import type { AppState, Live } from "./app";

export interface Opened {
  id: string;
  phase: "loading" | "ready" | "failed" | "missing";
  code: string;
  live: Live;
  conversation: Conversation;
  /** What the list said last: a closed conversation is not in the list any more. */
  row: Row | null;
  /** Newest sequence that was seen before it was opened: what follows is new to the reader. */
  seenBefore: number;
  signals: Signals;
  proposal: Proposal;
  /** Earlier conversations of the same customer; null until they are known. */
  history: Row[] | null;
}

/** One that is on the page, or null. */
export function openedOf(state: AppState, id: string): Opened | null {
  return state.opened?.id === id ? state.opened : state.beside?.id === id ? state.beside : null;
}

/** Those on the page, the one that is not pinned first. */
export function panesOf(state: Pick<AppState, "opened" | "beside" | "pinned">): Opened[] {
  const { opened, beside, pinned } = state;
  const panes = opened?.id === pinned ? [beside, opened] : [opened, beside];
  return panes.filter((one) => one !== null);
}

/** Changes one that is on the page, if it still is. */
export function withOpened(state: AppState, id: string, change: (opened: Opened) => Opened): AppState {
  if (state.opened?.id === id) return { ...state, opened: change(state.opened) };
  return state.beside?.id === id ? { ...state, beside: change(state.beside) } : state;
}

/** Changes all that are on the page. */
export function withPanes(state: AppState, change: (opened: Opened) => Opened): AppState {
  const { opened, beside } = state;
  return { ...state, opened: opened && change(opened), beside: beside && change(beside) };
}

function begun(state: AppState, id: string): AppState {
  const opened: Opened = {
    id,
    phase: "loading",
    code: "",
    live: { state: "loading", since: 0 },
    conversation: emptyConversation(id),
    row: state.rows.get(id) ?? null,
    seenBefore: state.seen[id] ?? 0,
    signals: quiet,
    proposal: noProposal,
    history: null,
  };
  const recent = [id, ...state.recent.filter((other) => other !== id)].slice(0, 8);
  return { ...state, why: null, recent, opened };
}

/** Opens one in the place of the one that is not pinned. */
export function opening(state: AppState, id: string): AppState {
  const beside = state.opened?.id === state.pinned ? state.opened : state.beside;
  return { ...begun(state, id), beside };
}

/** Opens one beside the one that is open. */
export function pinning(state: AppState, id: string): AppState {
  return { ...begun(state, id), beside: panesOf(state)[0] ?? null, pinned: id };
}

/** The reader goes over to the other one. */
export function withFocus(state: AppState, id: string): AppState {
  if (state.beside?.id !== id) return state;
  return { ...state, opened: state.beside, beside: state.opened, why: null, dialog: null };
}

/** Only this one stays. */
export function alone(state: AppState, id: string): AppState {
  return { ...withFocus(state, id), beside: null, pinned: "" };
}

export function withNothingOpen(state: AppState): AppState {
  return state.opened ? { ...state, opened: null, beside: null, pinned: "", dialog: null } : state;
}
