// SPDX-License-Identifier: MIT
// A server that answers fetch() by the contract and misbehaves on request: cuts, lost answers, refusals,
// silence, another database.

import type { Event, Place, QuickReply } from "../../../bot/web/shared/protocol";

interface Log {
  token: string;
  sequence: number;
  visible: Event[];
  answers: Map<string, { body: string; first: number; last: number }>;
}

type Stream = { conversation: string; send: (text: string) => void; end: () => void; fail: () => void };

const person: QuickReply = { choice: "person", label: "Talk to a person" };

export class FakeServer {
  generation = "g1";
  readonly logs = new Map<string, Log>();
  /** Every request: "POST /api/v1/conversations/c1/messages". */
  readonly requests: string[] = [];
  readonly bodies: { url: string; body: Record<string, unknown>; authorization: string | null }[] = [];
  streams: Stream[] = [];
  reachable = true;
  /** So many POSTs are carried out, but their answers never arrive. */
  loseAnswers = 0;
  /** The next requests whose address holds `match` are refused. */
  refusals: { match: string; status: number; retryAfter?: string }[] = [];
  /** Streams are accepted and end at once. */
  dropStreams = false;
  /** Streams stay open and say nothing. */
  silent = false;
  /** Each frame is sent so many times. */
  repeat = 1;
  conversations = 0;
  /** Told to whoever reads without a stream. */
  waiting: Place | null = null;

  constructor(private readonly now: () => number) {}

  /** Appends an event; `hidden` ones take a sequence and are not shown, as notes are. */
  append(conversation: string, event: Record<string, unknown>, { hidden = false, announce = true } = {}): Event | null {
    const log = this.logs.get(conversation)!;
    log.sequence += 1;
    if (hidden) return null;
    const full = {
      sequence: log.sequence,
      previous: log.visible.at(-1)?.sequence ?? 0,
      at: new Date(this.now()).toISOString(),
      ...event,
    } as Event;
    log.visible.push(full);
    if (announce && !this.silent) {
      for (const stream of this.streams) if (stream.conversation === conversation) this.frame(stream, full);
    }
    return full;
  }

