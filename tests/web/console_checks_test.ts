// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, placed, slashAt, unfilled } from "../../bot/web/console/state/canned";
import { languageOfText, warningsOf } from "../../bot/web/console/state/checks";
import { folded, scoreOf, search } from "../../bot/web/console/state/fold";

const around = { language: "lt", customer: "Ieva Petrauskaitė", others: ["Darius Kazlauskas", "Rasa Žukaitė"], colleagues: ["Tomas"] };
const kinds = (text: string, more: Partial<typeof around> = {}) => warningsOf(text, { ...around, ...more }).map(({ kind }) => kind);

test("an account number is seen with and without blanks, and only when its check digits fit", () => {
  assert.deepEqual(kinds("sąskaita LT12 1000 0111 0100 1000"), ["iban"]);
  assert.deepEqual(kinds("sąskaita lt121000011101001000, ačiū"), ["iban"]);
  assert.deepEqual(kinds("sąskaita LT12 1000 0111 0100 1000 Ievos vardu"), ["iban"]);
  assert.deepEqual(kinds("sąskaita LT13 1000 0111 0100 1000"), []);
});

test("a personal code is one with a possible day and the right last digit", () => {
  assert.deepEqual(kinds("kodas 39001010077"), ["personalCode"]);
  assert.deepEqual(kinds("kodas 39001010078"), []);
  assert.deepEqual(kinds("kodas 39013010076"), []);
  assert.deepEqual(kinds("siunta 139001010077"), []);
});

test("a card number and a password are seen; an order number is not", () => {
  assert.deepEqual(kinds("kortelė 4111 1111 1111 1111"), ["card"]);
  assert.deepEqual(kinds("kortelė 4111-1111-1111-1112"), []);
  assert.deepEqual(kinds("slaptažodis: Vasara2026"), ["password"]);
  assert.deepEqual(kinds("slaptažodį galite pakeisti paskyroje"), []);
  assert.deepEqual(kinds("užsakymas 10023, tel. +370 600 00000"), []);
});

test("a text in another language than the conversation's is asked about, a short or unclear one is not", () => {
  assert.equal(languageOfText("Sveiki, jūsų siunta bus rytoj"), "lt");
  assert.equal(languageOfText("Hello, your order is on the way"), "en");
  assert.equal(languageOfText("Ваш заказ уже пришёл"), "ru");
  assert.equal(languageOfText("OK, DPD 10023"), "");
  assert.equal(languageOfText("ok"), "");
  assert.deepEqual(warningsOf("Hello, your order is on the way", around), [{ kind: "language", what: "en" }]);
  assert.deepEqual(kinds("Hello, your order is on the way", { language: "en-GB" }), []);
  assert.deepEqual(kinds("Hello, your order is on the way", { language: "" }), []);
});

test("another customer's name is seen in its cases; this customer's and the colleagues' are not", () => {
  assert.deepEqual(kinds("Sveiki, Dariau, siunta pakeliui"), ["name"]);
  assert.deepEqual(warningsOf("Sveiki, Dariui siunta pakeliui", around), [{ kind: "name", what: "Darius Kazlauskas" }]);
  assert.deepEqual(warningsOf("Ponui Kazlauskui išsiuntėme", around), [{ kind: "name", what: "Darius Kazlauskas" }]);
  assert.deepEqual(kinds("Sveiki, Ieva! Tomas viską sutvarkys."), []);
  assert.deepEqual(kinds("Rasite savo paskyroje"), []);
  assert.deepEqual(kinds("dariaus klausimas"), []);
});

test("letters without their marks find words with them", () => {
  assert.equal(folded("Grąžinimas ŽŲ"), "grazinimas zu");
  assert.ok(scoreOf("Grąžinimas", "graz") > scoreOf("Prekių grąžinimas", "graz"));
  assert.ok(scoreOf("Prekių grąžinimas", "graz") > 0);
  assert.equal(scoreOf("Prekių grąžinimas", "graz kaina"), 0);
  assert.equal(scoreOf("Pristatymas", "st"), 0);
  assert.deepEqual(search(["Prekių grąžinimas", "Grąžinimas"], "graz", String), ["Grąžinimas", "Prekių grąžinimas"]);
  assert.deepEqual(search(["b", "a"], " ", String), ["b", "a"]);
  assert.ok(scoreOf("a.b (c)", "(c)") > 0);
});

test("a slash opens the list at the beginning of a word only, and a blank or a path ends it", () => {
  assert.deepEqual(slashAt("/", 1), { from: 0, query: "" });
  assert.deepEqual(slashAt("Sveiki /gr", 10), { from: 7, query: "gr" });
  assert.equal(slashAt("ir/arba", 7), null);
  assert.equal(slashAt("/graz ", 6), null);
  assert.equal(slashAt("/console/app", 12), null);
  assert.deepEqual(slashAt("/graz toliau", 3), { from: 0, query: "gr" });
});

test("variables are filled, and one that nobody knows is where the selection goes", () => {
  assert.equal(filled("Sveiki, {name}! Nr. {{order}}", { name: "Ieva", order: "7" }), "Sveiki, Ieva! Nr. 7");
  const text = filled("Nr. {order} iš {miestas}", { order: "7" });
  assert.equal(text, "Nr. 7 iš {miestas}");
  assert.deepEqual(unfilled(text), { from: 9, to: 18, name: "miestas" });
  assert.equal(unfilled("be skliaustų {} ir {1}"), null);
  assert.deepEqual(placed("Labas /gr", 6, 9, text), { text: `Labas ${text}`, from: 15, to: 24 });
  assert.deepEqual(placed("/gr!", 0, 3, "ačiū"), { text: "ačiū!", from: 4, to: 4 });
});
