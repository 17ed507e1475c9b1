// SPDX-License-Identifier: MIT
// The words of waiting for a person, in Lithuanian: this file says which words there are.

import type { Forms } from "../../shared/words";

export const lt = {
  typing: "{name} rašo…",
  place: "Jūsų vieta eilėje",
  usually: "Paprastai atsako per",
  minutes: "{ab}\u00a0min.",
  ahead: {
    zero: "Priekyje nieko nėra",
    one: "Priekyje – # žmogus",
    few: "Priekyje – # žmonės",
    many: "Priekyje – # žmogaus",
    other: "Priekyje – # žmonių",
  } as Forms,
  mayClose: "Langą galite uždaryti: vieta eilėje išliks.",
  late: "Atsiprašome, laukti tenka ilgiau, nei žadėjome.",
  nobody: "Šiuo metu nė vieno konsultanto nėra, todėl negalime pasakyti, kiek teks laukti. Palikite el. paštą arba laukite: vieta eilėje išliks.",
  byEmail: "Atsakykite el. paštu",
  leave: "Išeiti iš eilės",

  answerBy: "Atsakysime {day} iki {time}.",
  leaveIt: "Atsakymą gausite el. paštu arba telefonu, pokalbį galėsite tęsti čia.",
  received: "Gavome. Atsakysime į {contact}.",
  urgent: "Skubu? Rašykite",
  question: "Jūsų klausimas",
  copied: "Perkėlėme iš pokalbio – galite papildyti.",
  email: "El. paštas",
  emailMissing: "Įrašykite el. paštą, kad galėtume atsakyti.",
  emailWrong: "Patikrinkite adresą, pvz., vardas@pastas.lt",
  phone: "Telefonas (nebūtina)",
  phoneWrong: "Patikrinkite numerį, pvz., +370\u00a0612\u00a034567",
  name: "Vardas (nebūtina)",
  onlyToAnswer: "El. paštą naudosime tik atsakymui.",
  send: "Siųsti klausimą",
  failed: "Neišsiųsta. Bandykite dar kartą.",
};

export type WaitingWords = typeof lt;
