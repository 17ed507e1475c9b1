// SPDX-License-Identifier: MIT
// Every word of the chat window, in Lithuanian: this file says which words there are.

import type { Forms } from "../../shared/words";

export const lt = {
  chat: "Pokalbis",
  close: "Uždaryti pokalbį",
  loading: "Kraunama",
  cannotLoad: "Pokalbio atverti nepavyko.",
  tryAgain: "Bandyti dar kartą",

  bot: "Robotas",
  you: "Jūs",
  person: "Konsultantas",
  botAnswers: "Pokalbių robotas · atsako iš karto",
  waitingForPerson: "Laukiame konsultanto",
  personAnswers: "Atsako žmogus · {shop}",
  closed: "Pokalbis baigtas",

  write: "Parašykite žinutę…",
  writeWhileWaiting: "Kol laukiate, galite klausti…",
  message: "Žinutė",
  send: "Siųsti",
  keys: "Enter – siųsti, Shift+Enter – nauja eilutė",
  kept: "Pokalbį saugome {n}\u00a0d. Neprašome slaptažodžių ir kortelių duomenų.",
  privacy: "Privatumas",
  noPasswords: "Neprašome slaptažodžių ir kortelių duomenų",
  talkToPerson: "Kalbėti su žmogumi",
  talkToPersonClosed: "Palikti žinutę žmogui",

  sending: "Siunčiama",
  sent: "Išsiųsta",
  waiting: "Laukia ryšio",
  soon: "Netrukus išsiųsime",
  failed: "Neišsiųsta.",
  failedTooLong: "Žinutė per ilga: sutrumpinkite.",
  editAgain: "Taisyti",
  noNetwork: "Nėra ryšio. Žinutes išsiųsime, kai ryšys atsiras.",
  reconnecting: "Jungiamės iš naujo…",
  connected: "Ryšys atkurtas",
  tooFast: "Per daug žinučių iš karto. Likusias išsiųsime po {n}\u00a0sek.",
  gone: "Ankstesnio pokalbio nebėra. Parašykite – pradėsime naują.",

  calling: "Kviečiame konsultantą",
  unmoved: "vieta eilėje nepasikeitė",
  seen: "Perskaityta",
  away: "Dabar nedirbame",
  later: "Atsakysime vėliau",

  joined: "Prisijungė {name}",
  continues: "Pokalbį tęsia {name}",
  moved: "Pokalbį perduodame kolegai",
  requeued: "Ryšys su konsultantu nutrūko. Esate eilės pradžioje.",
  closing: "Jei neatsakysite, pokalbį baigsime.",
  returned: "Toliau atsako robotas",
  erased: "Pokalbis ištrintas",
  newChat: "Naujas pokalbis",
  continueChat: "Tęsti šį pokalbį",

  search: "Ieškoti straipsniuose",
  endSearch: "Baigti paiešką",
  nothingFound: "Pagal „{x}“ nieko neradome.",
  searchFailed: "Ieškoti nepavyko.",
  notFound: "Neradote atsakymo?",
  askBot: "Klausti roboto",
  askHere: "Rašyti pokalbyje",

  didHelp: "Ar tai padėjo?",
  yes: "Taip",
  no: "Ne",
  thanks: "Ačiū, tai padeda mums mokytis.",
  sorry: "Gaila. Ko trūko?",
  otherSite: "kita svetainė: {x}",
  back: "Atgal",
  section: "Skyrius „{x}“",
  articleOnly: { lt: "Straipsnis tik lietuvių kalba", en: "Straipsnis tik anglų kalba" },
  articleFailed: "Straipsnio atverti nepavyko.",
  reviewed: "Peržiūrėta",
  readOnSite: "Skaityti svetainėje",

  // Counted: "#" is the number.
  newBelow: {
    one: "# nauja žinutė",
    few: "# naujos žinutės",
    many: "# naujos žinutės",
    other: "# naujų žinučių",
  } as Forms,
  found: {
    one: "Rastas # straipsnis",
    few: "Rasti # straipsniai",
    many: "Rasta # straipsnio",
    other: "Rasta # straipsnių",
  } as Forms,
  choices: {
    one: "# pasirinkimas",
    few: "# pasirinkimai",
    many: "# pasirinkimo",
    other: "# pasirinkimų",
  } as Forms,
};

export type Words = typeof lt;
