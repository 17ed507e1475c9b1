// SPDX-License-Identifier: MIT
// Putting a conversation aside: until the customer writes, or until a time.

import { useState } from "preact/hooks";
import { fieldTime, tomorrowAt } from "../state/away";
import type { Opened } from "../state/panes";
import { useParts, useSay } from "./context";
import { Ask, Modal } from "./modal";

type Choice = "reply" | "hour" | "tomorrow" | "pick";

export function HoldDialog({ opened }: { opened: Opened }) {
  const { session, commands } = useParts();
  const { words } = useSay();
  const [choice, setChoice] = useState<Choice>("reply");
  const [time, setTime] = useState(() => fieldTime(tomorrowAt(session.now(), 9)));
  const choices: [Choice, string][] = [
    ["reply", words.holdUntilReply],
    ["hour", words.holdHour],
    ["tomorrow", words.holdTomorrow],
    ["pick", words.holdPick],
  ];
  const run = () => {
    const now = session.now();
    const at =
      choice === "hour" ? now + 3_600_000 : choice === "tomorrow" ? tomorrowAt(now, 9) : Date.parse(time);
    if (choice === "pick" && !(at > now)) {
      document.getElementById("hold-time")?.focus();
      return;
    }
    session.dialog(null);
    void commands.hold(opened.id, choice === "reply" ? "" : new Date(at).toISOString());
  };
  return (
    <Modal title={words.holdTitle}>
      <Ask action={words.hold} run={run}>
        <p>{words.holdText}</p>
        <fieldset class="choice column">
          <legend class="sr">{words.holdTitle}</legend>
          {choices.map(([name, label]) => (
            <label key={name} class="check">
              <input type="radio" name="hold" checked={choice === name} onChange={() => setChoice(name)} />
              {label}
            </label>
          ))}
        </fieldset>
        {choice === "pick" && (
          <>
            <label for="hold-time">{words.holdTime}</label>
            <input
              id="hold-time"
              class="field"
              type="datetime-local"
              required
              min={fieldTime(session.now())}
              value={time}
              onInput={(event) => setTime(event.currentTarget.value)}
            />
          </>
        )}
      </Ask>
    </Modal>
  );
}
