// SPDX-License-Identifier: MIT
// NLP.js as one of the systems that are measured: trains on a labelled set, then says of every row what it
// takes it for. Prints the lines that ../understanding.cc prints, so that one program judges both.
//
//   node nlpjs.mjs LOCALE SECONDS TRAIN.tsv JUDGED.tsv...
//
// LOCALE is lt or en: NLP.js is told the language, as its users do who know it. SECONDS of CPU time bound the
// training: it is stopped after the epoch that passes them, and what it has learnt so far is judged.
//
// What is asked is the classifier alone (`classify`, not `process`): no entities, no sentiment, no answers.
// Rows out of scope are examples of `None`, NLP.js's own name for that, and its feature for unknown words
// (`useNoneFeature`) is on. The score of the best other intent is its confidence: scores sum to 1, so a
// message that is taken for `None` has a low one.

import basic from "@nlpjs/basic";
import english from "@nlpjs/lang-en";
import lithuanian from "@nlpjs/lang-lt";

import { readRows } from "./rows.mjs";

const LEAST_PASSES = 5;
const LEAST_MESSAGES = 2000;

const [locale, seconds, trainFile, ...judgedFiles] = process.argv.slice(2);
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const rows = readRows(trainFile);
const judged = judgedFiles.map(readRows);
const began = cpuSeconds();

const container = await basic.containerBootstrap();
container.use(basic.Nlp);
container.use(locale === "lt" ? lithuanian.LangLt : english.LangEn);
const nlp = container.get("nlp");
nlp.settings.autoSave = false;
nlp.nluManager.settings.useNoneFeature = true;
nlp.addLanguage(locale);
const [classifier] = Object.values(nlp.nluManager.domainManagers[locale].domains);

let epochs = 0;
let cut = false;
classifier.settings.log = (status) => {
  epochs = status.iterations;
  if (cpuSeconds() - began < Number(seconds)) return;
  cut = true;
  status.error = 0; // a training ends when its error is small
};

for (const { label, text } of rows) nlp.addDocument(locale, text, label === "oos" ? "None" : label);
await nlp.train();
console.log(`seconds\t${cpuSeconds() - began}`);
console.log(`epochs\t${epochs}`);
if (cut) console.log("cut\t1");
console.log(`threshold\t${nlp.settings.threshold}`);
console.log("probability\t1");

async function ask(text) {
  const { classifications } = await nlp.classify(locale, text);
  return classifications.find(({ intent, score }) => intent !== "None" && score > 0);
}

for (let file = 0; file < judged.length; ++file) {
  for (const { label, text } of judged[file]) {
    const said = await ask(text);
    console.log(`row\t${file}\t${label}\t${said?.intent ?? ""}\t${said?.score ?? 0}`);
  }
}

const last = judged.at(-1);
const times = [];
for (let pass = 0; pass < LEAST_PASSES || times.length < LEAST_MESSAGES; ++pass) {
  // It keeps the tokens of every text for an hour; what a visitor writes was not seen before.
  if (classifier.cache) classifier.cache.results = {};
  for (const { text } of last) {
    const start = process.hrtime.bigint();
    await ask(text);
    times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
}
console.log(times.map((us) => `us\t${us}`).join("\n"));
console.log(`peak\t${process.resourceUsage().maxRSS * 1024}`);
