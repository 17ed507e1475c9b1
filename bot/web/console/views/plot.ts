// SPDX-License-Identifier: MIT
// The board's chart: columns of conversations by hour, and lines of how long people waited. Fetched with the board
// only. Its colours are the page's tokens, read anew whenever it is drawn.

import uPlot from "uplot";
import type { Columns } from "../state/hours";

const HEIGHT = 240;
const HALF_HOUR_S = 1_800;

export interface Plot {
  put(columns: Columns): void;
  stop(): void;
}

export interface PlotWords {
  time: (at: number) => string;
  duration: (ms: number) => string;
  /** The pointer is on the hour in this place, or on none. */
  point: (at: number | null) => void;
}

const token = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function plotInto(box: HTMLElement, columns: Columns, words: PlotWords): Plot {
  const bars = uPlot.paths.bars!({ size: [0.62, 34], radius: [0.12, 0] });
  const font = `12px ${getComputedStyle(box).fontFamily}`;
  const axis = { stroke: token("--muted"), font, ticks: { show: false } };
  const line = (dash: number[]) => ({
    scale: "wait",
    stroke: token("--warn"),
    width: 2,
    dash,
    spanGaps: true,
    points: { show: true, size: 6, fill: token("--surface"), stroke: token("--warn") },
  });
  const plot = new uPlot(
    {
      width: Math.max(200, box.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        // From the hours themselves: the range that is drawn comes back here when it is drawn again.
        x: { range: ({ data: [hours] }) => [(hours[0] ?? 0) - HALF_HOUR_S, (hours[hours.length - 1] ?? 0) + HALF_HOUR_S] },
        y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
        wait: { range: (_, __, most) => [0, Math.max(60, most * 1.1)] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 52, size: 26, values: (_, splits) => splits.map((s) => words.time(s * 1_000)) },
        { ...axis, grid: { stroke: token("--line"), width: 1 }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
        {
          ...axis,
          scale: "wait",
          side: 1,
          size: 64,
          incrs: [10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200],
          grid: { show: false },
          values: (_, splits) => splits.map((s) => words.duration(s * 1_000)),
        },
      ],
      series: [
        {},
        { fill: token("--bot-soft"), stroke: token("--bot"), width: 1, paths: bars, points: { show: false } },
        { fill: token("--accent-soft"), stroke: token("--link"), width: 1, paths: bars, points: { show: false } },
        line([]),
        line([5, 4]),
      ],
      hooks: { setCursor: [({ cursor }) => words.point(cursor.idx ?? null)] },
    },
    columns,
    box,
  );
  const size = new ResizeObserver(() => {
    if (box.clientWidth > 0 && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: HEIGHT });
  });
  size.observe(box);
  const theme = new MutationObserver(() => plot.redraw());
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return {
    put: (now) => plot.setData(now),
    stop: () => {
      size.disconnect();
      theme.disconnect();
      plot.destroy();
    },
  };
}
