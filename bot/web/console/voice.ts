// SPDX-License-Identifier: MIT
// How the browser speaks to an agent who does not look: a tone of at most 400 ms at about -24 dB, and the
// system's own notices.

import type { Notice } from "./state/notices";
import type { AppState } from "./state/app";
import { visitorName } from "./state/names";
import { wordsOf } from "./words/words";
import type { Voice } from "./notifier";

const LOUDNESS = 0.06;
/** Windows of one agent hear of the same thing within this time. */
const TOGETHER_MS = 1_500;

/** Does it in one of the windows that would do it at the same time; in each where the browser cannot tell. */
export function inOneWindow(
  name: string,
  does: () => void,
  locks: Pick<LockManager, "request"> | null | undefined = globalThis.navigator?.locks,
): void {
  if (!locks) {
    does();
    return;
  }
  void locks.request(`frontdesk.console.${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    does();
    await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
  });
}

export class BrowserVoice implements Voice {
  private audio: AudioContext | null = null;

  constructor(private readonly open: (conversation: string) => void) {}

  tone(urgent: boolean): void {
    inOneWindow(urgent ? "ring" : "tone", () => this.sound(urgent));
  }

  private sound(urgent: boolean): void {
    try {
      this.audio ??= new AudioContext();
      const { audio } = this;
      // A browser lets a page sound only after somebody has used it.
      if (audio.state === "suspended") void audio.resume();
      for (const [hertz, at] of urgent ? [[660, 0], [880, 0.16]] : [[660, 0]]) {
        const start = audio.currentTime + (at ?? 0);
        const source = audio.createOscillator();
        const gain = audio.createGain();
        source.frequency.value = hertz ?? 660;
        gain.gain.setValueAtTime(0, start);
        gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
        gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
        source.connect(gain).connect(audio.destination);
        source.start(start);
        source.stop(start + 0.24);
      }
    } catch {
      // No sound on this machine: the page shows everything that it says.
    }
  }

  show({ name, row }: Notice, state: AppState): void {
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    const words = wordsOf(state.prefs.language);
    const who = visitorName(row.name ?? "", words.visitor, row.conversation);
    const said = state.prefs.notices.words ? (row.last_text ?? "") : "";
    const notice = new Notification(`${words.noticeName[name]}: ${who}`, {
      body: said,
      tag: row.conversation,
      silent: true,
    });
    notice.onclick = () => {
      window.focus();
      this.open(row.conversation);
      notice.close();
    };
  }
}
