// SPDX-License-Identifier: MIT
// What the variables of canned replies stand for in the open conversation. Pure.

import type { AppState } from "./app";
import type { Values } from "./canned";
import { nameOf } from "./conversation";

/** By small letters: what the page said of the customer, what the customer told the bot, and on top of it the
 *  customer's name (visitor), the agent's (agent) and the order's number (order). */
export function valuesOf(state: AppState): Values {
  const { opened, auth } = state;
  if (!opened) return {};
  const values: Record<string, string> = {};
  for (const [key, value] of opened.conversation.visitor.attributes) values[key.toLowerCase()] = value;
  for (const { slot, value } of opened.conversation.card?.told ?? []) values[slot.toLowerCase()] = value;
  for (const event of opened.conversation.events) {
    if (event.type === "slot_filled") values[String(event.slot).toLowerCase()] = String(event.value ?? "");
  }
  if (values.order_number) values.order = values.order_number;
  const name = nameOf(opened.conversation, opened.row);
  if (name) {
    values.visitor = name;
    values.name = name;
  }
  if (auth.me) values.agent = auth.me.name;
  return values;
}
