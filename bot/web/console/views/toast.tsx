// SPDX-License-Identifier: MIT
// The sentence at the edge of the page. Its place is there from the start, so that readers hear it.

import type { Toast as ToastValue } from "../state/app";
import { capital } from "../../shared/words";
import { visitorName } from "../state/names";
import { wordFor, type Words } from "../words/words";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";

export function Toast() {
  const { session } = useParts();
  const { words } = useSay();
  const toast = useApp((state) => state.toast);
  return (
    <div class="toast-place" role="status">
      {toast && (
        <p class={`toast ${toast.tone}`} key={toast.id}>
          <Icon name={toast.tone === "warn" ? "warning" : "tick"} />
          <span>{sentence(words, toast)}</span>
          {toast.conversation && (
            <a class="link" href={`#${encodeURIComponent(toast.conversation)}`} onClick={() => session.dismissToast()}>
              {words.openIt}
            </a>
          )}
          {toast.undo && (
            <button type="button" class="link" onClick={toast.undo}>
              {words.undo}
            </button>
          )}
          <button type="button" class="icon-btn" aria-label={words.dismiss} onClick={() => session.dismissToast()}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}

function sentence(words: Words, toast: ToastValue): string {
  switch (toast.key) {
    case "taken":
      return words.stopTaken(toast.name);
    case "changed":
      return words.changed;
    case "notDone":
      return `${words.notDone} ${wordFor(words.failure, toast.name)}`.trim();
    case "nobodyWaits":
      return words.nobodyWaits;
    case "closed":
      return words.line.closed;
    case "returned":
      return words.line.returned_to_bot;
    case "transferred":
      return words.line.transferred.replace("{x}", toast.name);
    case "copied":
      return `${words.copied}: ${toast.name}`;
    case "inserted":
      return words.inserted;
    case "attached":
      return words.attachedNow;
    case "held":
    case "resumed":
    case "declined":
    case "saved":
    case "marked":
    case "tagFirst":
    case "nowOff":
      return words[toast.key];
    case "sentLate":
    case "notSentLate":
      return words[toast.key](visitorName(toast.name, words.visitor, toast.conversation));
    case "off":
      return capital(`${wordFor(words.off, toast.name)}.`);
  }
}
