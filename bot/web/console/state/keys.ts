// SPDX-License-Identifier: MIT
// From a key press to a command; pure.
//
// Letters act outside text fields only. The digit row of a Lithuanian keyboard types ą č ę, so digits are
// matched by `code`; AltGr is Ctrl+Alt there, so nothing here uses both and a press with AltGraph is left
// to the text it types.

import { KEY_NAMES, STANDARD, type Bindings } from "./bindings";

export type Command =
  | { do: "row"; step: 1 | -1 }
  | { do: "nth"; n: number }
  | { do: "neighbour"; step: 1 | -1 }
  | { do: "takeLongest" | "reply" | "note" | "close" | "return" | "transfer" | "why" | "articles" }
  | { do: "tags" | "hold" | "suggestSend" | "suggestEdit" | "suggestReject" | "palette" }
  | { do: "tab"; tab: "mine" | "queue" | "all" }
  | { do: "page"; page: "board" | "review" }
  | { do: "foldList" | "foldSide" | "keys" | "leave" | "pin" }
  | { do: "send"; close: boolean };

/** What a press is, without a DOM. */
export interface Press {
  key: string;
  code: string;
  ctrl: boolean; // Ctrl, or Cmd on a Mac
  alt: boolean;
  shift: boolean;
  altgr: boolean;
  composing: boolean;
  inText: boolean; // focus is in a field that takes text
  inDialog: boolean;
}

/** What may be done over and over while a key is held down: moving about. Everything else is done once for each
 *  press, or one press would take several conversations. */
export function mayRepeat(command: Command): boolean {
  return command.do === "row" || command.do === "neighbour";
}

/** `command` is null when the press is not ours. `prefix` is what the next press has to be read with: "g"
 *  after G, which waits for M, Q, A, S or U. */
export interface Reading {
  command: Command | null;
  prefix: "" | "g";
}

const NOTHING: Reading = { command: null, prefix: "" };

function just(command: Command): Reading {
  return { command, prefix: "" };
}

/** `enterSends`: the agent's choice; Shift makes a new line then. `bindings`: the agent's keys of one letter. */
export function readPress(press: Press, prefix: "" | "g", enterSends = false, bindings: Bindings = STANDARD): Reading {
  if (press.altgr || press.composing || press.inDialog) return NOTHING;
  if (press.key === "F1") return just({ do: "keys" });
  if (press.ctrl && !press.alt && !press.shift && (press.key.toLowerCase() === "k" || press.code === "KeyK")) {
    return just({ do: "palette" });
  }
  if (press.key === "Enter" && press.ctrl && !press.alt && press.inText) {
    return just({ do: "send", close: press.shift });
  }
  if (enterSends && press.key === "Enter" && press.inText && !press.alt && !press.shift) {
    return just({ do: "send", close: false });
  }
  if (press.alt && !press.ctrl) {
    if (press.key === "Enter") return just({ do: press.shift ? "suggestEdit" : "suggestSend" });
    if (press.shift) return NOTHING;
    if (press.key === "Backspace") return just({ do: "suggestReject" });
    if (press.key === "ArrowUp") return just({ do: "neighbour", step: -1 });
    if (press.key === "ArrowDown") return just({ do: "neighbour", step: 1 });
  }
  if (press.key === "Enter" && press.shift && !press.ctrl && !press.alt && !press.inText) return just({ do: "pin" });
  if (press.key === "Escape" && !press.ctrl && !press.alt) return just({ do: "leave" });
  if (press.inText || press.ctrl || press.alt) return NOTHING;

  const letter = press.key.toLowerCase();
  if (prefix === "g") {
    if (letter === "m") return just({ do: "tab", tab: "mine" });
    if (letter === "q") return just({ do: "tab", tab: "queue" });
    if (letter === "a") return just({ do: "tab", tab: "all" });
    if (letter === "s") return just({ do: "page", page: "board" });
    if (letter === "u") return just({ do: "page", page: "review" });
    return NOTHING;
  }
  const digit = /^Digit([1-9])$/.exec(press.code);
  if (digit && !press.shift) return just({ do: "nth", n: Number(digit[1]) });
  const name = KEY_NAMES.find((one) => bindings[one] === letter);
  switch (name) {
    case undefined:
      return NOTHING;
    case "go":
      return { command: null, prefix: "g" };
    case "next":
      return just({ do: "row", step: 1 });
    case "previous":
      return just({ do: "row", step: -1 });
    default:
      return just({ do: name });
  }
}
