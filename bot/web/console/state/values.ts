// SPDX-License-Identifier: MIT
// What the variables of canned replies stand for in the open conversation. Pure.

import type { AppState } from "./app";
import type { Values } from "./canned";
import { nameOf } from "./conversation";

/** By small letters: what the page said of the customer, what the customer told the bot, and on top of it the
 *  customer's name and the agent's. */
export function valuesOf(state: AppState): Values {
  const { opened, auth } = state;
  if (!opened) return {};
  const values: Record<string, string> = {};
  for (const [key, value] of opened.conversation.visitor.attributes) values[key.toLowerCase()] = value;
  for (const { slot, value } of opened.conversation.card?.told ?? []) values[slot.toLowerCase()] = value;
  const name = nameOf(opened.conversation, opened.row);
  if (name) {
    values.name = name;
    values.first_name = name.split(/\s+/)[0] ?? name;
  }
  if (auth.me) values.agent = auth.me.name;
  return values;
}
