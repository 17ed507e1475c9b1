// SPDX-License-Identifier: MIT
// What the browser keeps for each agent: drafts, sends that wait, what was seen, preferences. Agents who share a
// browser find each their own. A browser that refuses to store (private window, full disk) loses only the memory
// across reloads.

import { languageOf } from "../shared/words";
import { defaultPrefs, TEXT_SIZES, type Prefs } from "./state/app";
import { readKeys } from "./state/bindings";
import { readNotices } from "./state/notices";
import { isEmpty, parseDraft, readWaiting, type Draft, type Waiting } from "./state/draft";
import type { Seen } from "./state/rows";

const PREFIX = "frontdesk.console";
/** Who was signed in last: until the server says who it is now. */
const AGENT = `${PREFIX}.agent`;
/** What the page looks like before anybody is signed in. */
const PAGE = `${PREFIX}.page`;
const DRAFT = "draft.";
const SEEN_AT_MOST = 500;

export class Storage {
  private owner: string;

  constructor(
    private readonly store: globalThis.Storage | null,
    private readonly browserLanguage: string,
  ) {
    this.owner = this.read(AGENT) ?? "";
  }

  /** Whose memory is read and written; "" for nobody's. */
  get agent(): string {
    return this.owner;
  }
  use(agent: string): void {
    this.owner = agent;
    if (agent) this.write(AGENT, agent);
    else this.erase(AGENT);
  }
  private key(name: string): string {
    return `${PREFIX}/${encodeURIComponent(this.owner)}/${name}`;
  }

  prefs(): Prefs {
    const kept = this.json<Partial<Prefs>>(this.key("prefs")) ?? this.json<Partial<Prefs>>(PAGE) ?? {};
    return {
      language: languageOf(kept.language ?? this.browserLanguage),
      theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "auto",
      listFolded: kept.listFolded === true,
      sideFolded: kept.sideFolded === true,
      foldedParts: Array.isArray(kept.foldedParts) ? kept.foldedParts.filter((one) => typeof one === "string") : [],
      letterKeys: kept.letterKeys !== false,
      keys: readKeys(kept.keys),
      enterSends: kept.enterSends === true,
      density: kept.density === "dense" ? "dense" : "comfortable",
      textSize: TEXT_SIZES.includes(kept.textSize ?? 0) ? (kept.textSize as number) : defaultPrefs.textSize,
      notices: readNotices(kept.notices),
    };
  }
  savePrefs(prefs: Prefs): void {
    this.write(this.key("prefs"), JSON.stringify(prefs));
    const { language, theme } = prefs;
    this.write(PAGE, JSON.stringify({ language, theme }));
  }

  seen(): Seen {
    const kept = this.json<Record<string, unknown>>(this.key("seen")) ?? {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    );
  }
  saveSeen(seen: Seen): void {
    this.write(this.key("seen"), JSON.stringify(Object.fromEntries(Object.entries(seen).slice(-SEEN_AT_MOST))));
  }

  /** Sends that wait for the connection, by conversation; their words are in the drafts. */
  waiting(): Record<string, Waiting> {
    return readWaiting(this.json<Record<string, unknown>>(this.key("waiting")) ?? {});
  }
  saveWaiting(waiting: Record<string, Waiting>): void {
    if (Object.keys(waiting).length === 0) this.erase(this.key("waiting"));
    else this.write(this.key("waiting"), JSON.stringify(waiting));
  }

  draft(id: string): Draft {
    return parseDraft(this.read(this.key(DRAFT + id)));
  }
  saveDraft(id: string, draft: Draft): void {
    if (isEmpty(draft)) this.erase(this.key(DRAFT + id));
    else this.write(this.key(DRAFT + id), JSON.stringify(draft));
  }
  /** Tells of this agent's drafts that another window wrote. Returns what ends it. */
  onDraft(target: Window, tell: (id: string, draft: Draft) => void): () => void {
    const listen = (event: StorageEvent) => {
      const mine = this.key(DRAFT);
      if (event.key?.startsWith(mine)) tell(event.key.slice(mine.length), parseDraft(event.newValue));
    };
    target.addEventListener("storage", listen);
    return () => target.removeEventListener("storage", listen);
  }

  private json<T>(key: string): T | null {
    try {
      const value: unknown = JSON.parse(this.read(key) ?? "null");
      return typeof value === "object" ? (value as T | null) : null;
    } catch {
      return null;
    }
  }
  private read(key: string): string | null {
    try {
      return this.store?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }
  private write(key: string, value: string): void {
    try {
      this.store?.setItem(key, value);
    } catch {
      // Not kept: it stays on the page until it is reloaded.
    }
  }
  private erase(key: string): void {
    try {
      this.store?.removeItem(key);
    } catch {
      // As above.
    }
  }
}
