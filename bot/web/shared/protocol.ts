// SPDX-License-Identifier: MIT
// What goes over the wire, as types: events, calls, errors. openapi.yaml says the same to everybody else.
//
// A client ignores keys and event types that it does not know, so everything that may be missing is
// optional here, and `Event` has an open end.

export type Language = "lt" | "en";
export type Status = "bot" | "queued" | "assigned" | "offline" | "closed";
export type Author = "visitor" | "bot" | "agent";
export type HandoffReason =
  | "asked_for_person"
  | "not_understood"
  | "intent"
  | "flow"
  | "error"
  | "offered";

export interface QuickReply {
  choice: string;
  label: string;
}

/** An article as it stands under a message. Words that answer stand between U+E000 and U+E001. `url` leads to
 *  the section where its page is known to have it; `anchor` is the section's in the article's tree. */
export interface ArticleLink {
  id: string;
  title: string;
  url?: string;
  snippet?: string;
  section?: string;
  anchor?: string;
  review_by?: string;
  reviewed?: string;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
}

/** Why the bot did what it did; only agents get it. */
export interface Decision {
  action: "answer" | "flow" | "articles" | "clarify" | "handoff";
  intent?: string | null;
  confidence?: number;
  threshold?: number;
  rule?: string;
  articles?: string[];
  content_version?: string;
  because?: string;
}

/** `at` is a text (RFC 3339) or milliseconds; for display only. See millis(). */
export interface EventBase {
  sequence: number;
  /** The event before it that this reader may see; 0 for the first. */
  previous: number;
  at: string | number;
  epoch?: number;
  cause?: number;
  actor?: { kind: string; id?: string; name?: string };
}

export interface MessageEvent extends EventBase {
  type: "message";
  author: Author;
  text: string;
  language?: string;
  client_id?: string;
  choice?: string;
  quick_replies?: QuickReply[];
  articles?: ArticleLink[];
  attachments?: Attachment[];
  decision?: Decision;
  /** Of the agent, where the server says it. */
  name?: string;
}
export interface NoteEvent extends EventBase {
  type: "note";
  author: Author;
  text: string;
  client_id?: string;
  name?: string;
}
export interface HandoffRequestedEvent extends EventBase {
  type: "handoff_requested" | "offline";
  reason?: HandoffReason;
  /** When nobody is there: by when an answer is promised. */
  answer_by?: string | number;
  team?: string;
  detail?: string;
}
export interface AgentJoinedEvent extends EventBase {
  type: "agent_joined";
  agent: { id?: string; name: string };
  because?: string;
}
export interface TransferredEvent extends EventBase {
  type: "transferred";
  team?: string;
  agent?: { id?: string; name?: string } | string;
  name?: string;
}
export interface PlainEvent extends EventBase {
  type: "requeued" | "returned_to_bot" | "closed" | "reopened" | "erased";
  reason?: string;
  step?: string;
}
export interface LanguageEvent extends EventBase {
  type: "language_changed";
  language: string;
}
/** The visitor is silent: it will be closed. */
export interface ClosingEvent extends EventBase {
  type: "closing_announced";
  closes_at: string | number;
}
/** Where the visitor wants to be answered. */
export interface ContactLeftEvent extends EventBase {
  type: "contact_left";
  email: string;
  phone: string;
  name: string;
  question: string;
}
/** Facts that only agents see: how the bot and the agents worked. */
export interface WorkEvent extends EventBase {
  type:
    | "started"
    | "flow_started"
    | "step_entered"
    | "slot_filled"
    | "answer_refused"
    | "flow_ended"
    | "call_requested"
    | "call_returned"
    | "article_rated"
    | "article_opened"
    | "page_seen"
    | "agents_asked"
    | "put_on_hold"
    | "resumed"
    | "tagged"
    | "priority_changed"
    | "suggestion_judged"
    | "intent_marked";
  [key: string]: unknown;
}
export type Event =
  | MessageEvent
  | NoteEvent
  | HandoffRequestedEvent
  | AgentJoinedEvent
  | TransferredEvent
  | PlainEvent
  | LanguageEvent
  | ClosingEvent
  | ContactLeftEvent
  | WorkEvent;

