// SPDX-License-Identifier: MIT
// What the browser keeps for the agent: drafts, what was seen, preferences. A browser that refuses to
// store (private window, full disk) loses only the memory across reloads.

import { languageOf } from "../shared/words";
import { defaultPrefs, TEXT_SIZES, type Prefs } from "./state/app";
import { readNotices } from "./state/notices";
import { isEmpty, parseDraft, type Draft } from "./state/draft";
import type { Seen } from "./state/rows";

const PREFIX = "frontdesk.console.";
const DRAFT = `${PREFIX}draft.`;
const SEEN_AT_MOST = 500;

export class Storage {
  constructor(
    private readonly store: globalThis.Storage | null,
    private readonly browserLanguage: string,
  ) {}

  prefs(): Prefs {
    const kept = this.json<Partial<Prefs>>("prefs") ?? {};
    return {
      language: languageOf(kept.language ?? this.browserLanguage),
      theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "auto",
      listFolded: kept.listFolded === true,
      sideFolded: kept.sideFolded === true,
      letterKeys: kept.letterKeys !== false,
      enterSends: kept.enterSends === true,
      density: kept.density === "dense" ? "dense" : "comfortable",
      textSize: TEXT_SIZES.includes(kept.textSize ?? 0) ? (kept.textSize as number) : defaultPrefs.textSize,
      notices: readNotices(kept.notices),
    };
  }
  savePrefs(prefs: Prefs): void {
    this.write(`${PREFIX}prefs`, JSON.stringify(prefs));
  }

  seen(): Seen {
    const kept = this.json<Record<string, unknown>>("seen") ?? {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    );
  }
  saveSeen(seen: Seen): void {
    this.write(`${PREFIX}seen`, JSON.stringify(Object.fromEntries(Object.entries(seen).slice(-SEEN_AT_MOST))));
  }

  draft(id: string): Draft {
    return parseDraft(this.read(DRAFT + id));
  }
  saveDraft(id: string, draft: Draft): void {
    if (isEmpty(draft)) this.erase(DRAFT + id);
    else this.write(DRAFT + id, JSON.stringify(draft));
  }
  /** Tells of drafts that another window wrote. Returns what ends it. */
  onDraft(target: Window, tell: (id: string, draft: Draft) => void): () => void {
    const listen = (event: StorageEvent) => {
      if (event.key?.startsWith(DRAFT)) tell(event.key.slice(DRAFT.length), parseDraft(event.newValue));
    };
    target.addEventListener("storage", listen);
    return () => target.removeEventListener("storage", listen);
  }

  private json<T>(name: string): T | null {
    try {
      const value: unknown = JSON.parse(this.read(PREFIX + name) ?? "null");
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
