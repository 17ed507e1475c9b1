// SPDX-License-Identifier: MIT
// What others have published for these sets, on the test halves. Percent.
//
// Sources: Larson et al., EMNLP 2019 (CLINC150, Table 2); Casanueva et al., 2020 (BANKING77); the README of
// Few-Shot-Intent-Detection (five and ten examples an intent); Sahu et al., EACL 2023 (ICDA).
// `memory`: written down from memory of the table, or so for one of its cells: look it up before quoting it.
// `accuracy` and `recall` are at the system's own threshold, or with a class of out-of-scope examples.

const row = (system, cells, memory = false) => ({ system, ...cells, memory });
const closed = (system, percent, memory = false) => row(system, { closed: percent }, memory);
const point = (system, accuracy, recall, memory = true) => row(system, { accuracy, recall }, memory);

export const PUBLISHED = {
  clinc150_closed: [
    point("fastText (Larson, oos-threshold)", 88.6, 28.3),
    point("SVM (Larson, oos-threshold)", 88.2, 18.0),
    point("DialogFlow (Larson, oos-threshold)", 90.8, 26.7),
    point("Rasa (Larson, oos-threshold)", 90.9, 31.2),
    point("MLP on USE (Larson, oos-threshold)", 93.4, 49.1),
    point("BERT-large (Larson, oos-threshold)", 96.2, 52.3, false),
    closed("USE", 95.1, true),
    closed("ConveRT", 97.2, true),
    closed("USE+ConveRT", 97.2, true),
    closed("BERT-large tuned", 96.9),
    closed("ConvBERT+MLM+Ex+Obs", 97.3, true),
  ],
  clinc150: [
    point("fastText (Larson, oos-train)", 89.0, 9.7),
    point("SVM (Larson, oos-train)", 91.0, 14.5),
    point("CNN (Larson, oos-train)", 91.2, 18.9),
    point("DialogFlow (Larson, oos-train)", 91.7, 14.0),
    point("Rasa (Larson, oos-train)", 91.5, 45.3),
    point("MLP on USE (Larson, oos-train)", 93.5, 47.4),
    point("BERT-large (Larson, oos-train)", 96.9, 40.3),
  ],
  clinc150_10shot: [
    closed("RoBERTa+classifier", 91.55),
    closed("USE", 90.85),
    closed("ConveRT", 92.62),
    closed("USE+ConveRT", 93.26),
    closed("ConvBERT+MLM+Ex+Obs", 93.97),
    closed("DNNC", 93.76),
    closed("CPFT", 94.18),
    closed("ICDA", 94.84),
  ],
  banking77: [
    closed("USE", 92.8, true),
    closed("ConveRT", 93.0, true),
    closed("USE+ConveRT", 93.36),
    closed("BERT-large tuned", 93.66),
    closed("ConvBERT+MLM+Ex+Obs", 93.8, true),
  ],
  banking77_10shot: [
    closed("RoBERTa+classifier", 84.27),
    closed("USE", 84.23),
    closed("ConveRT", 83.32),
    closed("USE+ConveRT", 85.19),
    closed("ConvBERT+MLM+Ex+Obs", 85.95),
    closed("DNNC", 86.71),
    closed("CPFT", 87.2),
    closed("ICDA", 89.79),
  ],
  hwu64: [
    closed("USE", 91.3, true),
    closed("ConveRT", 91.2, true),
    closed("USE+ConveRT", 92.6, true),
    closed("BERT-large tuned", 92.1, true),
    closed("ConvBERT+MLM+Ex+Obs", 93.0, true),
  ],
  hwu64_10shot: [
    closed("RoBERTa+classifier", 82.9),
    closed("USE", 83.75),
    closed("ConveRT", 82.65),
    closed("USE+ConveRT", 85.83),
    closed("ConvBERT+MLM+Ex+Obs", 86.28),
    closed("DNNC", 84.72),
    closed("CPFT", 87.13),
    closed("ICDA", 87.41),
  ],
};
