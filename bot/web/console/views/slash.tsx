// SPDX-License-Identifier: MIT
// The list that "/" opens in the box: canned replies, macros, actions and articles, in one.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { SearchHit } from "../../shared/protocol";
import { ACTIONS, keysOf, offOf, type ActionName } from "../state/actions";
import type { Opened } from "../state/panes";
import { filled, placed, replyWords, slashAt, textIn, type Slash } from "../state/canned";
import { draftOf } from "../state/app";
import { textOf } from "../state/draft";
import { scoreOf } from "../state/fold";
import { mayRun } from "../state/teams";
import { valuesOf } from "../state/values";
import type { CannedReply, Macro } from "../wire";
import { useApp, useParts, useSay } from "./context";
import { Listbox, useChoice, type Option } from "./listbox";
import { act, hasPlace } from "./obey";
import { usePane } from "./pane";
import { selectInBox } from "./palette";

const PAUSE_MS = 200;
const MOST = 12;

type Entry = Option &
  (
    | { is: "reply"; reply: CannedReply }
    | { is: "macro"; macro: Macro }
    | { is: "action"; action: ActionName }
    | { is: "article"; hit: SearchHit }
  );

/** The list's state for a box, and what its keys do. `caret`: where it stands in `text`; null: not in the box. */
export function useSlash(opened: Opened, text: string, caret: number | null, reply: boolean) {
  const parts = useParts();
  const { session, writer, commands } = parts;
  const { words, language } = useSay();
  const { el } = usePane();
  const desk = useApp((state) => state.desk);
  const [closedAt, setClosedAt] = useState(-1);
  const slash: Slash | null = caret === null ? null : slashAt(text, caret);
  const open = slash !== null && slash.from !== closedAt;
  useEffect(() => {
    if (!slash) setClosedAt(-1);
  }, [slash === null]);
  const spoken = opened.conversation.visitor.language || opened.row?.language || language;
  const hits = useHits(open && reply ? slash.query : "", spoken);

  const entries = useMemo((): Entry[] => {
    if (!open) return [];
    const query = slash.query;
    const replies = (desk?.replies ?? []).map((one): Entry & { also: string } => ({
      is: "reply",
      reply: one,
      id: `r:${one.shortcut}`,
      label: one.title,
      detail: textIn(one.text, spoken, language),
      keys: `/${one.shortcut}`,
      group: words.kindName.reply,
      also: replyWords(one),
    }));
    const first = opened.conversation.card?.first_reply;
    const begun = opened.conversation.events.some((event) => event.type === "message" && event.author === "agent");
    if (reply && first && !begun) {
      const one: CannedReply = { shortcut: "", title: words.firstReply, text: { [spoken]: first } };
      replies.unshift({ is: "reply", reply: one, id: "r:", label: one.title, detail: first, group: words.kindName.reply, also: first });
    }
    const may = (desk?.macros ?? []).filter((macro) => mayRun(macro, desk, opened.row));
    const macros = may.map((macro): Entry & { also: string } => {
      const label = textIn(macro.label, language, language);
      return { is: "macro", macro, id: `m:${macro.id}`, label, group: words.kindName.macro, also: macro.id };
    });
    const state = session.cell.get();
    const actions = ACTIONS.filter(({ name }) => name !== "reply" && hasPlace(name) && offOf(name, state, session.serverNow()) === null).map(
      ({ name, ...key }): Entry & { also: string } => {
        const keys = keysOf(key, state.prefs);
        return { is: "action", action: name, id: `a:${name}`, label: words.actionTitle[name], keys, group: words.kindName.action, also: "" };
      },
    );
    // A note takes words and actions; macros and articles go to the customer.
    const all = reply ? [...replies, ...macros, ...actions] : [...replies, ...actions];
    const ranked = all
      .map((entry) => ({ entry, score: rank(entry, query) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST)
      .map(({ entry }) => entry as Entry);
    const articles = hits.map((hit): Entry => {
      return { is: "article", hit, id: `d:${hit.id}`, label: hit.title, detail: hit.section, group: words.kindName.article };
    });
    return [...ranked, ...articles];
  }, [open, slash?.query, desk, hits, words, reply]);

  const choose = (at: number) => {
    const entry = entries[at];
    if (!entry || !slash || caret === null) return;
    const id = opened.id;
    const state = session.cell.get();
    const whole = textOf(draftOf(state, id));
    const put = (piece: string) => {
      const { text: next, from, to } = placed(whole, slash.from, caret, piece);
      writer.type(id, next);
      selectInBox(from, to);
    };
    switch (entry.is) {
      case "reply":
        put(filled(textIn(entry.reply.text, spoken, language), valuesOf(state)));
        return;
      case "macro":
        put("");
        void commands.run(id, entry.macro).then(() => selectInBox(9_999, 9_999));
        return;
      case "action":
        put("");
        act(parts, entry.action);
        return;
      case "article":
        put("");
        writer.attach(id, { id: entry.hit.id, title: entry.hit.title });
        session.say("attached");
        return;
    }
  };
  const choice = useChoice(entries.length, choose, slash?.query);
  /** Whether the key was the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    if (event.key === "Escape") {
      setClosedAt(slash.from);
      event.preventDefault();
      return true;
    }
    if (event.key === "Tab" && !event.shiftKey && entries.length > 0) {
      event.preventDefault();
      choose(choice.at);
      return true;
    }
    return choice.onKey(event);
  };
  const active = open && entries.length > 0 ? `${el("slash-list")}-${choice.at}` : undefined;
  const list = open && (
    <div class="slash">
      {entries.length > 0 ? (
        <Listbox id={el("slash-list")} label={words.slashList} options={entries} at={choice.at} onChoose={choose} onKey={onKey} />
      ) : (
        <p class="small">{words.slashNone}</p>
      )}
    </div>
  );
  return { open: open && entries.length > 0, active, list, onKey };
}

/** A shortcut that begins so comes before a word that does. */
function rank(entry: Entry & { also?: string }, query: string): number {
  if (query === "") return entry.is === "reply" ? 3 : entry.is === "macro" ? 2 : 1;
  const exact = entry.is === "reply" && entry.reply.shortcut !== "" && entry.reply.shortcut.startsWith(query) ? 20 : 0;
  return exact + 3 * scoreOf(entry.label, query) + (exact ? 1 : scoreOf(`${entry.label} ${entry.also ?? ""}`, query));
}

function useHits(query: string, language: string): SearchHit[] {
  const { session } = useParts();
  const [hits, setHits] = useState<SearchHit[]>([]);
  useEffect(() => {
    setHits([]);
    if (query.length < 3) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      session.api.search(query, language, abort.signal).then(
        ({ articles }) => setHits(articles.filter((hit) => !hit.agents_only).slice(0, 5)),
        () => {},
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, language]);
  return hits;
}
