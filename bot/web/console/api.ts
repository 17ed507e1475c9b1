// SPDX-License-Identifier: MIT
// The agents' calls. Every one that changes something carries X-Requested-With, which no other site's form
// can send; the session itself is a cookie that scripts cannot read.

import {
  call,
  type Article,
  type Card,
  type CommandAnswer,
  type ConversationAnswer,
  type EventsAnswer,
  type Me,
  type Row,
  type SearchHit,
} from "../shared/protocol";
import type { Account, Board, DeskInfo, Found, Outcome, ReviewAnswer, Suggestion } from "./wire";

const BASE = "/api/v1";

export interface To {
  team?: string;
  agent?: string;
}

export class Api {
  constructor(readonly fetcher: typeof fetch) {}

  login(name: string, password: string): Promise<{ name: string; role: string }> {
    return this.post("/agent/login", { name, password });
  }
  logout(): Promise<unknown> {
    return this.post("/agent/logout", {});
  }
  me(): Promise<Me> {
    return this.get("/agent/me");
  }
  /** `backAt` (RFC 3339): when somebody who takes none is back, "" where that is not said any more. */
  status(available: boolean, backAt = ""): Promise<unknown> {
    return this.post("/agent/status", available ? { available } : { available, back_at: backAt });
  }
  conversation(id: string, signal?: AbortSignal): Promise<ConversationAnswer> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}`, signal);
  }
  card(id: string): Promise<{ card: Card | null }> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}/card`);
  }
  events(id: string, after: number): Promise<EventsAnswer> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}/events?after=${after}`);
  }
  capacity(capacity: number): Promise<unknown> {
    return this.post("/agent/status", { capacity });
  }
  desk(): Promise<DeskInfo> {
    return this.get("/agent/desk");
  }
  /** `over`: from a colleague, which a supervisor may. */
  take(id: string, epoch: number, over = false): Promise<CommandAnswer> {
    return this.command(id, "take", over ? { epoch, over } : { epoch });
  }
  decline(id: string, epoch: number): Promise<CommandAnswer> {
    return this.command(id, "decline", { epoch });
  }
  hold(id: string, epoch: number, until: string): Promise<CommandAnswer> {
    return this.command(id, "hold", until ? { epoch, until } : { epoch });
  }
  resume(id: string, epoch: number): Promise<CommandAnswer> {
    return this.command(id, "resume", { epoch });
  }
  tags(id: string, epoch: number, tags: string[]): Promise<CommandAnswer> {
    return this.command(id, "tags", { epoch, tags });
  }
  priority(id: string, epoch: number, priority: number): Promise<CommandAnswer> {
    return this.command(id, "priority", { epoch, priority });
  }
  slot(id: string, epoch: number, slot: string, value: string): Promise<CommandAnswer> {
    return this.command(id, "slots", { epoch, slot, value });
  }
  intent(id: string, epoch: number, message: number, intent: string): Promise<CommandAnswer> {
    return this.command(id, "intent", { epoch, message, intent });
  }
  erase(id: string, epoch: number): Promise<CommandAnswer> {
    return this.command(id, "erase", { epoch });
  }
  suggestion(id: string): Promise<{ suggestion: Suggestion | null }> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}/suggestion`);
  }
  judge(
    id: string,
    epoch: number,
    judged: { message: number; kind: string; outcome: Outcome; reason?: string; text?: string },
  ): Promise<CommandAnswer> {
    return this.command(id, "suggestion", { epoch, ...judged });
  }
  typing(id: string): Promise<unknown> {
    return this.command(id, "typing", {});
  }
  seen(id: string, last: number): Promise<unknown> {
    return this.command(id, "seen", { last });
  }
  history(id: string): Promise<{ conversations: Row[] }> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}/history`);
  }
  find(query: string, signal: AbortSignal): Promise<{ conversations: Found[] }> {
    return this.get(`/agent/find?${new URLSearchParams({ q: query }).toString()}`, signal);
  }
  review(): Promise<ReviewAnswer> {
    return this.get("/agent/review");
  }
  board(): Promise<Board> {
    return this.get("/agent/board");
  }
  accounts(): Promise<{ accounts: Account[] }> {
    return this.get("/agent/accounts");
  }
  addAccount(account: { name: string; role: string; password: string }): Promise<unknown> {
    return this.post("/agent/accounts", account);
  }
  changeAccount(id: string, change: { role?: string; disabled?: boolean; password?: string }): Promise<unknown> {
    return this.post(`/agent/accounts/${encodeURIComponent(id)}`, change);
  }
  /** The first account, by the link that the server printed. */
  first(token: string, name: string, password: string): Promise<unknown> {
    return this.post("/agent/first", { token, name, password });
  }
  /** `articles`: ids of those that stand under it as cards. */
  message(id: string, epoch: number, clientId: string, text: string, articles: string[]): Promise<CommandAnswer> {
    const body = { epoch, client_id: clientId, text };
    return this.command(id, "messages", articles.length > 0 ? { ...body, articles } : body);
  }
  note(id: string, epoch: number, clientId: string, text: string): Promise<CommandAnswer> {
    return this.command(id, "notes", { epoch, client_id: clientId, text });
  }
  transfer(id: string, epoch: number, to: To, comment: string): Promise<CommandAnswer> {
    return this.command(id, "transfer", comment ? { epoch, to, comment } : { epoch, to });
  }
  returnToBot(id: string, epoch: number, step = ""): Promise<CommandAnswer> {
    return this.command(id, "return", { epoch, ...(step && { step }) });
  }
  close(id: string, epoch: number, reason: string, tags?: string[]): Promise<CommandAnswer> {
    return this.command(id, "close", { epoch, ...(reason && { reason }), ...(tags && { tags }) });
  }
  search(query: string, language: string, signal: AbortSignal): Promise<{ articles: SearchHit[] }> {
    const parameters = new URLSearchParams({ q: query, lang: language });
    return this.get(`/agent/search?${parameters.toString()}`, signal);
  }
  article(id: string, language: string): Promise<Article> {
    return this.get(`/agent/articles/${encodeURIComponent(id)}?lang=${encodeURIComponent(language)}`);
  }

  static readonly listStream = `${BASE}/agent/events`;
  static conversationStream(id: string, after: string): string {
    return `${BASE}/agent/conversations/${encodeURIComponent(id)}/events?after=${encodeURIComponent(after)}`;
  }

  private get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return call<T>(this.fetcher, BASE + path, { signal });
  }
  private post<T>(path: string, body: unknown): Promise<T> {
    return call<T>(this.fetcher, BASE + path, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "frontdesk" },
    });
  }
  private command(id: string, verb: string, body: unknown): Promise<CommandAnswer> {
    return this.post(`/agent/conversations/${encodeURIComponent(id)}/${verb}`, body);
  }
}
