// SPDX-License-Identifier: MIT
// The agents' side of the contract over fetch(), for one signed-in agent: lists, facts, commands with
// epochs; and what goes wrong with them on request.

import type { Card, Event, Row, Status } from "../../../bot/web/shared/protocol";
import type { DeskInfo, Suggestion } from "../../../bot/web/console/wire";
import { deskInfo } from "./desk_info";

export interface FakeConversation {
  status: Status;
  epoch: number;
  owner: { id: string; name: string } | null;
  events: Event[];
  waiting_since: number | null;
  card: Card | null;
  /** What the list says of it besides. */
  more: Partial<Row>;
}

type Stream = { of: string; send: (text: string) => void; fail: () => void };

export const ruta = { id: "a1", name: "Rūta" };
export const tomas = { id: "a2", name: "Tomas" };

export class AgentServer {
  readonly conversations = new Map<string, FakeConversation>();
  readonly commands: { path: string; body: Record<string, unknown>; requestedWith: string | null }[] = [];
  streams: Stream[] = [];
  signedIn = false;
  reachable = true;
  /** So many commands are carried out, but their answers never arrive. */
  loseAnswers = 0;
  /** What GET /desk says. */
  desk: DeskInfo = deskInfo(ruta, tomas);
  /** What the bot proposes, by the visitor's text. */
  proposals = new Map<string, Suggestion>();
  role = "agent";
  /** Who is signed in, and whether conversations are given to them. */
  agent = ruta;
  available = true;
  backAt: string | null = null;
  /** Statuses of which the list holds the newest only. */
  shortened: Status[] = [];
  /** Conversations that the list leaves out for that. */
  left = new Set<string>();
  /** Why nobody gets a conversation: "not_there", "away" or "full". */
  nobodyTakes = "";
  /** Signs of typing and seeing never arrive. */
  loseSignals = false;
  private refused: { match: RegExp; status: number }[] = [];
  private held: { match: RegExp; once: boolean; until: Promise<void> }[] = [];

  constructor(private readonly now: () => number) {}

  add(id: string, status: Status, owner: FakeConversation["owner"] = null): void {
    this.conversations.set(id, { status, epoch: 1, owner, events: [], waiting_since: this.now(), card: null, more: {} });
    this.fact(id, { type: "started", language: "lt", page: "", referrer: "", attributes: {} });
  }

