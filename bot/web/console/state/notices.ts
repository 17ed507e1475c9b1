// SPDX-License-Identifier: MIT
// What an agent is told of without looking: which change of the list is worth a sound or a desktop notice.
// Pure; notifier.ts makes the noise.

import type { Row } from "../../shared/protocol";
import { isMine, targetOf, waitingSince, type Rows } from "./rows";

/** `asked`: it rings for me; `message`: words in a conversation of mine; `assigned`: it became mine without my
 *  doing; `queue`: somebody new waits; `late`: somebody still waits at half of the target and at all of it. */
export const NOTICES = ["asked", "message", "assigned", "queue", "late"] as const;
export type NoticeName = (typeof NOTICES)[number];

export interface NoticePrefs {
  sound: Readonly<Record<NoticeName, boolean>>;
  desktop: Readonly<Record<NoticeName, boolean>>;
  /** Desktop notices may show the customer's words. */
  words: boolean;
  /** Nothing is heard or shown before this time; 0: no such time. */
  quietUntil: number;
}

export const defaultNotices: NoticePrefs = {
  sound: { asked: true, message: true, assigned: true, queue: true, late: false },
  desktop: { asked: false, message: false, assigned: false, queue: false, late: false },
  words: false,
  quietUntil: 0,
};

export function readNotices(kept: Partial<NoticePrefs> | undefined): NoticePrefs {
  const switches = (name: "sound" | "desktop") => {
    const found = kept?.[name] as Partial<Record<NoticeName, unknown>> | undefined;
    const entries = NOTICES.map((notice) => {
      const value = found?.[notice];
      return [notice, typeof value === "boolean" ? value : defaultNotices[name][notice]] as const;
    });
    return Object.fromEntries(entries) as Record<NoticeName, boolean>;
  };
  return {
    sound: switches("sound"),
    desktop: switches("desktop"),
    words: kept?.words === true,
    quietUntil: typeof kept?.quietUntil === "number" ? kept.quietUntil : 0,
  };
}

export interface Notice {
  name: NoticeName;
  row: Row;
}

/** What one change of the list tells. `looked`: the conversations before the reader's eyes.
 *  Conversations that were there at the first load are no news. `said`: where the customer said more. */
export function noticesOf(
  before: Rows,
  after: Rows,
  me: string,
  looked: readonly string[],
  said: ReadonlySet<string> = new Set(),
): Notice[] {
  const found: Notice[] = [];
  for (const row of after.values()) {
    const known = before.get(row.conversation);
    const mine = isMine(row, me);
    if (said.has(row.conversation) && mine && !looked.includes(row.conversation)) found.push({ name: "message", row });
    if (known === row) continue;
    if (row.asked && !known?.asked && row.status === "queued") found.push({ name: "asked", row });
    else if (row.status === "queued" && known?.status !== "queued") found.push({ name: "queue", row });
    else if (mine && known && !isMine(known, me) && !looked.includes(row.conversation)) found.push({ name: "assigned", row });
  }
  return found;
}

/** Who in the queue passed half of the target, or all of it, between two moments. */
export function lateOf(rows: Rows, from: number, to: number): Notice[] {
  const found: Notice[] = [];
  for (const row of rows.values()) {
    const since = row.status === "queued" ? waitingSince(row) : null;
    if (since === null) continue;
    const passed = [0.5, 1].some((share) => {
      const at = since + share * targetOf(row);
      return at > from && at <= to;
    });
    if (passed) found.push({ name: "late", row });
  }
  return found;
}
