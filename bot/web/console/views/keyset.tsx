// SPDX-License-Identifier: MIT
// The keys of one letter, to be changed: each action with its key. Who has a key keeps it until it is given another.

import { useState } from "preact/hooks";
import { capital } from "../../shared/words";
import { bindingsOf, capOf, changedBy, KEY_NAMES, restored, type KeyName, type Refusal } from "../state/bindings";
import { useApp, useParts, useSay } from "./context";
import { Modal } from "./modal";

export function KeysetDialog() {
  const { session } = useParts();
  const { words } = useSay();
  const changed = useApp((state) => state.prefs.keys);
  const on = useApp((state) => state.prefs.letterKeys);
  const [asking, setAsking] = useState<KeyName | null>(null);
  const [said, setSaid] = useState<{ text: string; wrong: boolean }>({ text: "", wrong: false });
  const bindings = bindingsOf(changed);

  const refuse = (refusal: Refusal) =>
    setSaid({
      wrong: true,
      text:
        refusal.why === "taken"
          ? words.keyTaken(words.keyName[refusal.by])
          : refusal.why === "digit"
            ? words.keyDigit
            : words.keyMany,
    });
  const put = (name: KeyName, result: ReturnType<typeof changedBy>) => {
    if (!("changed" in result)) {
      refuse(result);
      return;
    }
    session.prefer({ keys: result.changed });
    setAsking(null);
    setSaid({ text: words.keyIs(capital(words.keyName[name]), capOf(bindingsOf(result.changed)[name])), wrong: false });
  };
  const press = (name: KeyName, event: KeyboardEvent) => {
    if (asking !== name || event.key === "Tab" || ["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      setAsking(null);
      setSaid({ text: "", wrong: false });
      return;
    }
    const combined = event.ctrlKey || event.altKey || event.metaKey || event.getModifierState("AltGraph");
    if (combined) refuse({ why: "many" });
    else put(name, changedBy(changed, name, { key: event.key, code: event.code, shift: event.shiftKey }));
  };

  return (
    <Modal title={words.keysetTitle} wide>
      <p>{on ? words.keysetText : words.keysetOff}</p>
      <p class={said.wrong ? "state danger keyset-said" : "state keyset-said"} role="status">
        {asking && !said.wrong ? words.keyPress(words.keyName[asking]) : said.text}
      </p>
      <div class="table-frame keyset" tabIndex={0} role="region" aria-label={words.keysetTitle}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.columnAction}</th>
              <th scope="col">{words.columnKey}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {KEY_NAMES.map((name) => (
              <tr key={name}>
                <th scope="row">{words.keyName[name]}</th>
                <td>
                  <kbd>{capOf(bindings[name])}</kbd>
                </td>
                <td class="keyset-do">
                  <button
                    type="button"
                    class={asking === name ? "btn small-btn fill" : "btn small-btn"}
                    aria-label={`${asking === name ? words.keyPressShort : words.keyChange}: ${words.keyName[name]}`}
                    aria-pressed={asking === name}
                    onKeyDown={(event) => press(name, event)}
                    onBlur={() => setAsking((one) => (one === name ? null : one))}
                    onClick={() => {
                      setSaid({ text: "", wrong: false });
                      setAsking(asking === name ? null : name);
                    }}
                  >
                    {asking === name ? words.keyPressShort : words.keyChange}
                  </button>
                  <button
                    type="button"
                    class="btn small-btn quiet"
                    aria-label={`${words.keyRestore}: ${words.keyName[name]}`}
                    aria-disabled={!changed[name]}
                    onClick={() => changed[name] && put(name, restored(changed, name))}
                  >
                    {words.keyRestore}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="dialog-do">
        <button
          type="button"
          class="btn"
          aria-disabled={Object.keys(changed).length === 0}
          onClick={() => {
            if (Object.keys(changed).length === 0) return;
            session.prefer({ keys: {} });
            setSaid({ text: words.keysRestored, wrong: false });
          }}
        >
          {words.keyRestoreAll}
        </button>
        <button type="button" class="btn fill" onClick={() => session.dialog(null)}>
          {words.done}
        </button>
      </div>
    </Modal>
  );
}
