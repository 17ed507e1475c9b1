// SPDX-License-Identifier: MIT
// A day of the desk by hours: a chart for the eye, and a table of the same numbers, which is there for readers all
// the time and for everybody on request.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { localeOf } from "../../shared/words";
import { columnsOf, hoursOf, type Hour } from "../state/hours";
import type { BoardHour } from "../wire";
import { useSay } from "./context";
import type { Plot } from "./plot";

export function Hours({ hours: given }: { hours: readonly BoardHour[] }) {
  const { words } = useSay();
  const [asTable, setAsTable] = useState(false);
  const [failed, setFailed] = useState(false);
  const hours = useMemo(() => hoursOf(given), [given]);
  const table = asTable || failed;
  return (
    <div>
      <div class="chart-head">
        <h2 id="hours-title">{words.hoursTitle}</h2>
        <button type="button" class="btn small-btn" aria-pressed={table} onClick={() => !failed && setAsTable(!asTable)}>
          {words.asTable}
        </button>
      </div>
      {!table && <Chart hours={hours} fail={() => setFailed(true)} />}
      <div
        class={table ? "table-frame" : "sr unseen"}
        tabIndex={table ? 0 : undefined}
        role="region"
        aria-labelledby="hours-title"
      >
        <Table hours={hours} />
      </div>
    </div>
  );
}

function useFigures() {
  const { words, language, time, duration } = useSay();
  const number = (n: number) => new Intl.NumberFormat(localeOf(language)).format(n);
  const waited = (ms: number | null) => (ms === null ? "–" : duration(ms));
  const name = ({ from, running }: Hour) => (running ? `${time(from)} ${words.hourRuns}` : time(from));
  return { number, waited, name };
}

function Table({ hours }: { hours: readonly Hour[] }) {
  const { words } = useSay();
  const { number, waited, name } = useFigures();
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{words.columnHour}</th>
          <th scope="col">{words.chartBot}</th>
          <th scope="col">{words.chartHanded}</th>
          <th scope="col">{words.chartHalf}</th>
          <th scope="col">{words.chartMost}</th>
        </tr>
      </thead>
      <tbody>
        {hours.map((hour) => (
          <tr key={hour.from}>
            <th scope="row">{name(hour)}</th>
            <td>{number(hour.bot)}</td>
            <td>{number(hour.handed)}</td>
            <td>{waited(hour.p50)}</td>
            <td>{waited(hour.p90)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Chart({ hours, fail }: { hours: readonly Hour[]; fail: () => void }) {
  const { words, language, time, duration } = useSay();
  const { number, waited, name } = useFigures();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const latest = useRef(hours);
  latest.current = hours;
  useEffect(() => {
    let gone = false;
    import("./plot").then(({ plotInto }) => {
      if (gone || !box.current) return;
      plot.current = plotInto(box.current, columnsOf(latest.current), { time, duration, point: setAt });
    }, fail);
    return () => {
      gone = true;
      plot.current?.stop();
      plot.current = null;
    };
  }, [language]);
  useEffect(() => plot.current?.put(columnsOf(hours)), [hours]);
  const hour = at === null ? undefined : hours[at];
  return (
    <div class="chart" aria-hidden="true">
      <p class="chart-legend">
        {hour && <b>{name(hour)}</b>}
        <span class="key bot">
          {words.chartBot} {hour && number(hour.bot)}
        </span>
        <span class="key handed">
          {words.chartHanded} {hour && number(hour.handed)}
        </span>
        <span class="key half">
          {words.chartHalf} {hour && waited(hour.p50)}
        </span>
        <span class="key most">
          {words.chartMost} {hour && waited(hour.p90)}
        </span>
      </p>
      <div class="plot" ref={box} />
    </div>
  );
}
