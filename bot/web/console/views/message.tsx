// SPDX-License-Identifier: MIT
// One line of the transcript: a message, a note, or something that happened. Who speaks is said in words
// under it and before it (for readers), never by colour alone.

import { MessageText, Snippet } from "../../shared/markup";
import { safeHref } from "../../shared/markup";
import { millis } from "../../shared/protocol";
import { fill } from "../../shared/words";
import { textIn } from "../state/canned";
import type { LineEntry, MessageEntry, NoteEntry } from "../state/transcript";
import { wordFor } from "../words/words";
import { Ago } from "./chip";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { memo } from "./memo";
import { usePane } from "./pane";
import { useTagName } from "./tags";
import { Why } from "./why";

interface Props {
  entry: MessageEntry;
  news: boolean;
  /** How the visitor is called here. */
  visitor: string;
  unansweredSince: number | null;
  /** Of the reader's own words: whether the customer has had them on the screen. */
  seen: boolean;
  /** The reader may name what it is about. */
  markable: boolean;
}

export const Message = memo(function Message({ entry, news, visitor, unansweredSince, seen, markable }: Props) {
  const { session } = useParts();
  const { words, time } = useSay();
  const { active } = usePane();
  const open = useApp((state) => active && state.why === entry.sequence);
  const me = useApp((state) => state.auth.me?.name ?? "");
  const language = useApp((state) => state.prefs.language);
  const who =
    entry.author === "bot"
      ? words.bot
      : entry.author === "visitor"
        ? visitor
        : entry.mine
          ? me
          : entry.name || words.colleague;
  const topic = useTopicName();
  const side = entry.author === "agent" ? "agent" : entry.author === "bot" ? "bot" : "visitor";
  const foreign = entry.language && entry.language !== language ? entry.language : undefined;
  return (
    <li class={`message ${side}${news ? " news" : ""}`} data-sequence={entry.sequence}>
      <div class="bubble" lang={foreign}>
        <span class="sr">
          {who}, {time(entry.at)}:{" "}
        </span>
        <MessageText text={entry.text} markup={entry.author !== "visitor"} />
        {entry.articles.length > 0 && (
          <ul class="articles">
            {entry.articles.map((article) => {
              const href = safeHref(article.url);
              return (
                <li key={article.id}>
                  {href ? (
                    <a href={href} target="_blank" rel="noopener noreferrer">
                      {article.title}
                    </a>
                  ) : (
                    <b>{article.title}</b>
                  )}
                  {article.snippet && (
                    <p>
                      <Snippet text={article.snippet} />
                    </p>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </div>
      {entry.offered.length > 0 && (
        <p class="offered">
          {words.offered} {entry.offered.map((reply) => reply.label).join(" · ")}
        </p>
      )}
      {(entry.signed || entry.decision || entry.marked !== null || markable) && (
        <p class="meta">
          {entry.mine && <Icon name={seen ? "twoTicks" : "tick"} />}
          <span>
            {who} · {time(entry.at)}
            {entry.mine && ` · ${seen ? words.seenMark : words.sentMark}`}
            {entry.tapped && ` · ${words.tapped}`}
            {entry.marked !== null && ` · ${words.markedAs(topic(entry.marked) || words.outOfScope)}`}
          </span>
          {unansweredSince !== null && (
            <span>
              {" · "}
              <Ago since={unansweredSince} draw={words.unanswered} />
            </span>
          )}
          {markable && (
            <>
              {" · "}
              <button type="button" class="link" onClick={() => session.mark(entry.sequence)}>
                {words.markTopic}
                <span class="sr">: {entry.text.slice(0, 60)}</span>
              </button>
            </>
          )}
          {entry.decision && (
            <>
              {" · "}
              <button
                type="button"
                class="link"
                aria-expanded={open}
                onClick={() => session.why(open ? null : entry.sequence)}
              >
                {words.why}
              </button>
            </>
          )}
        </p>
      )}
      {entry.decision && open && <Why decision={entry.decision} cause={entry.cause} />}
    </li>
  );
});

/** How a topic is called; "" of none. */
export function useTopicName(): (intent: string) => string {
  const { language } = useSay();
  const intents = useApp((state) => state.desk?.intents);
  return (intent) => textIn(intents?.find(({ id }) => id === intent)?.label, language, language) || intent;
}

export const Note = memo(function Note({ entry }: { entry: NoteEntry }) {
  const { words, time } = useSay();
  const me = useApp((state) => state.auth.me?.name ?? "");
  const who = entry.mine ? me : entry.name || words.colleague;
  return (
    <li class="message agent note" data-sequence={entry.sequence}>
      <div class="bubble">
        <span class="sr">
          {words.note}, {who}:{" "}
        </span>
        <MessageText text={entry.text} markup={false} />
      </div>
      <p class="meta">
        {words.note} · {words.noteHidden} · {who} · {time(entry.at)}
      </p>
    </li>
  );
});

export const Line = memo(function Line({ entry }: { entry: LineEntry }) {
  const { session } = useParts();
  const { words, language, time, when } = useSay();
  const tag = useTagName();
  const desk = useApp((state) => state.desk);
  const label = (of: { id: string; label: Readonly<Record<string, string>> | string }[] | undefined) =>
    textIn(of?.find(({ id }) => id === entry.about)?.label, language, language) || entry.about;
  const about =
    entry.line === "handoff_requested" || entry.line === "offline"
      ? wordFor(words.reason, entry.reason)
      : entry.line === "language_changed"
        ? wordFor(words.languageNames, entry.about)
        : entry.line === "tagged"
          ? entry.about.split(", ").filter(Boolean).map(tag).join(", ") || words.noTags
          : entry.line === "priority_changed"
            ? (words.priorityName[Number(entry.about)] ?? entry.about)
            : entry.line === "put_on_hold_until"
              ? when(millis(entry.about), session.serverNow())
              : entry.line === "transferred"
                ? label(desk?.teams)
                : entry.line === "flow_started"
                  ? label(desk?.intents)
                  : entry.about;
  return (
    <li class="line" data-sequence={entry.sequence}>
      {time(entry.at)} · {fill(words.line[entry.line], { x: about })}
      {entry.because && <span lang="en"> · {entry.because}</span>}
    </li>
  );
});
