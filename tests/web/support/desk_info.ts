// SPDX-License-Identifier: MIT
// A small shop's desk, as GET /desk says it.

import type { DeskInfo } from "../../../bot/web/console/wire";

export function deskInfo(me: { id: string; name: string }, colleague: { id: string; name: string }): DeskInfo {
  const agent = (who: { id: string; name: string }, load: number) => {
    return { ...who, role: "agent", available: true, present: true, load, capacity: 5 };
  };
  return {
    me: { ...me, role: "agent", available: true, capacity: 5 },
    teams: [
      { id: "support", label: { lt: "Klientų aptarnavimas", en: "Customer service" }, open: true, answer_within: 120 },
      { id: "returns", label: { lt: "Grąžinimų skyrius", en: "Returns" }, open: false, opens_at: "2026-11-23T07:00:00Z" },
    ],
    agents: [agent(me, 2), agent(colleague, 1)],
    tags: [
      { id: "returns", label: { lt: "grąžinimas", en: "returns" } },
      { id: "delivery", label: { lt: "pristatymas", en: "delivery" } },
    ],
    require_tag: false,
    replies: [
      { shortcut: "sveiki", title: "Pasisveikinimas", text: { lt: "Sveiki, {name}! Kuo galiu padėti?", en: "Hello, {name}!" } },
      { shortcut: "graz", title: "Grąžinimo tvarka", text: { lt: "Užsakymą {order} grąžinsime per 14 dienų." } },
    ],
    macros: [
      {
        id: "spam",
        label: { lt: "Šlamštas", en: "Spam" },
        tags: ["delivery"],
        priority: 0,
        then: "close",
      },
      { id: "bye", label: { lt: "Atsisveikinti ir baigti" }, text: { lt: "Geros dienos!" }, then: "close" },
    ],
    intents: [
      { id: "return_policy", label: { lt: "Grąžinimo sąlygos", en: "Return policy" } },
      { id: "delivery_price", label: { lt: "Pristatymo kaina", en: "Delivery price" } },
    ],
  };
}
