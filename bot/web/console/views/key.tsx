// SPDX-License-Identifier: MIT
// The key of an action as this agent has it, beside the action's word.

import { bindingsOf, capOf, type Bindings, type KeyName } from "../state/bindings";
import { useApp } from "./context";

export function useBindings(): Bindings {
  const changed = useApp((state) => state.prefs.keys);
  return bindingsOf(changed);
}

/** Nothing where keys of one letter are turned off. */
export function Key({ name }: { name: KeyName }) {
  const on = useApp((state) => state.prefs.letterKeys);
  const bindings = useBindings();
  return on ? <kbd aria-hidden="true">{capOf(bindings[name])}</kbd> : null;
}
