// SPDX-License-Identifier: MIT
// One conversation of the list: who, how long, the last words or why a person is needed, in which language
// and about what.

import { memo } from "./memo";
import type { Row } from "../../shared/protocol";
import { initialsOf, visitorName } from "../state/names";
import { priorityOf, targetOf, waitingSince } from "../state/rows";
import { counted } from "../../shared/words";
import { unreadLines } from "../words/counts";
import { wordFor } from "../words/words";
import { WaitChip } from "./chip";
import { useSay } from "./context";
import { Icon } from "./icons";

interface Props {
  row: Row;
  current: boolean;
  /** It is on the page beside the one where the reader is. */
  beside: boolean;
  /** Lines of the customer that were not seen yet. */
  unread: number;
  /** A reply to it that was written waits for the connection, or was stopped. */
  pending: "" | "waits" | "stopped";
  me: string;
  /** From so many ms on somebody in the queue waits too long; 0: never. */
  alarm: number;
}

export const ListRow = memo(function ListRow({ row, current, beside, unread, pending, me, alarm }: Props) {
  const { words, language } = useSay();
  const since = waitingSince(row);
  const name = visitorName(row.name ?? "", words.visitor, row.conversation);
  const waits = row.status === "queued" || row.status === "offline";
  const who =
    row.last_author === "agent"
      ? `${row.owner?.name ?? me}: `
      : row.last_author === "bot"
        ? `${words.bot}: `
        : "";
  const text = row.last_text || words.noText;
  // What the bot said when it called a person says nothing of why.
  const reason = wordFor(words.rowReason, row.reason);
  const why = row.last_author === "visitor" && row.last_text ? `${reason}: ${words.quoted(text)}` : reason;
  const priority = priorityOf(row);
  const topic = [row.topic, row.order, priority !== 1 ? words.priorityName[priority] : "", row.status === "assigned" && row.owner?.name !== me ? row.owner?.name : ""]
    .filter(Boolean)
    .join(" · ");
  return (
    <li>
      <a
        class={`row${unread > 0 ? " unread" : ""}${row.status === "closed" ? " gone" : ""}${beside ? " beside" : ""}`}
        href={`#${row.conversation}`}
        aria-current={current ? "true" : undefined}
        data-row={row.conversation}
      >
        <span class="avatar" aria-hidden="true">
          {row.name ? initialsOf(row.name) : <Icon name="person" />}
        </span>
        <span class="row-name">{name}</span>
        {row.on_hold ? (
          <span class="wait plain">
            <Icon name="pause" />
            <span class="sr">{words.onHold}</span>
          </span>
        ) : (
          since !== null && <WaitChip since={since} target={targetOf(row)} calm={row.status === "offline"} alarm={row.status === "queued" ? alarm : 0} />
        )}
        <span class="row-text">
          {waits && row.reason ? why : who + text}
        </span>
        <span class="row-foot">
          {row.language && <span class="lang">{row.language.toUpperCase()}</span>}
          {pending !== "" && (
            <>
              <Icon name={pending === "waits" ? "clock" : "warning"} />
              <span class="sr">{pending === "waits" ? words.draftWaits : words.draftStopped}</span>
            </>
          )}
          {priority > 1 && <Icon name="flag" class={priority === 3 ? "urgent" : ""} />}
          <span class="row-topic">{row.status === "closed" ? words.status.closed : topic}</span>
          {unread > 0 && (
            <span class="count">
              <span aria-hidden="true">{unread}</span>
              <span class="sr">{counted(language, unread, unreadLines)}</span>
            </span>
          )}
        </span>
      </a>
    </li>
  );
});