/** Milliseconds of an event's `at`. */
export function millis(at: string | number | null | undefined): number {
  if (typeof at === "number") return at;
  return at ? Date.parse(at) : NaN;
}

// ---- Visitors' calls --------------------------------------------------------------------------------

export interface StartRequest {
  language?: string;
  inbox?: string;
  page?: string;
  referrer?: string;
  attributes?: Record<string, string>;
  opened?: Reading[];
}
/** An article was opened, and perhaps judged. */
export interface Reading {
  article: string;
  language: string;
  from: "message" | "search";
  helped?: boolean;
}
export interface StartAnswer {
  conversation: string;
  token: string;
  last: number;
  events: Event[];
}
export type SendRequest = { client_id: string; text: string } | { client_id: string; choice: string };
/** `last`: the position up to which `events` is complete. */
export interface EventsAnswer {
  last: number;
  events: Event[];
  duplicate?: boolean;
  waiting?: Place;
}
/** In the queue: how many are served before; from now on half of those in this place are answered within
 *  `likely` seconds, nine of ten within `most`. Absent where too little is known. */
export interface Place {
  ahead: number;
  likely?: number;
  most?: number;
  /** Nobody has come by the time that was told first. */
  late?: boolean;
  /** Nobody is at the desk who could come now. */
  nobody?: boolean;
}
/** True for a moment, never stored: who has the conversation is typing (for six seconds, or until he speaks), how
 *  far he has read, where the visitor stands while he is queued. */
export interface Signals {
  typing?: { name: string };
  seen?: { last: number };
  waiting?: Place;
}
/** Where the visitor wants to be answered. */
export interface ContactDetails {
  email?: string;
  phone?: string;
  name?: string;
  question?: string;
}

export interface Palette {
  accent: string;
  on_accent: string;
  link: string;
  accent_soft: string;
}
export type LocalText = Record<string, string>;
export interface WidgetConfig {
  name: string;
  brand: { light: Palette; dark: Palette };
  languages: string[];
  greeting: LocalText;
  starters: Record<string, QuickReply[]>;
  retention_days?: number;
  privacy_url?: string;
  email?: string;
  open?: boolean;
  mode?: "neutral" | "self_service" | "ask_first";
}
/** An article that a search found. */
export interface Found extends ArticleLink {
  language: string;
}

/** An article's text as a small tree: drawn by DOM calls, never as HTML. */
export interface Inline {
  type: "text" | "strong" | "em" | "code" | "link" | "break";
  text?: string;
  href?: string;
}
/** A list holds items, an item or a quote holds blocks or inlines, the rest holds inlines. */
export interface Block {
  type: "p" | "h" | "ul" | "ol" | "li" | "code" | "quote";
  level?: number;
  /** Of a heading: what leads to it. */
  anchor?: string;
  text?: string;
  children?: (Block | Inline)[];
}
export interface Article {
  id: string;
  title: string;
  language: string;
  review_by?: string;
  reviewed?: string;
  url?: string;
  body: Block[];
}

// ---- Agents' calls ----------------------------------------------------------------------------------

