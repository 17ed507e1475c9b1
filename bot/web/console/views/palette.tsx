// SPDX-License-Identifier: MIT
// One field for everything: actions with their keys, conversations, canned replies, articles, pages,
// settings. What cannot be done now stands there too and says why.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { ACTIONS, keysOf, leads, offOf, reviews, type ActionName } from "../state/actions";
import { draftOf } from "../state/app";
import { filled, placed, replyWords, textIn } from "../state/canned";
import { visitorName } from "../state/names";
import { matching, type Item } from "../state/palette";
import { mayRun } from "../state/teams";
import { valuesOf } from "../state/values";
import type { Found } from "../wire";
import { useParts, useSay, type Parts, type Say } from "./context";
import { goPage, goTo } from "./go";
import { Icon } from "./icons";
import { Listbox, useChoice } from "./listbox";
import { Modal } from "./modal";
import { act, focusOn, hasPlace } from "./obey";
import type { SearchHit } from "../../shared/protocol";

const PAUSE_MS = 200;

export function Palette() {
  const parts = useParts();
  const say = useSay();
  const { words } = say;
  const [query, setQuery] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // Their state is read once: a list that changes under the choice is worse than one a moment old.
  const here = useMemo(() => itemsOf(parts, say), []);
  const { found: remote, failed } = useRemote(query);
  const shown = useMemo(() => {
    const local = matching(here, query);
    const known = new Set(local.map(({ id }) => id));
    const found = query.startsWith(">") ? [] : remote.filter(({ id }) => !known.has(id));
    return [...local, ...found];
  }, [query, here, remote]);
  useLayoutEffect(() => field.current?.focus(), []);

  const choose = (at: number) => {
    const item = shown[at];
    if (!item || item.off) return;
    parts.session.dialog(null);
    // The dialog gives the focus back first.
    setTimeout(() => run(parts, say, item), 0);
  };
  const choice = useChoice(shown.length, choose, query);
  const options = shown.map((item) => ({ ...item, group: words.kindName[item.kind] }));
  return (
    <Modal title={words.palette} bare>
      <div class="palette-field">
        <Icon name="find" />
        <input
          ref={field}
          role="combobox"
          aria-label={words.palette}
          aria-expanded="true"
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={shown.length > 0 ? `palette-list-${choice.at}` : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder={words.palette}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={choice.onKey}
        />
        <small>{words.paletteHint}</small>
      </div>
      <Listbox id="palette-list" label={words.palette} options={options} at={choice.at} onChoose={choose} />
      <p class={shown.length === 0 || failed ? "palette-none" : "sr"} role="status">
        {failed ? words.searchFailed : shown.length === 0 ? words.paletteNone : ""}
      </p>
    </Modal>
  );
}

/** Conversations and articles that only the server knows. */
function useRemote(query: string): { found: Item[]; failed: boolean } {
  const { session } = useParts();
  const { words, language } = useSay();
  const [found, setFound] = useState<Item[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const wanted = query.trim();
    if (wanted.length < 2 || wanted.startsWith(">")) {
      setFound([]);
      setFailed(false);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      let lost = false;
      const none = () => {
        lost = true;
        return [];
      };
      void Promise.all([
        session.api.find(wanted, abort.signal).then(({ conversations }) => conversations, none),
        session.api.search(wanted, language, abort.signal).then(({ articles }) => articles, none),
      ]).then(([conversations, articles]: [Found[], SearchHit[]]) => {
        if (abort.signal.aborted) return;
        setFailed(lost);
        setFound([
          ...conversations.map((row): Item => ({
            ...blank,
            id: `c:${row.conversation}`,
            kind: "conversation",
            label: visitorName(row.name ?? "", words.visitor, row.conversation),
            detail: (row.snippet ?? row.last_text ?? "").replace(/[\uE000\uE001]/g, ""),
          })),
          ...articles.map((hit): Item => ({ ...blank, id: `d:${hit.id}`, kind: "article", label: hit.title })),
        ]);
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return { found, failed };
}

const blank: Omit<Item, "id" | "kind" | "label"> = { detail: "", keys: "", off: "", also: "" };

function itemsOf({ session }: Parts, { words, language }: Say): Item[] {
  const state = session.cell.get();
  const now = session.serverNow();
  const { desk, rows, recent } = state;
  const opened = state.page === "desk" ? state.opened : null;
  const role = state.auth.me?.role;
  const writes = opened?.phase === "ready" && offOf("transfer", state, now) === null;
  const items: Item[] = [];
  for (const action of ACTIONS) {
    const { name } = action;
    const keys = keysOf(action, state.prefs);
    const off = offOf(name, state, now);
    // What could never be done here is no news.
    if (!hasPlace(name) || off === "role" || (off === "none" && name === "takeOver")) continue;
    items.push({ ...blank, id: `a:${name}`, kind: "action", label: words.actionTitle[name], keys, off: off ? words.off[off] : "" });
  }
  const order = [...rows.values()].sort((a, b) => place(recent, a.conversation) - place(recent, b.conversation));
  for (const row of order) {
    if (row.conversation === opened?.id) continue;
    items.push({
      ...blank,
      id: `c:${row.conversation}`,
      kind: "conversation",
      label: visitorName(row.name ?? "", words.visitor, row.conversation),
      detail: row.last_text ?? "",
      also: `${row.last_text ?? ""} ${row.topic ?? ""} ${row.order ?? ""} ${(row.tags ?? []).join(" ")} ${row.conversation}`,
    });
  }
  const page = (id: string, label: string, keys: string) => items.push({ ...blank, id: `p:${id}`, kind: "page", label, keys });
  const go = keysOf({ key: "go" }, state.prefs);
  page("desk", words.railConversations, go && `${go} M`);
  if (leads(role)) page("board", words.railBoard, go && `${go} S`);
  if (reviews(role)) page("review", words.railReview, go && `${go} U`);
  if (role === "admin") page("accounts", words.railAccounts, "");
  page("keys", words.allKeys, keysOf({ key: "keys" }, state.prefs) || "F1");
  page("keyset", words.keysetTitle, "");
  page("settings", words.settings, "");
  const off = writes ? "" : words.off.notMine;
  const spoken = opened?.conversation.visitor.language ?? language;
  for (const macro of desk?.macros ?? []) {
    const why = off || (mayRun(macro, desk, opened?.row ?? null) ? "" : words.off.team);
    items.push({ ...blank, id: `m:${macro.id}`, kind: "macro", label: textIn(macro.label, language, language), off: why });
  }
  for (const reply of desk?.replies ?? []) {
    const detail = textIn(reply.text, spoken, language);
    items.push({ ...blank, id: `r:${reply.shortcut}`, kind: "reply", label: reply.title, detail, keys: `/${reply.shortcut}`, off, also: replyWords(reply) });
  }
  for (const [theme, label] of [["light", words.themeLight], ["dark", words.themeDark], ["auto", words.themeAuto]] as const) {
    items.push({ ...blank, id: `s:theme:${theme}`, kind: "setting", label: `${words.theme}: ${label}` });
  }
  items.push({ ...blank, id: "s:language:lt", kind: "setting", label: `${words.language}: Lietuvių` });
  items.push({ ...blank, id: "s:language:en", kind: "setting", label: `${words.language}: English` });
  items.push({ ...blank, id: "s:density:dense", kind: "setting", label: `${words.density}: ${words.dense}` });
  items.push({ ...blank, id: "s:density:comfortable", kind: "setting", label: `${words.density}: ${words.comfortable}` });
  return items;
}

function place(recent: readonly string[], id: string): number {
  const at = recent.indexOf(id);
  return at < 0 ? recent.length : at;
}

function run(parts: Parts, { language }: Say, { id }: Item): void {
  const { session, commands, writer } = parts;
  const state = session.cell.get();
  const [kind, name = "", value = ""] = id.split(":");
  const rest = id.slice(2);
  switch (kind) {
    case "a":
      act(parts, name as ActionName);
      return;
    case "c":
      goTo(rest);
      return;
    case "p":
      if (name === "keys" || name === "keyset" || name === "settings") session.dialog(name);
      else goPage(name as "desk");
      return;
    case "m": {
      const macro = state.desk?.macros.find((one) => one.id === rest);
      if (macro && state.opened && state.page === "desk") void commands.run(state.opened.id, macro).then(() => focusOn("composer-text"));
      return;
    }
    case "r": {
      const reply = state.desk?.replies.find((one) => one.shortcut === rest);
      const opened = state.page === "desk" ? state.opened : null;
      if (!reply || !opened) return;
      const spoken = opened.conversation.visitor.language || language;
      const text = draftOf(state, opened.id).reply;
      const piece = filled(textIn(reply.text, spoken, language), valuesOf(state));
      const put = placed(text, text.length, text.length, text ? `\n${piece}` : piece);
      writer.box(opened.id, "reply");
      writer.type(opened.id, put.text);
      selectInBox(put.from, put.to);
      return;
    }
    case "d":
      lookUp(parts, rest);
      return;
    case "s":
      if (name === "language") void session.speak(value as "lt");
      else session.prefer({ [name]: value });
      return;
  }
}

/** Once the box is drawn with its new text, and before the next keystroke: one that came first would be
 *  taken for a part of what is selected. */
export function selectInBox(from: number, to: number): void {
  queueMicrotask(() => {
    const box = document.getElementById("composer-text");
    if (!(box instanceof HTMLTextAreaElement)) return;
    box.focus();
    box.setSelectionRange(from, to);
  });
}

/** Shows an article beside the conversation: the search there finds it by its title. */
function lookUp(parts: Parts, id: string): void {
  const { session } = parts;
  const { opened, prefs } = session.cell.get();
  void session.api.article(id, opened?.conversation.visitor.language || prefs.language).then(
    ({ title }) => {
      session.lookUp(title);
      if (offOf("articles", session.cell.get(), session.serverNow())) session.say("off", "noConversation");
      else act(parts, "articles");
    },
    () => session.say("notDone"),
  );
}
