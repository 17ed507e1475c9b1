// SPDX-License-Identifier: MIT
// Conversations that ring for this agent: to take, or to let ring on, while the seconds run.

import { millis, type Row } from "../../shared/protocol";
import { visitorName } from "../state/names";
import { wordFor } from "../words/words";
import { useApp, useNow, useParts, useSay } from "./context";
import { goTo } from "./go";
import { Icon } from "./icons";
import { ringing, type Rows } from "../state/rows";
import { useMemo } from "preact/hooks";

export function Asked() {
  const rows = useApp((state) => state.rows);
  const any = useMemo(() => [...rows.values()].some((row) => row.asked), [rows]);
  return any ? <Rings rows={rows} /> : <p class="sr" role="status" />;
}

function Rings({ rows }: { rows: Rows }) {
  const { words } = useSay();
  const asked = ringing(rows, useNow());
  return (
    <>
      <p class="sr" role="status">
        {asked.map((row) => words.askedTitle(visitorName(row.name ?? "", words.visitor, row.conversation))).join(". ")}
      </p>
      {asked.length > 0 && (
        <ul class="asked" aria-label={words.asked}>
          {asked.map((row) => (
            <Ring key={row.conversation} row={row} />
          ))}
        </ul>
      )}
    </>
  );
}

function Ring({ row }: { row: Row }) {
  const { desk, commands } = useParts();
  const { words } = useSay();
  const name = visitorName(row.name ?? "", words.visitor, row.conversation);
  return (
    <li class="ring">
      <p class="ring-head">
        <Icon name="bell" />
        <a href={`#${row.conversation}`}>{words.askedTitle(name)}</a>
        <Left until={millis(row.asked_until)} />
      </p>
      <p class="ring-text">
        {row.language && <span class="lang">{row.language.toUpperCase()}</span>}{" "}
        {[wordFor(words.rowReason, row.reason), row.last_text && words.quoted(row.last_text)].filter(Boolean).join(": ")}
      </p>
      <p class="ring-do">
        <button
          type="button"
          class="btn fill small-btn"
          onClick={() => void desk.takeRow(row).then((id) => id && goTo(id))}
        >
          {words.takeNow}
          <span class="sr">: {name}</span>
        </button>
        <button type="button" class="btn small-btn" onClick={() => void commands.decline(row)}>
          {words.decline}
          <span class="sr">: {name}</span>
        </button>
      </p>
    </li>
  );
}

function Left(props: { until: number }) {
  const now = useNow();
  const { words, duration } = useSay();
  if (!Number.isFinite(props.until)) return null;
  return <small>{words.timeLeft(duration(props.until - now))}</small>;
}
