// SPDX-License-Identifier: MIT
// An open conversation as an agent knows it: its facts, and what they fold to. Pure.
//
// The list of facts is kept as it came (agents get 1, 2, 3 ...), because the transcript shows facts, not a
// summary of them. Who has it is folded with the visitor's fold (shared/state), so that both pages agree.

import {
  millis,
  type Card,
  type ConversationAnswer,
  type Event,
  type FlowState,
  type Row,
  type Status,
} from "../../shared/protocol";
import { apply, emptyChat, type Chat } from "../../shared/state";

export interface Visitor {
  name: string;
  language: string;
  page: string;
  referrer: string;
  attributes: [string, string][];
}

export interface Conversation {
  id: string;
  epoch: number;
  events: Event[];
  chat: Chat;
  card: Card | null;
  /** The steps that the bot was in when a person was called. */
  flow: FlowState | null;
  visitor: Visitor;
  /** Names by the agents' ids, as far as the facts and the list tell them. */
  names: Record<string, string>;
}

const RAISING = new Set([
  "handoff_requested",
  "agent_joined",
  "transferred",
  "requeued",
  "returned_to_bot",
  "offline",
  "closed",
  "reopened",
  "erased",
]);

const unknownVisitor: Visitor = { name: "", language: "", page: "", referrer: "", attributes: [] };

export function emptyConversation(id: string): Conversation {
  return { id, epoch: 0, events: [], chat: emptyChat, card: null, flow: null, visitor: unknownVisitor, names: {} };
}

/** A first load, or one after something was missed: the answer says everything. */
export function fromAnswer(answer: ConversationAnswer): Conversation {
  const base = withEvents(emptyConversation(answer.conversation), answer.events).conversation;
  const owner = answer.owner;
  return {
    ...base,
    epoch: answer.epoch,
    card: base.chat.erased ? null : answer.card,
    flow: answer.flow ?? null,
    chat: { ...base.chat, status: answer.status, owner: owner?.name ?? base.chat.owner },
    names: owner ? { ...base.names, [owner.id]: owner.name } : base.names,
    visitor: base.chat.erased ? base.visitor : {
      ...base.visitor,
      language: answer.language ?? (base.visitor.language || (answer.card?.language ?? "")),
      page: base.visitor.page || (answer.card?.page ?? ""),
      referrer: base.visitor.referrer || (answer.card?.referrer ?? ""),
    },
  };
}

/** Adds what is new. `gap`: something before it is missing; nothing after the hole was added, and the
 *  rest has to be fetched from `chat.last`. */
export function withEvents(
  conversation: Conversation,
  events: Event[],
): { conversation: Conversation; gap: boolean } {
  let { chat, epoch, visitor, names } = conversation;
  let facts = conversation.events;
  let { card } = conversation;
  let added: Event[] = [];
  let gap = false;
  for (const event of events) {
    if (event.sequence <= chat.last) continue;
    if (event.sequence !== chat.last + 1) {
      gap = true;
      break;
    }
    chat = apply(chat, event);
    epoch = event.epoch ?? epoch + (RAISING.has(event.type) ? 1 : 0);
    visitor = visitorAfter(visitor, event);
    names = namesAfter(names, event);
    if (event.type === "erased") {
      // What was said is gone from the server, so it goes from here too.
      facts = [];
      added = [];
      card = null;
    }
    added.push(event);
  }
  if (added.length === 0) return { conversation, gap };
  return {
    conversation: { ...conversation, epoch, chat, card, visitor, names, events: [...facts, ...added] },
    gap,
  };
}

/** Whether a page's attribute is about a product that it shows: `product`, `product_price`, `product2` ... */
export function isOfProduct(attribute: string): boolean {
  return /^product\d*(_|$)/.test(attribute);
}

