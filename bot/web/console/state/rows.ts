// SPDX-License-Identifier: MIT
// The agents' list: which conversations there are, in which group each stands, and who has waited longest.
// Pure; what time it is comes in from outside.

import { millis, type Row } from "../../shared/protocol";

export type Rows = ReadonlyMap<string, Row>;
export type Tab = "mine" | "queue" | "all";
export type GroupName =
  | "waitsForMe"
  | "waitsForCustomer"
  | "onHold"
  | "queue"
  | "offline"
  | "colleagues"
  | "bot";

export interface Group {
  name: GroupName;
  rows: Row[];
}

/** How soon a customer should be answered where the desk promises nothing else. */
export const TARGET_MS = 120_000;

export function targetOf(row: Row): number {
  return row.answer_within ? row.answer_within * 1_000 : TARGET_MS;
}

/** 0 low, 1 normal, 2 high, 3 urgent. */
export function priorityOf(row: Row): number {
  return row.priority ?? 1;
}

/** A snapshot replaces everything: what is not in it is over. Of the statuses in `cut` it has the newest only, so
 *  those that were known stay. */
export function fromSnapshot(rows: Row[], cut: readonly Row["status"][] = [], before: Rows = new Map()): Rows {
  const older = [...before.values()].filter(({ status }) => cut.includes(status));
  return new Map([...older, ...rows].map((row) => [row.conversation, row]));
}

/** One changed row. An older one than we know changes nothing; a closed conversation leaves the list. */
export function withRow(rows: Rows, row: Row): Rows {
  const known = rows.get(row.conversation);
  if (known && known.last > row.last) return rows;
  const next = new Map(rows);
  if (row.status === "closed") next.delete(row.conversation);
  else next.set(row.conversation, row);
  return next;
}

export function isMine(row: Row, me: string): boolean {
  return row.status === "assigned" && row.owner?.name === me;
}

/** Since when a person is waited for here, or null when nobody waits. */
export function waitingSince(row: Row): number | null {
  if (row.status === "queued" || row.status === "offline") {
    return known(row.waiting_since) ?? known(row.updated_at);
  }
  if (row.status === "assigned" && row.unanswered && !row.on_hold) return known(row.unanswered_since) ?? known(row.updated_at);
  return null;
}

