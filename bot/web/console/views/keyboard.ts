// SPDX-License-Identifier: MIT
// Keys of the whole page: reads a press (state/keys.ts) and does what it says.

import { useEffect } from "preact/hooks";
import { standingOf } from "../state/conversation";
import { readPress, type Command, type Press } from "../state/keys";
import { entriesOf, lastDecided } from "../state/transcript";
import { useParts, type Parts } from "./context";
import { goTo, rowLinks } from "./go";

const PREFIX_MS = 1_500;
const TEXT_TYPES = new Set(["text", "search", "password", "email", "url", "tel", "number", ""]);

function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && TEXT_TYPES.has(target.type);
}

function pressOf(event: KeyboardEvent): Press {
  return {
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey || event.metaKey,
    alt: event.altKey,
    shift: event.shiftKey,
    altgr: event.getModifierState("AltGraph"),
    composing: event.isComposing,
    inText: takesText(event.target),
    inDialog: document.querySelector("dialog[open]") !== null,
  };
}

export function useKeys(): void {
  const parts = useParts();
  useEffect(() => {
    let prefix: "" | "g" = "";
    let prefixAt = 0;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || parts.session.cell.get().auth.phase !== "in") return;
      const read = pressOf(event);
      const letter = read.key.length === 1;
      if (letter && !read.inText && !parts.session.cell.get().prefs.letterKeys) return;
      const now = performance.now();
      const reading = readPress(read, now - prefixAt < PREFIX_MS ? prefix : "");
      prefix = reading.prefix;
      prefixAt = now;
      if (reading.command && obey(parts, reading.command)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [parts]);
}

/** As in narrow.css: the side panel is a dialog there. */
const sideIsOver = () => matchMedia("(max-width: 1179px)").matches;
const focusOn = (id: string) => document.getElementById(id)?.focus();

/** Whether the press was used. */
function obey(parts: Parts, command: Command): boolean {
  const { session, desk, writer } = parts;
  const state = session.cell.get();
  const opened = state.opened?.phase === "ready" ? state.opened : null;
  const standing = opened && standingOf(opened.conversation, session.me);
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
    case "send":
      if (!opened || document.activeElement?.id !== "composer-text") return false;
      void writer.send(opened.id, command.close && standing === "mine");
      return true;
    case "close":
      if (standing !== "mine" && standing !== "waiting" && standing !== "bot") return false;
      session.dialog("close");
      return true;
    case "return":
    case "transfer":
      if (standing !== "mine") return false;
      session.dialog(command.do);
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
      requestAnimationFrame(() => focusOn("article-search"));
      return true;
    case "tab":
      session.tab(command.tab);
      return true;
    case "foldList":
      session.prefer({ listFolded: !state.prefs.listFolded });
      return true;
    case "foldSide":
      if (sideIsOver() && opened) session.dialog("side");
      else session.prefer({ sideFolded: !state.prefs.sideFolded });
      return true;
    case "keys":
      session.dialog("keys");
      return true;
    case "leave":
      return leave();
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

/** Out of a field to the transcript, out of the transcript to the list. */
function leave(): boolean {
  const active = document.activeElement;
  if (takesText(active)) {
    focusOn("transcript");
    return true;
  }
  if (active?.id === "transcript") {
    const links = rowLinks();
    (links.find((link) => link.getAttribute("aria-current")) ?? links[0])?.focus();
    return true;
  }
  return false;
}
