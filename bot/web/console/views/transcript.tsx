// SPDX-License-Identifier: MIT
// The transcript as a log. It follows its end only while the reader is there; otherwise the reader keeps
// the place and a button says what is new below.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { counted, dayOf } from "../../shared/words";
import type { Opened } from "../state/panes";
import { sendingOf } from "../state/app";
import { entriesOf, type Entry } from "../state/transcript";
import { nameOf, unansweredSince } from "../state/conversation";
import { newBelow } from "../words/counts";
import { capital } from "../../shared/words";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { Line, Message, Note } from "./message";
import { usePane } from "./pane";

const NEAR_PX = 80;

export function Transcript({ opened, me }: { opened: Opened; me: string }) {
  const { session } = useParts();
  const { words, language } = useSay();
  const { el, named } = usePane();
  const log = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const size = useRef("");
  const shownLast = useRef(0);
  const [below, setBelow] = useState(0);
  const { conversation } = opened;
  const now = session.now();
  const entries = useMemo(() => entriesOf(conversation, me, now), [conversation, me]);
  const waiting = useMemo(() => unansweredSince(conversation), [conversation]);
  const stopped = useApp((state) => sendingOf(state, opened.id).phase === "stopped");
  const base = useApp((state) => state.drafts[opened.id]?.base ?? 0);

  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const first = shownLast.current === 0;
    const fresh = entries.filter(
      (entry) => entry.sequence > shownLast.current && entry.kind === "message" && !entry.mine,
    ).length;
    const own = entries[entries.length - 1];
    shownLast.current = conversation.chat.last;
    if (first) {
      const unread = firstUnread(entries, opened.seenBefore);
      const target = unread && box.querySelector(`[data-sequence="${unread}"]`);
      box.scrollTop = box.scrollHeight;
      // The first unread line at the top, unless everything from it on fits anyway.
      if (target && opened.seenBefore > 0) target.scrollIntoView({ block: "nearest" });
    } else if (stuck.current || (own?.kind === "message" && own.mine)) {
      box.scrollTop = box.scrollHeight;
    } else if (fresh > 0) {
      setBelow((n) => n + fresh);
    }
  }, [entries]);

  // Opening the composer or folding a panel changes the height, not the place.
  useLayoutEffect(() => {
    const box = log.current;
    if (!box || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      size.current = sizeOf(box);
      if (stuck.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  // What stopped a send has to be on the screen.
  useLayoutEffect(() => {
    const box = log.current;
    if (stopped && box) box.scrollTop = box.scrollHeight;
  }, [stopped]);

  const onScroll = () => {
    const box = log.current;
    // Lines that are broken anew scroll by themselves, before the observer hears of the other width.
    if (!box || (size.current && size.current !== sizeOf(box))) return;
    stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    if (stuck.current) setBelow(0);
  };

  const { row } = opened;
  const knowsTopics = useApp((state) => (state.desk?.intents.length ?? 0) > 0);
  const canMark = knowsTopics && !conversation.chat.erased;
  const visitor = nameOf(conversation, row) || words.customer;
  const lastVisitor = [...entries].reverse().find((entry) => entry.kind === "message" && entry.author === "visitor");

  return (
    <div class="log-frame">
      <div
        class="log"
        id={el("transcript")}
        ref={log}
        role="log"
        aria-label={named(words.transcript)}
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="log-inner">
          <ol>
            {entries.map((entry) => {
              const news = stopped && entry.sequence > base && entry.kind === "message" && !entry.mine;
              const key = `${entry.kind}-${entry.sequence}`;
              switch (entry.kind) {
                case "day":
                  return (
                    <li key={key} class="day">
                      {capital(dayOf(language, entry.at, now))}
                    </li>
                  );
                case "line":
                  return <Line key={key} entry={entry} />;
                case "note":
                  return <Note key={key} entry={entry} />;
                default:
                  return (
                    <Message
                      key={key}
                      entry={entry}
                      news={news}
                      visitor={visitor}
                      seen={entry.sequence <= opened.signals.seen}
                      markable={canMark && entry.author === "visitor" && entry.text.trim() !== ""}
                      unansweredSince={
                        entry === lastVisitor && conversation.chat.status === "assigned" ? waiting : null
                      }
                    />
                  );
              }
            })}
          </ol>
        </div>
      </div>
      {below > 0 && (
        <button
          type="button"
          class="btn below"
          onClick={() => {
            const box = log.current;
            if (box) box.scrollTop = box.scrollHeight;
          }}
        >
          {counted(language, below, newBelow)} <Icon name="down" />
        </button>
      )}
    </div>
  );
}

const sizeOf = (box: HTMLElement) => `${box.clientWidth} ${box.clientHeight}`;

function firstUnread(entries: Entry[], seenBefore: number): number | null {
  const found = entries.find(
    (entry) => entry.kind === "message" && entry.author === "visitor" && entry.sequence > seenBefore,
  );
  return found ? found.sequence : null;
}
