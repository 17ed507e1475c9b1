// SPDX-License-Identifier: MIT
// What a supervisor looks at: how long people wait, who takes conversations, and all live conversations in
// one table, to be opened and read.

import { useEffect, useMemo, useState } from "preact/hooks";
import { millis, type Row } from "../../shared/protocol";
import { localeOf } from "../../shared/words";
import { backOf } from "../state/away";
import { visitorName } from "../state/names";
import { known, targetOf, waitingSince } from "../state/rows";
import type { Board as Figures, Colleague } from "../wire";
import { Ago, WaitChip } from "./chip";
import { useApp, useMinute, useNow, useParts, useSay } from "./context";
import { Hours } from "./hours";
import { Icon } from "./icons";

const EVERY_MS = 10_000;

export function Board() {
  const { session } = useParts();
  const { words, time } = useSay();
  const [figures, setFigures] = useState<{ board: Figures; at: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const learn = () =>
    void session.api.board().then(
      (board) => {
        setFailed(false);
        setFigures({ board, at: session.serverNow() });
      },
      () => setFailed(true),
    );
  useEffect(() => {
    learn();
    const timer = setInterval(() => document.visibilityState === "visible" && learn(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="page-in">
      <div class="page-head">
        <h1>{words.boardTitle}</h1>
        {figures && <small>{words.asOf(time(figures.at))}</small>}
      </div>
      {failed && (
        <p class="bar danger" role="alert">
          <Icon name="warning" />
          <span>{words.pageFailed}</span>
          <button type="button" class="btn" onClick={learn}>
            {words.retry}
          </button>
        </p>
      )}
      {figures ? (
        <>
          <Tiles board={figures.board} />
          {figures.board.hours && figures.board.hours.length > 0 && <Hours hours={figures.board.hours} />}
          <Agents board={figures.board} />
        </>
      ) : (
        !failed && (
          <p class="late-words" role="status">
            {words.loading}
          </p>
        )
      )}
      <Live />
    </div>
  );
}

function Tiles({ board }: { board: Figures }) {
  const { words, language, duration } = useSay();
  const now = useNow();
  const teams = useApp((state) => state.desk?.teams);
  const number = (n: number) => new Intl.NumberFormat(localeOf(language)).format(n);
  const percent = (share: number) => new Intl.NumberFormat(localeOf(language), { style: "percent" }).format(share);
  const longest = millis(board.waiting.longest_since);
  const { p50, p90 } = board.answered;
  // What the teams promise: one number where all promise the same.
  const promises = [...new Set((teams ?? []).flatMap(({ answer_within }) => answer_within || []))].sort((a, b) => a - b);
  const promise = promises.length > 0 ? words.tilePromise(promises.map((s) => duration(s * 1_000)).join(" / ")) : "";
  const taking = board.agents.filter(({ present, available }) => present && available);
  const load = board.agents.reduce((sum, agent) => sum + agent.load, 0);
  const places = taking.reduce((sum, agent) => sum + agent.capacity, 0);
  const all = board.bot_answered + board.handed_off;
  return (
    <dl class="tiles">
      <Tile
        title={words.tileWaiting}
        value={number(board.waiting.count)}
        detail={Number.isFinite(longest) ? words.tileLongest(duration(Math.max(0, now - longest))) : words.tileNobody}
        alarm={board.waiting.late ? words.tooLongCount(number(board.waiting.late)) : ""}
      />
      <Tile
        title={words.tileAnswer}
        value={p50 == null ? "–" : duration(p50 * 1_000)}
        detail={[p90 == null ? "" : words.tileAnswerP90(duration(p90 * 1_000)), promise].filter(Boolean).join(" · ")}
      />
      <Tile title={words.tileAgents} value={number(taking.length)} detail={words.tileAgentsOf(load, places)} />
      <Tile
        title={words.tileBot}
        value={all === 0 ? "–" : percent(board.bot_answered / all)}
        detail={words.tileHanded(number(board.handed_off))}
      />
      <Tile title={words.tileKept} value={board.kept == null ? "–" : percent(board.kept)} detail="" />
    </dl>
  );
}

function Tile(props: { title: string; value: string; detail: string; alarm?: string }) {
  return (
    <div class="tile">
      <dt>{props.title}</dt>
      <dd class="tile-value">{props.value}</dd>
      <dd class="small">{props.detail}</dd>
      {props.alarm && (
        <dd class="wait late">
          <Icon name="warning" />
          {props.alarm}
        </dd>
      )}
    </div>
  );
}

function Agents({ board }: { board: Figures }) {
  const { words } = useSay();
  return (
    <div>
      <h2 id="agents-title">{words.agentsTable}</h2>
      <div class="table-frame" tabIndex={0} role="region" aria-labelledby="agents-title">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.columnAgent}</th>
              <th scope="col">{words.columnState}</th>
              <th scope="col">{words.columnSince}</th>
              <th scope="col">{words.columnLoad}</th>
            </tr>
          </thead>
          <tbody>
            {board.agents.map((agent) => (
              <tr key={agent.id}>
                <th scope="row">{agent.name}</th>
                <td>
                  <span class={`presence ${agent.present ? (agent.available ? "taking" : "busy") : "away"}`} aria-hidden="true" />
                  {!agent.present ? words.stateAway : agent.available ? words.stateTaking : words.stateNotTaking}
                  <Back agent={agent} />
                </td>
                <td>{known(agent.since) === null ? "–" : <Ago since={known(agent.since) ?? 0} draw={(time) => time} />}</td>
                <td>{words.loadIs(agent.load, agent.capacity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** When somebody who takes none is back. */
function Back({ agent }: { agent: Colleague }) {
  const { words, time, when } = useSay();
  const now = useMinute();
  const back = backOf(agent, now);
  return back && <small> · {words.backAt(back.today ? time(back.at) : when(back.at, now))}</small>;
}

type Column = "customer" | "status" | "owner" | "topic" | "waits";

function Live() {
  const { session } = useParts();
  const { words, language } = useSay();
  const rows = useApp((state) => state.rows);
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: "waits", down: false });
  const cut = useApp((state) => state.cut.length > 0);
  const alarm = useApp((state) => (state.desk?.alarm_after ?? 0) * 1_000);
  const name = (row: Row) => visitorName(row.name ?? "", words.visitor, row.conversation);
  const sorted = useMemo(() => {
    const collator = new Intl.Collator(language);
    const far = Number.MAX_SAFE_INTEGER;
    const compare: Record<Column, (a: Row, b: Row) => number> = {
      customer: (a, b) => collator.compare(name(a), name(b)),
      status: (a, b) => collator.compare(words.status[a.status], words.status[b.status]),
      owner: (a, b) => collator.compare(a.owner?.name ?? "\uffff", b.owner?.name ?? "\uffff"),
      topic: (a, b) => collator.compare(a.topic ?? "\uffff", b.topic ?? "\uffff"),
      waits: (a, b) => (waitingSince(a) ?? far) - (waitingSince(b) ?? far),
    };
    const list = [...rows.values()].sort(compare[sort.by]);
    return sort.down ? list.reverse() : list;
  }, [rows, sort, language]);
  const columns: [Column, string][] = [
    ["customer", words.columnCustomer],
    ["status", words.columnStatus],
    ["owner", words.columnOwner],
    ["topic", words.columnTopic],
    ["waits", words.columnWaits],
  ];
  return (
    <div>
      <h2 id="live-title">{words.liveTable}</h2>
      {cut && <p class="small">{words.onlyNewest}</p>}
      {sorted.length === 0 ? (
        <p class="muted">{words.nothingAtAll}</p>
      ) : (
        <div class="table-frame" tabIndex={0} role="region" aria-labelledby="live-title">
          <table class="table">
            <thead>
              <tr>
                {columns.map(([by, title]) => (
                  <th
                    key={by}
                    scope="col"
                    aria-sort={sort.by === by ? (sort.down ? "descending" : "ascending") : undefined}
                  >
                    <button
                      type="button"
                      class="sort"
                      onClick={() => setSort({ by, down: sort.by === by && !sort.down })}
                    >
                      {title}
                      {sort.by === by && <Icon name={sort.down ? "down" : "up"} />}
                    </button>
                  </th>
                ))}
                <th scope="col">{words.columnLast}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((row) => {
                const since = waitingSince(row);
                return (
                  <tr key={row.conversation}>
                    <th scope="row">
                      <a href={`#${row.conversation}`} onClick={() => session.tab("all")}>
                        {name(row)}
                      </a>
                    </th>
                    <td>{words.status[row.status]}</td>
                    <td>{row.owner?.name ?? "–"}</td>
                    <td>{row.topic ?? "–"}</td>
                    <td>
                      {since !== null ? (
                        <WaitChip
                          since={since}
                          target={targetOf(row)}
                          calm={row.status === "offline"}
                          alarm={row.status === "queued" ? alarm : 0}
                        />
                      ) : (
                        "–"
                      )}
                    </td>
                    <td class="cut">{row.last_text}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