  /** Appends a fact; `quiet`: the streams do not tell. */
  fact(id: string, fact: Record<string, unknown>, quiet = false): void {
    const conversation = this.conversations.get(id)!;
    const last = conversation.events.length;
    const event = {
      sequence: last + 1,
      previous: last,
      at: new Date(this.now()).toISOString(),
      epoch: conversation.epoch,
      ...fact,
    } as unknown as Event;
    conversation.events.push(event);
    if (quiet) return;
    for (const stream of this.streams) {
      if (stream.of === id) stream.send(`id: g1:${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
      if (stream.of === "") stream.send(`event: row\ndata: ${JSON.stringify(this.row(id))}\n\n`);
    }
  }
  visitor(id: string, text: string, quiet = false): void {
    this.fact(id, { type: "message", author: "visitor", text }, quiet);
  }
  /** `agent` takes it, whoever had it. */
  join(id: string, agent: { id: string; name: string }, quiet = false): void {
    const conversation = this.conversations.get(id)!;
    Object.assign(conversation, { status: "assigned", owner: agent, epoch: conversation.epoch + 1 });
    this.fact(id, { type: "agent_joined", agent, actor: { kind: "agent", id: agent.id } }, quiet);
  }

  /** A frame of the conversation's stream that is no fact; of the list's with "". */
  signal(id: string, name: string, data: unknown): void {
    for (const stream of this.streams) {
      if (stream.of === id) stream.send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  }

  /** The list's row changes without a fact. */
  change(id: string, more: Partial<Row>): void {
    const conversation = this.conversations.get(id)!;
    conversation.more = { ...conversation.more, ...more };
    for (const stream of this.streams) {
      if (stream.of === "") stream.send(`event: row\ndata: ${JSON.stringify(this.row(id))}\n\n`);
    }
  }

  row(id: string): Row {
    const { status, epoch, owner, events, waiting_since, more } = this.conversations.get(id)!;
    const said = [...events].reverse().find((event) => event.type === "message");
    const spoke = said?.type === "message" ? { last_text: said.text, last_author: said.author } : {};
    const unanswered = said?.type === "message" && said.author === "visitor";
    const base = { conversation: id, status, epoch, owner, last: events.length, waiting_since, updated_at: this.now() };
    return { ...base, ...spoke, unanswered, ...more };
  }

  /** Calls such as "GET /conversations/c/events" wait from now on; the answer lets them go. What they ask for
   *  is done when they are let go. `once`: only the next one waits. */
  delay(match: RegExp, once = false): () => void {
    let release = () => {};
    const entry = { match, once, until: new Promise<void>((resolve) => (release = resolve)) };
    this.held.push(entry);
    return () => {
      this.held = this.held.filter((one) => one !== entry);
      release();
    };
  }

  /** Such calls are refused with a status until the answer is called. */
  refuse(match: RegExp, status: number): () => void {
    const entry = { match, status };
    this.refused.push(entry);
    return () => (this.refused = this.refused.filter((one) => one !== entry));
  }

  /** The list leaves `id` out from now on, with more of its status. */
  shorten(id: string, status: Status): void {
    this.left.add(id);
    this.shortened = [status];
  }

  cut(): void {
    this.reachable = false;
    for (const stream of [...this.streams]) stream.fail();
  }

  fetch: typeof fetch = async (input, init) => {
    if (!this.reachable) throw new TypeError("network");
    const url = new URL(String(input), "http://desk.test");
    const path = url.pathname.replace("/api/v1/agent", "");
    const headers = new Headers(init?.headers);
    const body = (init?.body ? JSON.parse(String(init.body)) : {}) as Record<string, unknown>;
    if (init?.method === "POST") this.commands.push({ path, body, requestedWith: headers.get("x-requested-with") });
    const stream = headers.get("accept") === "text/event-stream" ? " stream" : "";
    for (const entry of this.held.filter(({ match }) => match.test(`${init?.method ?? "GET"} ${path}${stream}`))) {
      if (entry.once) this.held = this.held.filter((one) => one !== entry);
      await entry.until;
    }
    const refused = this.refused.find(({ match }) => match.test(`${init?.method ?? "GET"} ${path}${stream}`));
    if (refused) return error(refused.status, "forbidden");
    if (path === "/login") return this.login(body);
    if (!this.signedIn) return error(401, "unauthenticated");
    const { agent, available, role } = this;
    if (path === "/me") return json({ name: agent.name, role, available, capacity: 5 });
    if (path === "/desk") return json({ ...this.desk, me: { ...this.desk.me, ...agent, role, available, back_at: this.backAt } });
    if (path === "/status") return this.status(body);
    if (path === "/logout") {
      this.signedIn = false;
      return json({});
    }
    if (path === "/find" || path === "/search") return json({ conversations: [], articles: [] });
    if (path === "/events") {
      const rows = [...this.conversations.keys()].filter((id) => !this.left.has(id)).map((id) => this.row(id));
      const cut = this.shortened.length > 0 ? { cut: this.shortened } : {};
      return this.stream("", `event: snapshot\ndata: ${JSON.stringify({ conversations: rows, ...cut })}\n\n`, init);
    }
    const [, , id = "", verb = ""] = path.split("/");
    const conversation = this.conversations.get(decodeURIComponent(id));
    if (!conversation) return error(404, "not_found");
    if (verb === "") return json({ ...this.row(id), card: conversation.card, events: conversation.events });
    if (verb === "card") return json({ card: conversation.card });
    if (verb === "history") return json({ conversations: [] });
    if (verb === "suggestion" && init?.method !== "POST") return this.suggest(conversation);
    if (verb === "typing" || verb === "seen") {
      if (this.loseSignals) throw new TypeError("lost");
      return json({});
    }
    if (verb === "events") {
      const after = Number(url.searchParams.get("after")?.split(":").pop());
      const rest = conversation.events.slice(after);
      if (headers.get("accept") !== "text/event-stream") return json({ last: conversation.events.length, events: rest });
      const frames = rest.map((event) => `id: g1:${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
      return this.stream(id, frames.join(""), init);
    }
    const answer = this.command(id, conversation, verb, body);
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      throw new TypeError("lost");
    }
    return answer;
  };

  private status(body: Record<string, unknown>): Response {
    if (typeof body.available === "boolean") {
      this.available = body.available;
      this.backAt = (body.back_at as string | undefined) ?? null;
    }
    return json({});
  }

  private login(body: Record<string, unknown>): Response {
    if (body.password !== "right") return error(401, "unauthenticated");
    this.signedIn = true;
    this.agent = [ruta, tomas].find(({ name }) => name === body.name) ?? ruta;
    return json({ name: this.agent.name, role: "agent" });
  }

  private command(id: string, conversation: FakeConversation, verb: string, body: Record<string, unknown>): Response {
    const repeated = conversation.events.find(
      (event) => "client_id" in event && event.client_id !== undefined && event.client_id === body.client_id,
    );
    if (repeated) return this.done(id, [repeated], true);
    if (this.nobodyTakes && (verb === "transfer" || verb === "take")) {
      const { epoch, status, owner } = conversation;
      return json({ error: { code: "conflict", message: "", epoch, status, owner, reason: this.nobodyTakes } }, 409);
    }
    const taken = conversation.owner !== null && conversation.owner.id !== this.agent.id && verb !== "notes" && body.over !== true;
    if (body.epoch !== conversation.epoch || taken) {
      const { epoch, status, owner } = conversation;
      return json({ error: { code: "conflict", message: "", epoch, status, owner } }, 409);
    }
    const from = conversation.events.length;
    const waits = conversation.status === "queued" || conversation.status === "offline";
    if (verb === "take" || (verb === "messages" && waits)) this.join(id, this.agent);
    const actor = { kind: "agent", id: this.agent.id };
    const { client_id, text } = body;
    if (verb === "messages") this.fact(id, { type: "message", author: "agent", text, client_id, actor });
    if (verb === "notes") this.fact(id, { type: "note", author: "agent", text, client_id, actor });
    if (verb === "return" || verb === "close") {
      const status = verb === "close" ? "closed" : "bot";
      Object.assign(conversation, { status, owner: null, epoch: conversation.epoch + 1 });
      this.fact(id, { type: verb === "close" ? "closed" : "returned_to_bot", actor });
    }
    this.work(id, conversation, verb, body, actor);
    const written = verb === "messages" || verb === "notes";
    return this.done(id, written ? conversation.events.slice(from) : undefined, false);
  }

  private work(
    id: string,
    conversation: FakeConversation,
    verb: string,
    body: Record<string, unknown>,
    actor: { kind: string; id: string },
  ): void {
    const more = (change: Partial<Row>) => (conversation.more = { ...conversation.more, ...change });
    if (verb === "tags" || (verb === "close" && body.tags)) {
      more({ tags: body.tags as string[] });
      this.fact(id, { type: "tagged", tags: body.tags, actor });
    }
    if (verb === "hold" || verb === "resume") {
      more({ on_hold: verb === "hold" });
      this.fact(id, { type: verb === "hold" ? "put_on_hold" : "resumed", until: body.until, actor });
    }
    if (verb === "priority") {
      more({ priority: body.priority as number });
      this.fact(id, { type: "priority_changed", priority: body.priority, actor });
    }
    if (verb === "decline") {
      more({ asked: false });
      this.fact(id, { type: "agents_asked", agents: [tomas.id], until: this.now() + 30_000, actor: { kind: "system" } });
    }
    if (verb === "slots") {
      const told = conversation.card?.told?.map((one) => (one.slot === body.slot ? { ...one, value: String(body.value) } : one));
      if (conversation.card && told) conversation.card = { ...conversation.card, told };
      this.fact(id, { type: "slot_filled", slot: body.slot, value: body.value, actor });
    }
    if (verb === "intent") this.fact(id, { type: "intent_marked", message: body.message, intent: body.intent, actor });
    if (verb === "suggestion") this.fact(id, { type: "suggestion_judged", ...body, actor });
    if (verb === "transfer") {
      const { team, agent } = body.to as { team?: string; agent?: string };
      const colleague = this.desk.agents.find((one) => one.id === agent);
      if (body.comment) this.fact(id, { type: "note", author: "agent", text: body.comment, actor });
      if (colleague) this.join(id, colleague);
      else {
        Object.assign(conversation, { status: "queued", owner: null, epoch: conversation.epoch + 1 });
        this.fact(id, { type: "transferred", team, actor });
      }
    }
  }

  private suggest(conversation: FakeConversation): Response {
    const line = [...conversation.events].reverse().find((event) => event.type === "message");
    const found = line?.type === "message" && line.author === "visitor" ? this.proposals.get(line.text) : undefined;
    return json({ suggestion: found ? { ...found, message: line!.sequence } : null });
  }

  private done(id: string, events: Event[] | undefined, duplicate: boolean): Response {
    const { epoch, status, events: all } = this.conversations.get(id)!;
    return json({ epoch, status, last: all.length, events, duplicate });
  }

  private stream(of: string, first: string, init: RequestInit | undefined): Response {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(encoder.encode(first));
        const stream: Stream = {
          of,
          send: (text) => controller.enqueue(encoder.encode(text)),
          fail: () => {
            this.streams = this.streams.filter((other) => other !== stream);
            controller.error(new TypeError("cut"));
          },
        };
        this.streams.push(stream);
        init?.signal?.addEventListener("abort", () => {
          if (this.streams.includes(stream)) stream.fail();
        });
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }
}

function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } });
}
function error(status: number, code: string): Response {
  return json({ error: { code, message: code } }, status);
}