export function known(at: string | number | null | undefined): number | null {
  const ms = millis(at);
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

export type Urgency = "plain" | "warn" | "late";

/** Whether somebody in the queue waits longer than the desk lets anybody wait; `alarmAfter` in seconds, 0 for no
 *  such time. */
export function waitsTooLong(row: Row, alarmAfter: number, now: number): boolean {
  const since = row.status === "queued" ? waitingSince(row) : null;
  return alarmAfter > 0 && since !== null && now - since >= alarmAfter * 1_000;
}

/** One scale for every wait: quiet below 70 % of the target, late from all of it. */
export function urgencyOf(waitedMs: number, targetMs: number = TARGET_MS): Urgency {
  if (waitedMs >= targetMs) return "late";
  return waitedMs >= 0.7 * targetMs ? "warn" : "plain";
}

function groupOf(row: Row, me: string): GroupName {
  switch (row.status) {
    case "queued":
      return "queue";
    case "offline":
      return "offline";
    case "assigned":
      if (!isMine(row, me)) return "colleagues";
      if (row.on_hold) return "onHold";
      return row.unanswered ? "waitsForMe" : "waitsForCustomer";
    default:
      return "bot";
  }
}

const GROUPS: Record<Tab, GroupName[]> = {
  mine: ["waitsForMe", "waitsForCustomer", "onHold", "queue"],
  queue: ["queue", "offline"],
  all: ["waitsForMe", "waitsForCustomer", "onHold", "queue", "offline", "colleagues", "bot"],
};

/** More important ones first; among equals who has waited longest, measured by when an answer is due; where
 *  nobody waits, what moved last. Equal ones keep one order. */
function byWait(now: number): (a: Row, b: Row) => number {
  return (a, b) => {
    const [waitA, waitB] = [waitingSince(a), waitingSince(b)];
    if ((waitA === null) !== (waitB === null)) return waitA === null ? 1 : -1;
    if (waitA === null || waitB === null) {
      const moved = (known(b.updated_at) ?? 0) - (known(a.updated_at) ?? 0);
      return moved !== 0 ? moved : a.conversation < b.conversation ? -1 : 1;
    }
    const important = priorityOf(b) - priorityOf(a);
    if (important !== 0) return important;
    const share = (now - waitB) / targetOf(b) - (now - waitA) / targetOf(a);
    return share !== 0 ? share : waitA - waitB || (a.conversation < b.conversation ? -1 : 1);
  };
}

/** The groups of a tab at a time, empty ones left out. */
export function groupsOf(rows: Rows, tab: Tab, me: string, now: number): Group[] {
  const byName = new Map<GroupName, Row[]>();
  for (const row of rows.values()) {
    const name = groupOf(row, me);
    const group = byName.get(name);
    if (group) group.push(row);
    else byName.set(name, [row]);
  }
  return GROUPS[tab].flatMap((name) => {
    const group = byName.get(name);
    return group ? [{ name, rows: group.sort(byWait(now)) }] : [];
  });
}

/** What the tabs count. */
export function countsOf(rows: Rows, me: string): Record<Tab, number> {
  const counts = { mine: 0, queue: 0, all: rows.size };
  for (const row of rows.values()) {
    if (isMine(row, me)) counts.mine += 1;
    else if (row.status === "queued" || row.status === "offline") counts.queue += 1;
  }
  return counts;
}

/** Own conversations that take up a place: those put aside do not. */
export function loadOf(rows: Rows, me: string): number {
  return [...rows.values()].filter((row) => isMine(row, me) && !row.on_hold).length;
}

/** Conversations that ring for this agent at a time, the one that rings longest first. */
export function ringing(rows: Rows, now: number): Row[] {
  return [...rows.values()]
    .filter((row) => row.asked && row.status === "queued" && (known(row.asked_until) ?? Infinity) > now)
    .sort((a, b) => (known(a.asked_until) ?? 0) - (known(b.asked_until) ?? 0));
}

/** Who has waited longest for a person; those outside office hours come after the queue. */
export function longestWaiting(rows: Rows, now: number): Row | null {
  const waiting = (status: Row["status"]) => [...rows.values()].filter((row) => row.status === status).sort(byWait(now))[0];
  return waiting("queued") ?? waiting("offline") ?? null;
}

/** Up to which sequence this agent has seen each conversation. */
export type Seen = Readonly<Record<string, number>>;

/** Only own conversations are unread: the queue says why a person is needed, which is there to be read. */
export function isUnread(row: Row, seen: Seen, me: string): boolean {
  return isMine(row, me) && !!row.unanswered && row.last > (seen[row.conversation] ?? 0);
}

export type Counts = Readonly<Record<string, number>>;

/** How many lines are unread where a changed row came: the list tells of each line, not how many there are. */
export function unreadAfter(counts: Counts, before: Row | undefined, row: Row, seen: Seen, me: string): Counts {
  const id = row.conversation;
  const had = before && before.last > (seen[id] ?? 0) ? (counts[id] ?? 0) : 0;
  const said =
    row.last_author === "visitor" &&
    row.last > (before?.last ?? 0) &&
    (before?.last_author !== "visitor" || before.last_text !== row.last_text);
  const now = isUnread(row, seen, me) ? had + (said ? 1 : 0) : 0;
  return now === (counts[id] ?? 0) ? counts : { ...counts, [id]: now };
}

/** What stands in the row: what was counted (`tallied`), else at least one where there is something unread. */
export function unreadOf(row: Row, counts: Counts, seen: Seen, me: string, tallied: Counts = {}): number {
  if (!isUnread(row, seen, me)) return 0;
  const count = counts[row.conversation] ?? 0;
  return tallied[row.conversation] === undefined ? Math.max(1, count) : count;
}

/** What the title says: own conversations with something unread. */
export function unreadMine(rows: Rows, seen: Seen, me: string, counts: Counts = {}, tallied: Counts = {}): number {
  let count = 0;
  for (const row of rows.values()) if (unreadOf(row, counts, seen, me, tallied) > 0) count += 1;
  return count;
}

export function withSeen(seen: Seen, conversation: string, last: number): Seen {
  return (seen[conversation] ?? 0) >= last ? seen : { ...seen, [conversation]: last };
}

/** Rows under the pointer stay where they are: while `held`, the groups are those of before with today's
 *  content, and `fresh` counts what a re-sort would bring in. */
export function holdStill(before: Group[], now: Group[], rows: Rows): { groups: Group[]; fresh: number } {
  const shown = new Set(before.flatMap((group) => group.rows.map((row) => row.conversation)));
  const fresh = now.flatMap((group) => group.rows).filter((row) => !shown.has(row.conversation)).length;
  const groups = before.map((group) => ({
    name: group.name,
    rows: group.rows.map((row) => rows.get(row.conversation) ?? { ...row, status: "closed" as const }),
  }));
  return { groups, fresh };
}
