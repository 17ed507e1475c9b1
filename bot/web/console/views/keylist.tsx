// SPDX-License-Identifier: MIT
// All keys, by what they are for.

import { useSay } from "./context";

export function KeyList() {
  const { words } = useSay();
  const key = words.key;
  const groups: [string, [string[], string][]][] = [
    [
      words.keyGroups.list,
      [
        [["J", "K"], key.row],
        [["1 … 9"], key.nth],
        [["Enter"], key.open],
        [["Alt ↑", "Alt ↓"], key.neighbour],
        [["A"], key.takeLongest],
        [["G M", "G Q", "G A"], key.tabs],
        [["G S", "G U"], key.pages],
        [["Ctrl K"], key.palette],
      ],
    ],
    [
      words.keyGroups.conversation,
      [
        [["B"], key.return],
        [["T"], key.transfer],
        [["E"], key.close],
        [["L"], key.tags],
        [["Z"], key.hold],
        [["W"], key.why],
        [["/"], key.articles],
        [["[", "]"], key.fold],
      ],
    ],
    [
      words.keyGroups.writing,
      [
        [["R"], key.reply],
        [["N"], key.note],
        [["Ctrl Enter"], key.send],
        [["Ctrl Shift Enter"], key.sendClose],
        [["Alt Enter"], key.suggestSend],
        [["Alt Shift Enter", "Alt Backspace"], key.suggestOther],
        [["/"], key.slash],
        [["Esc"], key.leave],
        [["?", "F1"], key.keys],
      ],
    ],
  ];
  return (
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
  );
}
