// SPDX-License-Identifier: MIT
// The bot's proposal for the visitor's last words, and what became of it. Pure.

import type { Suggestion } from "../wire";
import type { Conversation } from "./conversation";

/** `askedFor`: the visitor's line that it was fetched for; `judged`: lines whose proposal was sent, edited or
 *  refused; `why`: a refused one whose reason is being asked. */
export interface Proposal {
  askedFor: number;
  value: Suggestion | null;
  judged: readonly number[];
  why: Suggestion | null;
}

export const noProposal: Proposal = { askedFor: 0, value: null, judged: [], why: null };

export const REASONS = ["wrong_topic", "outdated", "incomplete", "tone"] as const;

/** The visitor's last line, while nobody has answered it; 0 otherwise. */
export function lineToAnswer(conversation: Conversation): number {
  for (let i = conversation.events.length - 1; i >= 0; i -= 1) {
    const event = conversation.events[i];
    if (event?.type === "message") return event.author === "visitor" ? event.sequence : 0;
  }
  return 0;
}

/** What stands above the box: nothing once the line was answered or the proposal was judged. */
export function proposed(proposal: Proposal, conversation: Conversation): Suggestion | null {
  const { value } = proposal;
  if (!value || proposal.judged.includes(value.message)) return null;
  return lineToAnswer(conversation) === value.message ? value : null;
}

export function judged(proposal: Proposal, message: number): Proposal {
  return { ...proposal, judged: [...proposal.judged, message] };
}