  /** A signal: a frame without id. */
  signal(conversation: string, name: string, data: object): void {
    for (const stream of this.streams) {
      if (stream.conversation === conversation) stream.send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  }

  agent(conversation: string, text: string, options = {}): void {
    this.append(conversation, { type: "message", author: "agent", text }, options);
  }

  frame(stream: Stream, event: Event): void {
    for (let i = 0; i < this.repeat; ++i) {
      stream.send(`id: ${this.generation}:${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  }

  heartbeat(): void {
    if (!this.silent) for (const stream of this.streams) stream.send(": \n\n");
  }

  /** The network is gone; what was open breaks. */
  cut(): void {
    this.reachable = false;
    for (const stream of [...this.streams]) stream.fail();
  }

  /** The network is gone and nobody notices: open streams just fall silent. */
  blackhole(): void {
    this.reachable = false;
    this.streams = [];
  }

  endStreams(): void {
    for (const stream of [...this.streams]) stream.end();
  }

  readonly fetch = async (input: RequestInfo | URL, options: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input));
    const method = options.method ?? "GET";
    await Promise.resolve();
    this.requests.push(`${method} ${url.pathname}${url.search}`);
    if (!this.reachable) throw new TypeError("network");
    const refusal = this.refusals.find(({ match }) => `${method} ${url.pathname}`.includes(match));
    if (refusal) {
      this.refusals.splice(this.refusals.indexOf(refusal), 1);
      return error(refusal.status, refusal.retryAfter);
    }
    const headers = new Headers(options.headers);
    if (method === "POST") {
      const body = JSON.parse(String(options.body ?? "{}")) as Record<string, unknown>;
      this.bodies.push({ url: url.pathname, body, authorization: headers.get("authorization") });
      const answer = this.#post(url.pathname, body, headers.get("authorization"));
      if (this.loseAnswers > 0) {
        this.loseAnswers -= 1;
        throw new TypeError("answer lost");
      }
      return answer;
    }
    const [, id] = /conversations\/(\w+)\/events$/.exec(url.pathname) ?? [];
    const log = this.logs.get(id ?? "");
    if (!log || headers.get("authorization") !== `Bearer ${log.token}`) return error(404);
    const [generation, sequence] = parse(url.searchParams.get("after") ?? "0");
    const from = generation && generation !== this.generation ? 0 : sequence;
    const later = log.visible.filter((event) => event.sequence > from);
    if (!headers.get("accept")?.includes("text/event-stream")) {
      const waiting = this.waiting && { waiting: this.waiting };
      return json(200, { last: log.sequence, events: later.slice(0, 500), ...waiting });
    }
    return this.#stream(id!, later, options.signal ?? null);
  };

  #post(path: string, body: Record<string, unknown>, authorization: string | null): Response {
    if (path === "/api/v1/conversations") {
      this.conversations += 1;
      const id = `c${this.conversations}`;
      const token = authorization?.replace("Bearer ", "") ?? `t${id}`;
      this.logs.set(id, { token, sequence: 0, visible: [], answers: new Map() });
      this.append(id, { type: "started" }, { hidden: true });
      this.append(id, { type: "message", author: "bot", text: "Hello", quick_replies: [person] });
      const log = this.logs.get(id)!;
      return json(201, { conversation: id, token, last: log.sequence, events: log.visible });
    }
    const [, reader] = /conversations\/(\w+)\/articles$/.exec(path) ?? [];
    if (reader) {
      if (!this.logs.has(reader)) return error(404);
      this.append(reader, { type: "article_opened" }, { hidden: true });
      return json(200, { last: this.logs.get(reader)!.sequence, events: [] });
    }
    const [, told, what] = /conversations\/(\w+)\/(typing|seen|leave|contact|page)$/.exec(path) ?? [];
    if (told) {
      if (!this.logs.has(told)) return error(404);
      if (what === "typing" || what === "seen") return json(200, {});
      if (what === "page") {
        this.append(told, { type: "page_seen" }, { hidden: true });
        return json(200, { last: this.logs.get(told)!.sequence, events: [] });
      }
      const event =
        what === "leave"
          ? this.append(told, { type: "returned_to_bot" })
          : this.append(told, { type: "contact_left", email: "", phone: "", ...body });
      return json(200, { last: this.logs.get(told)!.sequence, events: [event] });
    }
    const [, id] = /conversations\/(\w+)\/messages$/.exec(path) ?? [];
    const log = this.logs.get(id ?? "");
    if (!log) return error(404);
    const clientId = String(body.client_id);
    const known = log.answers.get(clientId);
    const said = JSON.stringify([body.text, body.choice]);
    const between = (first: number, last: number) =>
      log.visible.filter((event) => event.sequence >= first && event.sequence <= last);
    if (known) {
      if (known.body !== said) return error(409);
      return json(200, { last: known.last, events: between(known.first, known.last), duplicate: true });
    }
    const first = log.sequence + 1;
    this.append(id!, {
      type: "message",
      author: "visitor",
      text: body.text ?? body.choice,
      client_id: clientId,
    });
    if (body.choice === "person") this.append(id!, { type: "handoff_requested", reason: "asked_for_person" });
    log.answers.set(clientId, { body: said, first, last: log.sequence });
    return json(200, { last: log.sequence, events: between(first, log.sequence) });
  }

  #stream(conversation: string, later: Event[], signal: AbortSignal | null): Response {
    const encoder = new TextEncoder();
    let stream: Stream;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const gone = () => {
          this.streams = this.streams.filter((other) => other !== stream);
        };
        stream = {
          conversation,
          send: (text) => controller.enqueue(encoder.encode(text)),
          end: () => {
            gone();
            controller.close();
          },
          fail: () => {
            gone();
            controller.error(new TypeError("network"));
          },
        };
        signal?.addEventListener("abort", () => {
          if (this.streams.includes(stream)) stream.fail();
        });
        this.streams.push(stream);
        if (!this.silent) for (const event of later) this.frame(stream, event);
        if (this.dropStreams) stream.end();
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }
}

function parse(after: string): [string, number] {
  const colon = after.lastIndexOf(":");
  return [after.slice(0, Math.max(0, colon)), Number(after.slice(colon + 1))];
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

function error(status: number, retryAfter?: string): Response {
  return new Response(JSON.stringify({ error: { code: "refused", message: "refused" } }), {
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  });
}
