// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { atThreshold, auroc, calibrationError, closedAccuracy, perMessage, quantile, read, thresholdFor } from "./figures.mjs";
import { damaged, shuffled, unseen } from "./rows.mjs";

const ROWS = [
  { label: "a", said: "a", confidence: 0.9 },
  { label: "a", said: "b", confidence: 0.6 },
  { label: "b", said: "b", confidence: 0.4 },
  { label: "b", said: "", confidence: 0 },
  { label: "oos", said: "a", confidence: 0.6 },
  { label: "oos", said: "", confidence: 0 },
];

test("closed accuracy looks at rows in scope only, whatever the confidence", () => {
  assert.equal(closedAccuracy(ROWS), 2 / 4);
  assert.equal(closedAccuracy(ROWS.slice(4)), null);
});

test("a threshold rejects what is below it, and what nothing is said of", () => {
  assert.deepEqual(atThreshold(ROWS, 0.5), { accuracy: 1 / 4, recall: 1 / 2 });
  assert.deepEqual(atThreshold(ROWS, 0), { accuracy: 2 / 4, recall: 1 / 2 });
  assert.deepEqual(atThreshold(ROWS, 0.7), { accuracy: 1 / 4, recall: 1 });
  assert.equal(atThreshold(ROWS.slice(0, 4), 0.5).recall, null);
});

test("the threshold lets the stated share of understood rows fall", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ label: "a", said: "a", confidence: i / 100 }));
  const threshold = thresholdFor(rows, 0.05);
  assert.equal(rows.filter((row) => row.confidence < threshold).length, 5);
  // What is misunderstood has no say, nor has what is out of scope.
  assert.equal(thresholdFor([...rows, { label: "a", said: "b", confidence: 0 }, { label: "oos", said: "a", confidence: 0 }], 0.05), threshold);
  assert.equal(thresholdFor([], 0.05), 0);
});

test("AUROC counts pairs, and a tie for half", () => {
  // 0.9 beats both; 0.6 ties and beats; 0.4 loses and beats; 0 loses and ties.
  assert.equal(auroc(ROWS), (2 + 1.5 + 1 + 0.5) / 8);
  assert.equal(auroc(ROWS.slice(0, 4)), null);
});

test("calibration error is the distance from confidence to what came true, bin by bin", () => {
  assert.equal(calibrationError([{ label: "a", said: "a", confidence: 1 }]), 0);
  assert.equal(calibrationError([{ label: "oos", said: "a", confidence: 1 }]), 1);
  const half = [{ label: "a", said: "a", confidence: 0.5 }, { label: "a", said: "b", confidence: 0.5 }];
  assert.equal(calibrationError(half), 0);
});

test("the lines of a system are read back", () => {
  const run = read("seconds\t1.5\nthreshold\t0.5\nrow\t0\ta\ta\t0.9\nrow\t1\toos\t\t0\nus\t3\nus\t1\nbeside\t2\npeak\t1000\n");
  assert.deepEqual(run.files, [[{ label: "a", said: "a", confidence: 0.9 }], [{ label: "oos", said: "", confidence: 0 }]]);
  assert.deepEqual(run.times, [3, 1]);
  assert.deepEqual(run.beside, [2]);
  assert.deepEqual(run.values, { seconds: 1.5, threshold: 0.5, peak: 1000 });
});

test("a quantile is a value that was measured", () => {
  assert.equal(quantile([3, 1, 2], 0.5), 2);
  assert.equal(quantile([1], 0.99), 1);
  assert.equal(quantile([], 0.5), null);
});

test("a message's time is the median of its passes", () => {
  assert.deepEqual(perMessage([1, 5, 2, 900, 3, 6], 2), [2, 6]);
  assert.deepEqual(perMessage([], 2), []);
});

test("rows that were trained on do not judge, whatever their signs and capitals", () => {
  const rows = [{ label: "a", text: "Where's my card?" }, { label: "a", text: "where is my card" }, { label: "oos", text: "?" }];
  assert.deepEqual(unseen(rows, [{ label: "b", text: "where's my CARD" }]), rows.slice(1));
});

test("shuffling keeps every row, in the same order for a seed", () => {
  const rows = Array.from({ length: 50 }, (_, i) => i);
  assert.deepEqual(shuffled(rows), shuffled(rows));
  assert.notDeepEqual(shuffled(rows), rows);
  assert.deepEqual(shuffled(rows).sort((a, b) => a - b), rows);
});

test("damage takes diacritics and makes one error, the same for a seed", () => {
  const rows = Array.from({ length: 200 }, () => ({ label: "x", text: "Kur mano ąžuolinė spinta?" }));
  const plain = "Kur mano azuoline spinta?";
  const made = damaged(rows);
  assert.deepEqual(made, damaged(rows));
  assert.notDeepEqual(made, damaged(rows, 2));
  assert.ok(made.every(({ label, text }) => label === "x" && Math.abs(text.length - plain.length) <= 1));
  assert.ok(made.filter(({ text }) => text === plain).length < 20); // a letter may be replaced by itself
  assert.ok(new Set(made.map(({ text }) => text)).size > 100);
  assert.deepEqual(damaged([{ label: "oos", text: "123 ?" }]), [{ label: "oos", text: "123 ?" }]);
});