export interface Me {
  id?: string;
  name: string;
  role: string;
  available?: boolean;
  capacity?: number;
  /** While away: when he is back. */
  back_at?: string | number | null;
}
/** One row of the agents' list; `last_*` is the newest message, `reason` why a person was asked. */
export interface Row {
  conversation: string;
  status: Status;
  epoch: number;
  last: number;
  waiting_since?: string | number | null;
  since?: string | number | null;
  language?: string;
  owner?: { id: string; name: string } | null;
  team?: string | null;
  name?: string | null;
  last_text?: string;
  last_author?: Author;
  reason?: HandoffReason | null;
  topic?: string | null;
  unanswered?: boolean;
  /** The first of the visitor's words that no person has answered. */
  unanswered_since?: string | number | null;
  updated_at?: string | number;
  on_hold?: boolean;
  /** 0 low, 1 normal, 2 high, 3 urgent. */
  priority?: number;
  tags?: string[];
  /** The reader is asked to take it, until `asked_until`. */
  asked?: boolean;
  asked_until?: string | number | null;
  /** By when an answer was promised; `answer_within`: how soon one should come, in seconds. */
  due?: string | number | null;
  answer_within?: number;
  /** The number of the order that the visitor named. */
  order?: string;
}
/** Steps that the bot asked the visitor for; `step` is where they waited. */
export interface FlowState {
  id: string;
  step: string | null;
  /** Where they can be gone on with. */
  steps: { id: string; label: string }[];
}
/** What the bot tried, and what the visitor said to it. */
export interface Tried {
  action: string;
  title?: string;
  because?: string;
  sequence?: number;
  articles?: { id: string; title: string; helped?: boolean }[];
  said?: string;
}
/** What an agent reads first: why it came, what is wanted, said and tried. */
export interface Card {
  reason: HandoffReason | null;
  detail?: string;
  waited_since?: string | number | null;
  wants?: {
    intent: string | null;
    label?: string;
    confidence?: number;
    threshold?: number;
    text?: string;
  } | null;
  told?: { slot: string; label?: string; value: string }[];
  tried?: Tried[];
  /** What the bot answered while he waited. */
  meanwhile?: Tried[];
  /** Who handed it on last, and what he said to whoever gets it. */
  transferred?: { by: string; comment: string; at: string | number };
  who?: { name?: string; verified?: boolean };
  /** Where on the site the visitor was, the newest first. */
  pages?: { page: string; at: string | number }[];
  /** What his pages say that he looked at. */
  products?: { name: string; price?: string; url?: string; times?: string }[];
  /** Words to begin with. */
  first_reply?: string;
  page?: string;
  referrer?: string;
  language?: string;
  handed_off_at?: string | number | null;
  /** By when an answer was promised when nobody was there. */
  answer_by?: string | number | null;
}
export interface ConversationAnswer extends Row {
  card: Card | null;
  flow?: FlowState;
  events: Event[];
}
export interface CommandAnswer {
  epoch: number;
  last: number;
  status?: Status;
  events?: Event[];
  duplicate?: boolean;
}
export interface SearchHit {
  id: string;
  title: string;
  snippet?: string;
  section?: string;
  score?: number;
  /** No visitor may see it. */
  agents_only?: boolean;
}

// ---- Errors -----------------------------------------------------------------------------------------

export interface ErrorBody {
  error: {
    code: string;
    message: string;
    epoch?: number;
    status?: Status;
    owner?: { id: string; name: string } | null;
    reason?: string;
  };
}

/** An answer other than 2xx. `status` 0: no answer came at all. */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** What Retry-After asked for, in milliseconds; 0 where it was not sent. */
    readonly retryAfterMs = 0,
    readonly body: ErrorBody | null = null,
  ) {
    super(message);
  }

  /** Whether the same request may succeed later as it is. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** Retry-After of an answer in milliseconds: seconds or a date, at most a quarter of an hour; 0 where
 *  there is none. */
export function retryAfter(headers: Headers, now: number): number {
  const value = headers.get("retry-after");
  if (!value) return 0;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 900_000) : 0;
}

export interface Call {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** One call of the API: JSON in, JSON out, everything else is a CallFailed. */
export async function call<T>(
  fetcher: typeof fetch,
  url: string,
  { method = "GET", body, headers = {}, signal }: Call = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetcher(url, {
      method,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (cause) {
    throw new CallFailed(0, "unreachable", String(cause));
  }
  let answer: unknown = null;
  try {
    answer = await response.json();
  } catch {
    // A 2xx whose body broke off is as good as no answer; an error without JSON keeps its status.
    if (response.ok && response.status !== 204) throw new CallFailed(0, "unreachable", "broken answer");
  }
  if (response.ok) return answer as T;
  const failure = answer as Partial<ErrorBody> | null;
  throw new CallFailed(
    response.status,
    failure?.error?.code ?? "internal",
    failure?.error?.message ?? `HTTP ${response.status}`,
    retryAfter(response.headers, Date.now()),
    failure?.error ? (failure as ErrorBody) : null,
  );
}
