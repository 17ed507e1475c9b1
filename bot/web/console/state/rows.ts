// SPDX-License-Identifier: MIT
// The agents' list: which conversations there are, in which group each stands, and who has waited longest.
// Pure; what time it is comes in from outside.

import { millis, type Row } from "../../shared/protocol";

export type Rows = ReadonlyMap<string, Row>;
export type Tab = "mine" | "queue" | "all";
export type GroupName = "waitsForMe" | "waitsForCustomer" | "queue" | "offline" | "colleagues" | "bot";

export interface Group {
  name: GroupName;
  rows: Row[];
}

/** How soon a customer in the queue should be answered. */
export const TARGET_MS = 120_000;

/** A snapshot replaces everything: what is not in it is over. */
export function fromSnapshot(rows: Row[]): Rows {
  return new Map(rows.map((row) => [row.conversation, row]));
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
  if (row.status === "assigned" && row.unanswered) return known(row.unanswered_since) ?? known(row.updated_at);
  return null;
}

function known(at: string | number | null | undefined): number | null {
  const ms = millis(at);
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

export type Urgency = "plain" | "warn" | "late";

/** One scale for every wait: quiet below 70 % of the target, late from all of it. */
export function urgencyOf(waitedMs: number): Urgency {
  if (waitedMs >= TARGET_MS) return "late";
  return waitedMs >= 0.7 * TARGET_MS ? "warn" : "plain";
}

function groupOf(row: Row, me: string): GroupName {
  switch (row.status) {
    case "queued":
      return "queue";
    case "offline":
      return "offline";
    case "assigned":
      if (!isMine(row, me)) return "colleagues";
      return row.unanswered ? "waitsForMe" : "waitsForCustomer";
    default:
      return "bot";
  }
}

const GROUPS: Record<Tab, GroupName[]> = {
  mine: ["waitsForMe", "waitsForCustomer", "queue"],
  queue: ["queue", "offline"],
  all: ["waitsForMe", "waitsForCustomer", "queue", "offline", "colleagues", "bot"],
};

/** Who has waited longest comes first; where nobody waits, what moved last. Equal ones keep one order. */
function byWait(a: Row, b: Row): number {
  const [waitA, waitB] = [waitingSince(a), waitingSince(b)];
  if (waitA !== null && waitB !== null && waitA !== waitB) return waitA - waitB;
  if ((waitA === null) !== (waitB === null)) return waitA === null ? 1 : -1;
  const moved = (known(b.updated_at) ?? 0) - (known(a.updated_at) ?? 0);
  return waitA === null && moved !== 0 ? moved : a.conversation < b.conversation ? -1 : 1;
}

/** The groups of a tab, empty ones left out. */
export function groupsOf(rows: Rows, tab: Tab, me: string): Group[] {
  const byName = new Map<GroupName, Row[]>();
  for (const row of rows.values()) {
    const name = groupOf(row, me);
    const group = byName.get(name);
    if (group) group.push(row);
    else byName.set(name, [row]);
  }
  return GROUPS[tab].flatMap((name) => {
    const group = byName.get(name);
    return group ? [{ name, rows: group.sort(byWait) }] : [];
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

/** Who has waited longest for a person; those outside office hours come after the queue. */
export function longestWaiting(rows: Rows): Row | null {
  const waiting = [...rows.values()].filter((row) => row.status === "queued").sort(byWait);
  return waiting[0] ?? [...rows.values()].filter((row) => row.status === "offline").sort(byWait)[0] ?? null;
}

/** Up to which sequence this agent has seen each conversation. */
export type Seen = Readonly<Record<string, number>>;

/** Only own conversations are unread: the queue says why a person is needed, which is there to be read. */
export function isUnread(row: Row, seen: Seen, me: string): boolean {
  return isMine(row, me) && !!row.unanswered && row.last > (seen[row.conversation] ?? 0);
}

/** What the title says: own conversations with something unread. */
export function unreadMine(rows: Rows, seen: Seen, me: string): number {
  let count = 0;
  for (const row of rows.values()) if (isUnread(row, seen, me)) count += 1;
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
