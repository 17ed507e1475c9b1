// SPDX-License-Identifier: MIT
// Does what a key or a choice of the palette says. What cannot be done now says why.

import { textOf } from "../state/draft";
import { commandOf, offOf, type ActionName } from "../state/actions";
import { draftOf } from "../state/app";
import type { Command } from "../state/keys";
import { ringing } from "../state/rows";
import { entriesOf, lastDecided } from "../state/transcript";
import type { Parts } from "./context";
import { goPage, goTo, nameHere, rowLinks } from "./go";
import { roomForTwo } from "./pane";
import { reviews, leads } from "../state/actions";

/** As in narrow.css: the side panel is a dialog there. */
const sideIsOver = () => matchMedia("(max-width: 1179px)").matches;
export const focusOn = (id: string) => document.getElementById(id)?.focus();

const TEXT_TYPES = new Set(["text", "search", "password", "email", "url", "tel", "number", "datetime-local", ""]);

export function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && TEXT_TYPES.has(target.type);
}

/** What has no place on a page of this width is not offered. */
export const hasPlace = (action: ActionName): boolean => action !== "beside" || roomForTwo().matches;

/** Says why an action is off; false when it can be done. */
function isOff(parts: Parts, action: ActionName): boolean {
  const { session } = parts;
  const off = offOf(action, session.cell.get(), session.serverNow());
  if (off && off !== "noConversation") session.say("off", off);
  return off !== null;
}

/** An action by its name, wherever it was chosen. */
export function act(parts: Parts, action: ActionName): void {
  const { session, desk, commands } = parts;
  if (isOff(parts, action)) return;
  const id = desk.opened?.id ?? "";
  const command = commandOf(action);
  if (command) {
    obey(parts, command);
    return;
  }
  const first = ringing(session.cell.get().rows, session.serverNow())[0];
  switch (action) {
    case "take":
      void desk.take(id);
      return;
    case "takeOver":
    case "erase":
      session.dialog(action);
      return;
    case "away":
    case "shift":
      session.dialog(action);
      return;
    case "beside":
      if (session.cell.get().pinned === id) nameHere(desk.unpin());
      else desk.hold();
      return;
    case "takeAsked":
      if (first) void desk.takeRow(first).then((taken) => taken && goTo(taken));
      return;
    case "decline":
      if (first) void commands.decline(first);
      return;
    case "available":
      void session.setAvailable(!session.cell.get().auth.me?.available);
      return;
  }
}

/** Whether the press was used. */
export function obey(parts: Parts, command: Command): boolean {
  const { session, desk, writer, commands, colleague } = parts;
  const state = session.cell.get();
  const opened = state.opened?.phase === "ready" && state.page === "desk" ? state.opened : null;
  switch (command.do) {
    case "row":
    case "nth":
    case "neighbour":
      return moveRow(command, opened?.id ?? "");
    case "takeLongest":
      void desk.takeLongest().then((id) => id && goTo(id));
      return true;
    case "reply":
    case "note":
      if (!opened) return false;
      writer.box(opened.id, command.do);
      focusOn("composer-text");
      return true;
    case "send": {
      if (!opened || document.activeElement?.id !== "composer-text") return false;
      const empty = textOf(draftOf(state, opened.id)).trim() === "";
      if (!empty) void writer.press(opened.id, command.close && offOf("transfer", state, 0) === null);
      return true;
    }
    case "suggestSend":
      return opened !== null && (isOff(parts, "suggestSend") || colleague.send(opened.id));
    case "suggestEdit":
      if (!opened) return false;
      if (!isOff(parts, "suggestEdit") && colleague.edit(opened.id)) focusOn("composer-text");
      return true;
    case "suggestReject":
      // In the box it deletes a word where the system has it so; without a proposal it stays that.
      if (!opened || offOf("suggestReject", state, 0) !== null) return false;
      colleague.reject(opened.id);
      return true;
    case "close":
      if (!opened || isOff(parts, "close")) return opened !== null;
      session.dialog("close");
      return true;
    case "return":
    case "transfer":
    case "tags":
      if (!opened || isOff(parts, command.do)) return opened !== null;
      session.dialog(command.do);
      return true;
    case "hold":
      if (!opened) return false;
      if (opened.row?.on_hold && offOf("resume", state, 0) === null) void commands.resume(opened.id);
      else if (!isOff(parts, "hold")) session.dialog("hold");
      return true;
    case "why": {
      if (!opened) return false;
      const last = lastDecided(entriesOf(opened.conversation, session.me, session.now()));
      session.why(state.why === last ? null : last);
      return true;
    }
    case "articles":
      if (!opened) return false;
      if (sideIsOver()) session.dialog("side");
      else if (state.prefs.sideFolded) session.prefer({ sideFolded: false });
      if (state.prefs.foldedParts.includes("articles")) session.fold("articles", false);
      requestAnimationFrame(() => focusOn("article-search"));
      return true;
    case "tab":
      goPage("desk");
      session.tab(command.tab);
      return true;
    case "page": {
      const role = state.auth.me?.role;
      if (command.page === "board" ? !leads(role) : !reviews(role)) session.say("off", "role");
      else goPage(command.page);
      return true;
    }
    case "foldList":
      session.prefer({ listFolded: !state.prefs.listFolded });
      return true;
    case "foldSide":
      if (sideIsOver() && opened) session.dialog("side");
      else session.prefer({ sideFolded: !state.prefs.sideFolded });
      return true;
    case "keys":
    case "palette":
      session.dialog(command.do);
      return true;
    case "pin": {
      const active = document.activeElement;
      const row = active instanceof HTMLElement ? active.dataset.row : undefined;
      if (!row) return false;
      if (!opened || !roomForTwo().matches) goTo(row);
      else {
        desk.pin(row);
        nameHere(row);
      }
      return true;
    }
    case "leave":
      return leave(parts);
  }
}

function moveRow(command: { do: "row" | "neighbour"; step: 1 | -1 } | { do: "nth"; n: number }, id: string): boolean {
  const links = rowLinks();
  if (links.length === 0) return false;
  if (command.do === "nth") {
    links[command.n - 1]?.focus();
    return true;
  }
  const open = links.findIndex((link) => link.dataset.row === id);
  if (command.do === "neighbour") {
    const next = links[open < 0 ? 0 : open + command.step];
    if (next?.dataset.row) goTo(next.dataset.row);
    return true;
  }
  const focused = links.findIndex((link) => link === document.activeElement);
  const from = focused >= 0 ? focused : open;
  const next = from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + command.step));
  links[next]?.focus();
  return true;
}

/** Out of a field to the transcript, out of the transcript to the list; one that is pinned beside another is
 *  closed then, its draft stays. */
function leave({ desk, session }: Parts): boolean {
  const active = document.activeElement;
  if (takesText(active)) {
    focusOn("transcript");
    return true;
  }
  if (active?.id === "transcript") {
    const { beside, opened, pinned } = session.cell.get();
    if (beside && opened?.id === pinned) nameHere(desk.unpin());
    const links = rowLinks();
    (links.find((link) => link.getAttribute("aria-current")) ?? links[0])?.focus();
    return true;
  }
  return false;
}