function visitorAfter(visitor: Visitor, event: Event): Visitor {
  if (event.type === "started") {
    const attributes = Object.entries((event.attributes as Record<string, unknown> | undefined) ?? {});
    const text = (key: string) => (typeof event[key] === "string" ? (event[key] as string) : "");
    return {
      name: String(attributes.find(([key]) => key === "name")?.[1] ?? visitor.name),
      language: text("language"),
      page: text("page"),
      referrer: text("referrer"),
      attributes: attributes.map(([key, value]) => [key, String(value)]),
    };
  }
  if (event.type === "page_seen") {
    const known = Object.entries((event.attributes as Record<string, unknown> | undefined) ?? {});
    const attributes = new Map(visitor.attributes.filter(([key]) => !isOfProduct(key)));
    for (const [key, value] of known) attributes.set(key, String(value));
    return { ...visitor, page: String(event.page), attributes: [...attributes] };
  }
  if (event.type === "language_changed") return { ...visitor, language: event.language };
  if (event.type === "erased") return unknownVisitor;
  return visitor;
}

function namesAfter(names: Record<string, string>, event: Event): Record<string, string> {
  const found: [string, string][] = [];
  if (event.type === "agent_joined" && event.agent.id) found.push([event.agent.id, event.agent.name]);
  if (event.actor?.kind === "agent" && event.actor.id && event.actor.name) {
    found.push([event.actor.id, event.actor.name]);
  }
  const fresh = found.filter(([id, name]) => names[id] !== name);
  return fresh.length === 0 ? names : { ...names, ...Object.fromEntries(fresh) };
}

/** The agent who wrote a message or a note; "" when the facts do not tell. */
export function writerOf(conversation: Conversation, event: Event): string {
  if ("name" in event && typeof event.name === "string" && event.name) return event.name;
  if (event.actor?.name) return event.actor.name;
  return (event.actor?.id && conversation.names[event.actor.id]) || "";
}

/** How the visitor is called: the list knows it better than the first fact; "" where nobody knows. */
export function nameOf(conversation: Conversation | null, row: Row | null): string {
  return row?.name || conversation?.visitor.name || "";
}

/** Facts after `base` that change what an answer would have to say: the visitor's words, or what somebody else
 *  wrote or did, a note too. Own facts do not. */
export function newsAfter(conversation: Conversation, base: number, me: string): Event[] {
  return conversation.events.filter((event) => {
    if (event.sequence <= base) return false;
    if (event.type === "message") {
      return event.author === "visitor" || (event.author === "agent" && writerOf(conversation, event) !== me);
    }
    if (event.type === "agent_joined") return event.agent.name !== me;
    if (event.type === "note") return writerOf(conversation, event) !== me;
    return event.type === "transferred" && writerOf(conversation, event) !== me;
  });
}

/** Since when the visitor waits for an answer here, or null. */
export function unansweredSince(conversation: Conversation): number | null {
  let since: number | null = null;
  for (const event of conversation.events) {
    if (event.type !== "message") continue;
    if (event.author === "visitor") since ??= millis(event.at);
    else since = null;
  }
  return since;
}

export type Standing = "mine" | "colleague" | "waiting" | "bot" | "closed" | "erased";

/** What this agent may do: write to the visitor (mine, waiting), or only look and note. */
export function standingOf(conversation: Conversation, me: string): Standing {
  if (conversation.chat.erased) return "erased";
  const status: Status = conversation.chat.status;
  if (status === "assigned") return conversation.chat.owner === me ? "mine" : "colleague";
  if (status === "queued" || status === "offline") return "waiting";
  return status;
}

/** Its tags: what the facts say last, else what the list knows. */
export function tagsOf(conversation: Conversation, row: Row | null): string[] {
  for (let i = conversation.events.length - 1; i >= 0; i -= 1) {
    const event = conversation.events[i];
    if (event?.type === "tagged" && Array.isArray(event.tags)) return event.tags as string[];
  }
  return row?.tags ?? [];
}

/** What somebody named as the topic of a line; null: nobody has. */
export function markedAs(conversation: Conversation, message: number): string | null {
  for (let i = conversation.events.length - 1; i >= 0; i -= 1) {
    const event = conversation.events[i];
    if (event?.type === "intent_marked" && event.message === message) return String(event.intent ?? "");
  }
  return null;
}
