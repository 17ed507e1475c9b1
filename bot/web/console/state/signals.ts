// SPDX-License-Identifier: MIT
// What is true only now and is no fact: who types, who looks, how far the visitor has read. Pure.

/** So long a sign of typing stands without another. */
export const TYPING_MS = 6_000;

export interface Typing {
  author: "visitor" | "agent";
  /** The agent's; "" for the visitor. */
  name: string;
  until: number;
}
export interface Signals {
  typing: readonly Typing[];
  /** Newest sequence that the visitor has had on the screen. */
  seen: number;
  /** Colleagues who have this conversation open. */
  viewers: readonly string[];
}

export const quiet: Signals = { typing: [], seen: 0, viewers: [] };

/** A frame of the stream that is no fact. What is not understood changes nothing. */
export function withSignal(signals: Signals, name: string, data: Record<string, unknown>, me: string, now: number): Signals {
  switch (name) {
    case "typing": {
      const author = data.author === "agent" ? "agent" : "visitor";
      const who = typeof data.name === "string" ? data.name : "";
      if (author === "agent" && who === me) return signals;
      const others = signals.typing.filter((one) => one.author !== author || one.name !== who);
      return { ...signals, typing: [...others, { author, name: who, until: now + TYPING_MS }] };
    }
    case "seen": {
      const last = Number(data.last);
      return last > signals.seen ? { ...signals, seen: last } : signals;
    }
    case "viewers": {
      const names = Array.isArray(data.names) ? data.names.filter((one): one is string => typeof one === "string") : [];
      return { ...signals, viewers: [...new Set(names)].filter((one) => one !== me) };
    }
    default:
      return signals;
  }
}

/** Whoever spoke has stopped typing. */
export function spoke(signals: Signals, author: string, name: string): Signals {
  const typing = signals.typing.filter((one) => one.author !== author || (author === "agent" && one.name !== name));
  return typing.length === signals.typing.length ? signals : { ...signals, typing };
}

export function typingNow(signals: Signals, now: number): Typing[] {
  return signals.typing.filter(({ until }) => until > now);
}
