// SPDX-License-Identifier: MIT
// Beside the conversation: its tags and priority, contacts that were left, earlier conversations.

import { useEffect } from "preact/hooks";
import { millis, type Row } from "../../shared/protocol";
import type { Opened } from "../state/panes";
import { standingOf, tagsOf } from "../state/conversation";
import { priorityOf } from "../state/rows";
import { useApp, useParts, useSay } from "./context";
import { Key } from "./key";
import { Part } from "./part";
import { useTagName } from "./tags";

const SHOWN = 5;

export function Sorting({ opened }: { opened: Opened }) {
  const { session, commands } = useParts();
  const { words } = useSay();
  const name = useTagName();
  const me = useApp((state) => state.auth.me?.name ?? "");
  const tags = tagsOf(opened.conversation, opened.row);
  const priority = opened.row ? priorityOf(opened.row) : 1;
  if (standingOf(opened.conversation, me) === "erased") return null;
  return (
    <Part
      name="tags"
      title={words.tags}
      more={
        <button type="button" class="link" onClick={() => session.dialog("tags")}>
          {words.editTags}
          <span class="sr"> {words.tags}</span> <Key name="tags" />
        </button>
      }
    >
      {tags.length > 0 ? (
        <ul class="chips">
          {tags.map((tag) => (
            <li key={tag} class="chip">
              {name(tag)}
            </li>
          ))}
        </ul>
      ) : (
        <p class="small">{words.noTags}</p>
      )}
      <p class="priority">
        <label for="priority">{words.priority}</label>
        <select
          id="priority"
          class="field"
          value={priority}
          onChange={(event) => void commands.setPriority(opened.id, Number(event.currentTarget.value))}
        >
          {words.priorityName.map((label, value) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </p>
    </Part>
  );
}

/** What the customer left to be answered by: nobody has proven that it is theirs. */
export function Contact({ opened }: { opened: Opened }) {
  const { words } = useSay();
  const left = [...opened.conversation.events].reverse().find((event) => event.type === "contact_left");
  if (!left) return null;
  const value = (key: string) => {
    const found = (left as unknown as Record<string, unknown>)[key];
    return typeof found === "string" ? found : "";
  };
  const lines: [string, string][] = [
    [words.email, value("email")],
    [words.phone, value("phone")],
    [words.customerName, value("name")],
    [words.question, value("question")],
  ];
  return (
    <Part name="contact" title={words.contact} more={<small>{words.unverified}</small>}>
      <dl class="facts">
        {lines.map(
          ([term, text]) =>
            text && (
              <div key={term}>
                <dt>{term}</dt>
                <dd class="break">{text}</dd>
              </div>
            ),
        )}
      </dl>
    </Part>
  );
}

export function History({ opened }: { opened: Opened }) {
  const { commands, session } = useParts();
  const { words, language } = useSay();
  const ready = opened.phase === "ready";
  useEffect(() => {
    if (ready && opened.history === null) void commands.learnHistory(opened.id);
  }, [ready, opened.id]);
  if (!opened.history) return null;
  const day = new Intl.DateTimeFormat("lt-LT", { year: "numeric", month: "2-digit", day: "2-digit" });
  const at = (row: Row) => millis(row.updated_at ?? row.since);
  const about = (row: Row) =>
    [row.topic || row.last_text, row.owner?.name ?? (row.status === "closed" ? "" : words.status[row.status])]
      .filter(Boolean)
      .join(" · ");
  return (
    <Part name="history" title={words.history}>
      {opened.history.length === 0 ? (
        <p class="small">{words.historyNone}</p>
      ) : (
        <ul class="history">
          {opened.history.slice(0, SHOWN).map((row) => (
            <li key={row.conversation}>
              <a href={`#${row.conversation}`} onClick={() => session.dialog(null)}>
                <time>{Number.isFinite(at(row)) ? day.format(at(row)) : ""}</time>
                <span lang={row.language !== language ? row.language : undefined}>{about(row) || words.noText}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
