// SPDX-License-Identifier: MIT
// The live list: tabs, groups, and rows that stay where they are while somebody points at them.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { counted } from "../../shared/words";
import { sendingOf } from "../state/app";
import {
  countsOf,
  groupsOf,
  holdStill,
  longestWaiting,
  targetOf,
  unreadOf,
  waitsTooLong,
  type Group,
  type GroupName,
  type Tab,
} from "../state/rows";
import { newRows, queueSize } from "../words/counts";
import { Asked } from "./asked";
import { useApp, useParts, useSay } from "./context";
import { goTo } from "./go";
import { Icon } from "./icons";
import { Key } from "./key";
import { ListRow } from "./row";

const TABS: Tab[] = ["mine", "queue", "all"];

export function List() {
  const { session, desk } = useParts();
  const { words, time, language, duration } = useSay();
  const rows = useApp((state) => state.rows);
  const tab = useApp((state) => state.tab);
  const me = useApp((state) => state.auth.me?.name ?? "");
  const live = useApp((state) => state.list);
  const counts = useMemo(() => countsOf(rows, me), [rows, me]);
  // Who waits for a shorter target overtakes others as time goes.
  const beat = useBeat();
  const sorted = useMemo(() => groupsOf(rows, tab, me, session.serverNow()), [rows, tab, me, beat]);
  const waiting = useMemo(() => longestWaiting(rows, session.serverNow()) !== null, [rows]);
  const alarmAfter = useApp((state) => state.desk?.alarm_after ?? 0);
  const cut = useApp((state) => state.cut);
  const lastWaited = useApp((state) => state.lastWaited);
  const takeLongest = () => void desk.takeLongest().then((id) => id && goTo(id));

  const [held, setHeld] = useState<Group[] | null>(null);
  // Who points at the rows, or walks through them with keys.
  const holders = useRef({ pointer: false, keys: false });
  const { groups, fresh } = held ? holdStill(held, sorted, rows) : { groups: sorted, fresh: 0 };
  const shown = useRef(groups);
  shown.current = groups;
  const still = (who: "pointer" | "keys", here: boolean) => {
    holders.current[who] = here;
    const { pointer, keys } = holders.current;
    setHeld((before) => (pointer || keys ? (before ?? (shown.current.length > 0 ? shown.current : null)) : null));
  };
  const release = () => setHeld(null);
  // Another tab has rows of its own, which then stand still under the same pointer.
  useEffect(() => {
    setHeld(null);
    const { pointer, keys } = holders.current;
    if (pointer || keys) requestAnimationFrame(() => still("pointer", pointer));
  }, [tab]);

  // What appears above the rows does not move the one under the pointer.
  const box = useRef<HTMLDivElement>(null);
  const top = useRef(0);
  useLayoutEffect(() => {
    const now = box.current?.offsetTop ?? 0;
    if (held && box.current) box.current.scrollTop += now - top.current;
    top.current = now;
  });

  const titles: Record<GroupName, string> = {
    waitsForMe: words.waitsForMe,
    waitsForCustomer: words.waitsForCustomer,
    onHold: words.onHoldGroup,
    queue: words.queue,
    offline: words.waitsOffline,
    colleagues: words.withColleagues,
    bot: words.withBot,
  };
  const noneMine = tab === "mine" && counts.mine === 0 && (live.state !== "loading" || rows.size > 0);
  const takeButton = (
    <button type="button" class="btn wide" title={counted(language, counts.queue, queueSize)} onClick={takeLongest}>
      {words.takeLongest} <Key name="takeLongest" />
    </button>
  );

  return (
    <section class="list" aria-label={words.listLabel}>
      <h1 class="sr">{words.conversations}</h1>
      <div class="list-head">
        <button type="button" class="search palette-open" onClick={() => session.dialog("palette")}>
          <Icon name="find" />
          <span>{words.palette}</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        <div class="tabs" role="tablist" aria-label={words.listLabel} onKeyDown={moveTab}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="rows"
              tabIndex={tab === name ? 0 : -1}
              class={name === "queue" && counts.queue > 0 ? "tab due" : "tab"}
              onClick={() => session.tab(name)}
            >
              {words[name]} <span class="tab-count">{live.state === "loading" ? "" : counts[name]}</span>
            </button>
          ))}
        </div>
        <Asked />
        {waiting && !noneMine && takeButton}
        {live.state === "lost" && (
          <p class="bar warn" role="status">
            <Icon name="offline" />
            <span>{words.listOffline(time(live.since))}</span>
            <button type="button" class="link" onClick={() => wakeAll()}>
              {words.retry}
            </button>
          </p>
        )}
        {fresh > 0 && (
          <button type="button" class="btn wide quiet" onClick={release}>
            {counted(language, fresh, newRows)} <Icon name="up" />
          </button>
        )}
      </div>
      <div
        class="rows"
        id="rows"
        ref={box}
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        onPointerEnter={(event) => event.pointerType === "mouse" && still("pointer", true)}
        onPointerLeave={() => still("pointer", false)}
        onFocusIn={(event) => (event.target as Element).matches(":focus-visible") && still("keys", true)}
        onFocusOut={() => still("keys", false)}
      >
        {live.state === "loading" && rows.size === 0 ? (
          <Skeleton label={words.loading} />
        ) : (
          <>
            {noneMine && (
              <div class="list-none">
                <p>{counts.queue === 0 ? words.nothingMineNorQueue : words.inQueue(counts.queue)}</p>
                {waiting && takeButton}
              </div>
            )}
            {groups.map((group) => (
              <section key={group.name} aria-labelledby={`group-${group.name}`}>
                <h2 class="group" id={`group-${group.name}`}>
                  <span>{titles[group.name]}</span>
                  {group.name === "queue" && target(group)}
                  {group.name === "waitsForMe" && <small>{words.longestFirst}</small>}
                </h2>
                <ul>
                  {group.rows.map((row) => (
                    <Row key={row.conversation} id={row.conversation} row={row} me={me} />
                  ))}
                </ul>
                {cut.some((status) => status === group.rows[0]?.status) && (
                  <p class="cut-off">
                    {words.onlyNewest}{" "}
                    <button type="button" class="link" onClick={() => session.dialog("palette")}>
                      {words.findOlder}
                    </button>
                  </p>
                )}
              </section>
            ))}
            {groups.length === 0 && !noneMine && (
              <p class="list-none">{tab !== "queue"
                  ? words.nothingAtAll
                  : lastWaited === null
                    ? words.queueEmpty
                    : words.queueEmptyLast(duration(lastWaited))}</p>
            )}
          </>
        )}
      </div>
    </section>
  );

  /** How many wait too long; else the target, where all of the group have the same one. */
  function target({ rows: group }: Group) {
    const now = session.serverNow();
    const late = group.filter((row) => waitsTooLong(row, alarmAfter, now)).length;
    if (late > 0) return <small class="too-long">{words.tooLongCount(String(late))}</small>;
    const targets = new Set(group.map(targetOf));
    return targets.size === 1 ? <small>{words.targetIs(Math.round(([...targets][0] ?? 0) / 60_000))}</small> : null;
  }

  function wakeAll() {
    session.wake();
    desk.wake();
  }

  function moveTab(event: KeyboardEvent) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] as Tab;
    session.tab(next);
    document.getElementById(`tab-${next}`)?.focus();
  }
}

