// SPDX-License-Identifier: MIT
// What an agent can do, under which key, and why it cannot be done now: one list for the palette, the keys
// and the buttons. Pure.

import type { AppState, Prefs } from "./app";
import { bindingsOf, capOf, type KeyName } from "./bindings";
import { standingOf, type Standing } from "./conversation";
import type { Command } from "./keys";
import { ringing, longestWaiting } from "./rows";
import { proposed } from "./suggestion";

export type ActionName =
  | "take"
  | "takeOver"
  | "reply"
  | "note"
  | "suggestSend"
  | "suggestEdit"
  | "suggestReject"
  | "transfer"
  | "return"
  | "close"
  | "hold"
  | "resume"
  | "tags"
  | "why"
  | "articles"
  | "erase"
  | "takeLongest"
  | "takeAsked"
  | "decline"
  | "available"
  | "away"
  | "shift"
  | "beside";

/** Why an action is off; words.off has the sentence. */
export type Off = "noConversation" | "notMine" | "colleague" | "notHeld" | "held" | "closed" | "none" | "nobody" | "role";

/** Their keys: a key of one letter by its name in bindings.ts, any other as it is told. */
export const ACTIONS: { name: ActionName; key?: KeyName; keys?: string }[] = [
  { name: "take" },
  { name: "takeOver" },
  { name: "reply", key: "reply" },
  { name: "suggestSend", keys: "Alt Enter" },
  { name: "suggestEdit", keys: "Alt Shift Enter" },
  { name: "suggestReject", keys: "Alt Backspace" },
  { name: "note", key: "note" },
  { name: "transfer", key: "transfer" },
  { name: "return", key: "return" },
  { name: "close", key: "close" },
  { name: "hold", key: "hold" },
  { name: "resume", key: "hold" },
  { name: "tags", key: "tags" },
  { name: "why", key: "why" },
  { name: "articles", key: "articles" },
  { name: "erase" },
  { name: "beside" },
  { name: "takeLongest", key: "takeLongest" },
  { name: "takeAsked" },
  { name: "decline" },
  { name: "available" },
  { name: "away" },
  { name: "shift" },
];

/** How the key of an action is told; "" where it has none. */
export function keysOf({ key, keys }: { key?: KeyName; keys?: string }, prefs: Pick<Prefs, "keys" | "letterKeys">): string {
  if (key) return prefs.letterKeys ? capOf(bindingsOf(prefs.keys)[key]) : "";
  return keys ?? "";
}

export const leads = (role: string | undefined): boolean => role === "supervisor" || role === "admin";
/** Who looks after what the bot knows. */
export const reviews = (role: string | undefined): boolean => role === "author" || leads(role);

/** Null: it can be done. */
export function offOf(action: ActionName, state: AppState, now: number): Off | null {
  const me = state.auth.me?.name ?? "";
  // On another page nobody sees what would be acted on.
  const opened = state.opened?.phase === "ready" && state.page === "desk" ? state.opened : null;
  const role = state.auth.me?.role;
  switch (action) {
    case "available":
    case "away":
    case "shift":
      return null;
    case "takeLongest":
      return longestWaiting(state.rows, now) ? null : "nobody";
    case "takeAsked":
    case "decline":
      return ringing(state.rows, now).length > 0 ? null : "none";
    default:
      break;
  }
  if (!opened) return "noConversation";
  const standing = standingOf(opened.conversation, me);
  const held = opened.row?.on_hold === true;
  const mine = offUnlessMine(standing);
  switch (action) {
    case "take":
      return standing === "waiting" || standing === "bot" || standing === "closed" ? null : mine === null ? "none" : mine;
    case "takeOver":
      return !leads(role) ? "role" : standing === "colleague" ? null : "none";
    case "suggestSend":
    case "suggestEdit":
    case "suggestReject":
      return mine ?? (proposed(opened.proposal, opened.conversation) ? null : "none");
    case "transfer":
    case "return":
      return mine;
    case "hold":
      return mine ?? (held ? "held" : null);
    case "resume":
      return mine ?? (held ? null : "notHeld");
    case "close":
      return standing === "colleague" ? "colleague" : standing === "closed" || standing === "erased" ? "closed" : null;
    case "erase":
      return !leads(role) ? "role" : standing === "erased" ? "closed" : null;
    case "note":
    case "reply":
    case "tags":
      return standing === "erased" ? "closed" : null;
    default:
      return null;
  }
}

function offUnlessMine(standing: Standing): Off | null {
  if (standing === "mine") return null;
  if (standing === "colleague") return "colleague";
  return standing === "closed" || standing === "erased" ? "closed" : "notMine";
}

/** The key's command for an action. */
export function commandOf(action: ActionName): Command | null {
  switch (action) {
    case "reply":
    case "note":
    case "suggestSend":
    case "suggestEdit":
    case "suggestReject":
    case "transfer":
    case "return":
    case "close":
    case "tags":
    case "why":
    case "articles":
    case "takeLongest":
      return { do: action };
    case "hold":
    case "resume":
      return { do: "hold" };
    default:
      return null;
  }
}
