// SPDX-License-Identifier: MIT
// Keys of the whole page: reads a press (state/keys.ts) and has it done (obey.ts).

import { useEffect } from "preact/hooks";
import { bindingsOf } from "../state/bindings";
import { mayRepeat, readPress, type Press } from "../state/keys";
import { useParts } from "./context";
import { obey, takesText } from "./obey";

const PREFIX_MS = 1_500;

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
      const { letterKeys, enterSends, keys } = parts.session.cell.get().prefs;
      const letter = read.key.length === 1 && !read.ctrl && !read.alt;
      if (letter && !read.inText && !letterKeys) return;
      const now = performance.now();
      const reading = readPress(read, now - prefixAt < PREFIX_MS ? prefix : "", enterSends, bindingsOf(keys));
      prefix = reading.prefix;
      prefixAt = now;
      if (reading.command && event.repeat && !mayRepeat(reading.command)) event.preventDefault();
      else if (reading.command && obey(parts, reading.command)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [parts]);
}
