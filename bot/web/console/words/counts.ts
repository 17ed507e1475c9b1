// SPDX-License-Identifier: MIT
// What the console counts, with every plural form of both languages.

import type { Counted } from "../../shared/words";

export const newRows: Counted = {
  lt: { one: "# naujas", few: "# nauji", many: "# naujo", other: "# naujų" },
  en: { one: "# new", other: "# new" },
};
export const queueSize: Counted = {
  lt: {
    zero: "Eilė tuščia",
    one: "Laukia # klientas",
    few: "Laukia # klientai",
    many: "Laukia # kliento",
    other: "Laukia # klientų",
  },
  en: { zero: "The queue is empty", one: "# customer is waiting", other: "# customers are waiting" },
};
export const shiftOpen: Counted = {
  lt: {
    zero: "Atvirų savo pokalbių nėra.",
    one: "Dar atviras # pokalbis",
    few: "Dar atviri # pokalbiai",
    many: "Dar atvira # pokalbio",
    other: "Dar atvira # pokalbių",
  },
  en: { zero: "No conversations of yours are open.", one: "# conversation is still open", other: "# conversations are still open" },
};
export const unreadLines: Counted = {
  lt: {
    one: "# neperskaityta žinutė",
    few: "# neperskaitytos žinutės",
    many: "# neperskaitytos žinutės",
    other: "# neperskaitytų žinučių",
  },
  en: { one: "# unread message", other: "# unread messages" },
};
export const unreadTalks: Counted = {
  lt: {
    one: "# neperskaitytas pokalbis",
    few: "# neperskaityti pokalbiai",
    many: "# neperskaityto pokalbio",
    other: "# neperskaitytų pokalbių",
  },
  en: { one: "# unread conversation", other: "# unread conversations" },
};
export const newBelow: Counted = {
  lt: { one: "# nauja žinutė", few: "# naujos žinutės", many: "# naujos žinutės", other: "# naujų žinučių" },
  en: { one: "# new message", other: "# new messages" },
};
export const found: Counted = {
  lt: {
    zero: "Nieko nerasta. Pabandykite kitais žodžiais.",
    one: "Rastas # straipsnis",
    few: "Rasti # straipsniai",
    many: "Rasta # straipsnio",
    other: "Rasta # straipsnių",
  },
  en: { zero: "Nothing found. Try other words.", one: "# article found", other: "# articles found" },
};
