// SPDX-License-Identifier: MIT
// What every view needs: the state (a part of it, re-drawn only when that part changes), the words, the
// time, and the objects that act.

import { createContext } from "preact";
import { useContext, useEffect, useMemo, useReducer, useRef } from "preact/hooks";
import type { Colleague } from "../colleague";
import type { Commands } from "../commands";
import type { Desk } from "../desk";
import type { Session } from "../session";
import type { Shift } from "../shift";
import type { AppState } from "../state/app";
import { durationOf, timeOf, whenOf } from "../../shared/words";
import { wordsOf, type Words } from "../words/words";
import type { Writer } from "../writer";

export interface Parts {
  session: Session;
  desk: Desk;
  writer: Writer;
  commands: Commands;
  colleague: Colleague;
  shift: Shift;
}

export const PartsContext = createContext<Parts | null>(null);

export function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (!parts) throw new Error("a view outside of PartsContext");
  return parts;
}

/** A part of the state. `select` must return the same value for an unchanged state. */
export function useApp<T>(select: (state: AppState) => T): T {
  const { session } = useParts();
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const value = select(session.cell.get());
  const latest = useRef({ select, value });
  latest.current = { select, value };
  useEffect(() => {
    const look = () => {
      if (!Object.is(latest.current.select(session.cell.get()), latest.current.value)) draw(0);
    };
    look();
    return session.cell.subscribe(look);
  }, [session]);
  return value;
}

export interface Say {
  words: Words;
  language: "lt" | "en";
  time: (at: number) => string;
  when: (at: number, now: number) => string;
  duration: (ms: number) => string;
}

export function useSay(): Say {
  const language = useApp((state) => state.prefs.language);
  return useMemo(
    () => ({
      words: wordsOf(language),
      language,
      time: (at) => (Number.isFinite(at) ? timeOf(language, at) : ""),
      when: (at, now) => (Number.isFinite(at) ? whenOf(language, at, now) : ""),
      duration: (ms) => durationOf(language, ms),
    }),
    [language],
  );
}

// One timer for every ticking chip on the page.
const ticking = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onTick(listener: () => void): () => void {
  ticking.add(listener);
  timer ??= setInterval(() => ticking.forEach((tick) => tick()), 1_000);
  return () => {
    ticking.delete(listener);
    if (ticking.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's now, in ms, new every half minute: for what is told in minutes. */
export function useMinute(): number {
  const { session } = useParts();
  const [, draw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const often = setInterval(() => draw(0), 30_000);
    return () => clearInterval(often);
  }, []);
  return session.serverNow();
}

/** The server's now, in ms, new every second. */
export function useNow(): number {
  const { session } = useParts();
  const skew = useApp((state) => state.skew);
  const [, draw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => onTick(() => draw(0)), []);
  return session.now() + skew;
}
