// SPDX-License-Identifier: MIT
// What the desk's own calls answer: colleagues and teams, canned replies, the bot's proposal, the board,
// accounts. Conversations and their facts are shared/protocol.ts.

import type { ArticleLink, HandoffReason, LocalText, Row } from "../shared/protocol";

export interface Team {
  id: string;
  label: LocalText;
  open: boolean;
  opens_at?: string | number;
  /** Seconds. */
  answer_within?: number;
  /** Teams that its conversations may be handed to; absent: to every one. */
  forwards_to?: string[];
}
export interface Colleague {
  id: string;
  name: string;
  role: string;
  available: boolean;
  present: boolean;
  load: number;
  capacity: number;
  /** While not available: when they are back. */
  back_at?: string | number | null;
  /** Since when they are available, away or not there; of the board only. */
  since?: string | number | null;
}
export interface Tag {
  id: string;
  label: LocalText;
}
export interface CannedReply {
  shortcut: string;
  title: string;
  text: LocalText;
}
/** What follows once the macro's text is sent, or at once where it has none. */
export type Then = "close" | "hold" | "return" | { team: string };
export interface Macro {
  id: string;
  label: LocalText;
  text?: LocalText;
  tags?: string[];
  priority?: number;
  then?: Then;
}
export interface IntentName {
  id: string;
  label: LocalText | string;
}
export interface DeskInfo {
  me: { id: string; name: string; role: string; available: boolean; capacity: number; back_at?: string | number | null };
  teams: Team[];
  agents: Colleague[];
  tags: Tag[];
  require_tag: boolean;
  /** Seconds after which somebody in the queue waits too long; 0 or absent: never. */
  alarm_after?: number;
  replies: CannedReply[];
  macros: Macro[];
  intents: IntentName[];
}

/** What the bot would say now; `message` is the visitor's line that it answers. */
export interface Suggestion {
  kind: "answer" | "article" | "step";
  message: number;
  intent?: string;
  text: string;
  articles?: ArticleLink[];
  confidence?: number;
  because?: string;
  reviewed?: string;
}
export type Outcome = "accepted" | "edited" | "rejected";

/** A line of a customer whose topic somebody named. */
export interface Mark {
  conversation: string;
  message: number;
  text: string;
  language?: string;
  intent: string;
  was?: string;
  by?: string;
  at: string | number;
}

/** Why people were called, the most frequent first. */
export interface CallReason {
  reason: HandoffReason;
  intent?: string;
  flow?: string;
  step?: string;
  count: number;
  /** The newest three. */
  latest: { conversation: string; at: string | number }[];
}

export interface ReviewAnswer {
  marks: Mark[];
  reasons?: CallReason[];
}

export interface Found extends Row {
  snippet?: string;
}

/** What one hour came to, as the tiles count it; seconds. */
export interface BoardHour {
  from: string | number;
  handed_off: number;
  bot_answered: number;
  waited?: { p50: number | null; p90: number | null };
}

export interface Board {
  /** `late`: how many of them wait too long. */
  waiting: { count: number; longest_since?: string | number | null; late?: number };
  answered: { p50?: number | null; p90?: number | null };
  agents: Colleague[];
  handed_off: number;
  bot_answered: number;
  /** Share of promises kept, 0 to 1. */
  kept?: number | null;
  /** 24 whole hours, the oldest first; the last one is not over. */
  hours?: BoardHour[];
}

export interface Account {
  id: string;
  name: string;
  role: string;
  disabled?: boolean;
}
export const ROLES = ["agent", "author", "supervisor", "admin"] as const;