const BEAT_MS = 10_000;

/** A number that changes every few seconds. */
function useBeat(): number {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeat((n) => n + 1), BEAT_MS);
    return () => clearInterval(timer);
  }, []);
  return beat;
}

function Row(props: { id: string; row: Parameters<typeof ListRow>[0]["row"]; me: string }) {
  const current = useApp((state) => state.opened?.id === props.id);
  const beside = useApp((state) => state.beside?.id === props.id);
  const unread = useApp((state) => unreadOf(props.row, state.unread, state.seen, props.me, state.talliedTo));
  const phase = useApp((state) => sendingOf(state, props.id).phase);
  const alarm = useApp((state) => (state.desk?.alarm_after ?? 0) * 1_000);
  const shown = current || beside;
  const pending = phase === "armed" ? "waits" : phase === "stopped" || phase === "failed" ? "stopped" : "";
  return <ListRow row={props.row} current={current} beside={beside} unread={shown ? 0 : unread} pending={shown ? "" : pending} me={props.me} alarm={alarm} />;
}

function Skeleton(props: { label: string }) {
  return (
    <div class="skeleton">
      <p class="sr" role="status">
        {props.label}
      </p>
      {[0, 1, 2, 3].map((n) => (
        <div key={n} class="bone-row">
          <span class="bone round" />
          <span class="bone" />
          <span class="bone short" />
        </div>
      ))}
    </div>
  );
}
