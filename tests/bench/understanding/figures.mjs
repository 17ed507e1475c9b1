// SPDX-License-Identifier: MIT
// What is measured of a system, from the lines that it prints. The definitions are those of
// models/evaluate.h, in one place for every system.
//
// A row out of scope is labelled `oos`. "Rejected" is a row whose confidence is below the threshold, or for
// which the system says nothing.

const OUT = "oos";
const BINS = 15;

const share = (part, whole) => (whole ? part / whole : null);
const isRight = (row) => row.label !== OUT && row.said === row.label;

export function quantile(values, at) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] : null;
}

/**
 * What each of so many messages takes, of times in which they follow one another pass by pass: the median over
 * the passes, so that what is slow is the message and not what else the machine does.
 */
export function perMessage(times, messages) {
  return Array.from({ length: Math.min(messages, times.length) }, (_, message) =>
    quantile(times.filter((__, i) => i % messages === message), 0.5));
}

/** The lines of a system, as understanding.cc says. */
export function read(output) {
  const run = { files: [], times: [], beside: [], values: {} };
  for (const line of output.split("\n")) {
    const [kind, ...cells] = line.split("\t");
    if (kind === "row") {
      const [file, label, said, confidence] = cells;
      (run.files[file] ??= []).push({ label, said, confidence: Number(confidence) });
    } else if (kind === "us") run.times.push(Number(cells[0]));
    else if (kind === "beside") run.beside.push(Number(cells[0]));
    else if (kind) run.values[kind] = Number(cells[0]);
  }
  return run;
}

/** The confidence below which so many of the rightly understood rows are: what a false handoff is. */
export function thresholdFor(rows, falseHandoffs) {
  const understood = rows.filter(isRight).map((row) => row.confidence);
  return understood.length ? quantile(understood, falseHandoffs) : 0;
}

export function closedAccuracy(rows) {
  return share(rows.filter(isRight).length, rows.filter((row) => row.label !== OUT).length);
}

/** Right in scope and not rejected, of those in scope; rejected, of those out of scope. */
export function atThreshold(rows, threshold) {
  const rejected = (row) => row.said === "" || row.confidence < threshold;
  const inside = rows.filter((row) => row.label !== OUT);
  const outside = rows.filter((row) => row.label === OUT);
  return {
    accuracy: share(inside.filter((row) => isRight(row) && !rejected(row)).length, inside.length),
    recall: share(outside.filter(rejected).length, outside.length),
  };
}

/** The chance that a row in scope has a higher confidence than one out of scope; a tie counts half. */
export function auroc(rows) {
  const outside = Float64Array.from(rows.filter((row) => row.label === OUT), (row) => row.confidence).sort();
  const inside = rows.filter((row) => row.label !== OUT);
  const below = (value, orEqual) => {
    let low = 0;
    let high = outside.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (outside[middle] < value || (orEqual && outside[middle] === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let sum = 0;
  for (const { confidence } of inside) sum += (below(confidence, false) + below(confidence, true)) / 2;
  return share(sum, inside.length * outside.length);
}

/** Expected calibration error: 15 bins of equal width, all rows, right = in scope and the best intent right. */
export function calibrationError(rows) {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const row of rows) {
    const place = Math.min(BINS - 1, Math.floor(Math.min(1, Math.max(0, row.confidence)) * BINS));
    bins[place] += row.confidence - (isRight(row) ? 1 : 0);
  }
  return share(bins.reduce((sum, bin) => sum + Math.abs(bin), 0), rows.length);
}
