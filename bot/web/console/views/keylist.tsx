// SPDX-License-Identifier: MIT
// All keys, by what they are for.

import { capOf, type KeyName } from "../state/bindings";
import { useParts, useSay } from "./context";
import { useBindings } from "./key";

export function KeyList() {
  const { session } = useParts();
  const { words } = useSay();
  const key = words.key;
  const bindings = useBindings();
  const cap = (name: KeyName) => capOf(bindings[name]);
  const groups: [string, [string[], string][]][] = [
    [
      words.keyGroups.list,
      [
        [[cap("next"), cap("previous")], key.row],
        [["1 … 9"], key.nth],
        [["Enter"], key.open],
        [["Shift Enter"], key.pin],
        [["Alt ↑", "Alt ↓"], key.neighbour],
        [[cap("takeLongest")], key.takeLongest],
        [["M", "Q", "A"].map((to) => `${cap("go")} ${to}`), key.tabs],
        [["S", "U"].map((to) => `${cap("go")} ${to}`), key.pages],
        [["Ctrl K"], key.palette],
      ],
    ],
    [
      words.keyGroups.conversation,
      [
        [[cap("return")], key.return],
        [[cap("transfer")], key.transfer],
        [[cap("close")], key.close],
        [[cap("tags")], key.tags],
        [[cap("hold")], key.hold],
        [[cap("why")], key.why],
        [[cap("articles")], key.articles],
        [[cap("foldList"), cap("foldSide")], key.fold],
      ],
    ],
    [
      words.keyGroups.writing,
      [
        [[cap("reply")], key.reply],
        [[cap("note")], key.note],
        [["Ctrl Enter"], key.send],
        [["Ctrl Shift Enter"], key.sendClose],
        [["Alt Enter"], key.suggestSend],
        [["Alt Shift Enter", "Alt Backspace"], key.suggestOther],
        [["/"], key.slash],
        [["Esc"], key.leave],
        [[cap("keys"), "F1"], key.keys],
      ],
    ],
  ];
  return (
    <>
      <div class="keylist">
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([names, does]) => (
                <div key={does}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <button type="button" class="btn" onClick={() => session.dialog("keyset")}>
        {words.keysetTitle}…
      </button>
    </>
  );
}
