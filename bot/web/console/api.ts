// SPDX-License-Identifier: MIT
// The agents' calls. Every one that changes something carries X-Requested-With, which no other site's form
// can send; the session itself is a cookie that scripts cannot read.

import {
  call,
  type Article,
  type CommandAnswer,
  type ConversationAnswer,
  type EventsAnswer,
  type Me,
  type SearchHit,
} from "../shared/protocol";

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
  status(available: boolean): Promise<unknown> {
    return this.post("/agent/status", { available });
  }
  conversation(id: string, signal?: AbortSignal): Promise<ConversationAnswer> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}`, signal);
  }
  events(id: string, after: number): Promise<EventsAnswer> {
    return this.get(`/agent/conversations/${encodeURIComponent(id)}/events?after=${after}`);
  }
  take(id: string, epoch: number): Promise<CommandAnswer> {
    return this.command(id, "take", { epoch });
  }
  /** `articles`: ids of those that stand under it as cards. */
  message(id: string, epoch: number, clientId: string, text: string, articles: string[]): Promise<CommandAnswer> {
    const body = { epoch, client_id: clientId, text };
    return this.command(id, "messages", articles.length > 0 ? { ...body, articles } : body);
  }
  note(id: string, epoch: number, clientId: string, text: string): Promise<CommandAnswer> {
    return this.command(id, "notes", { epoch, client_id: clientId, text });
  }
  transfer(id: string, epoch: number, to: To): Promise<CommandAnswer> {
    return this.command(id, "transfer", { epoch, to });
  }
  returnToBot(id: string, epoch: number): Promise<CommandAnswer> {
    return this.command(id, "return", { epoch });
  }
  close(id: string, epoch: number, reason: string): Promise<CommandAnswer> {
    return this.command(id, "close", reason ? { epoch, reason } : { epoch });
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
