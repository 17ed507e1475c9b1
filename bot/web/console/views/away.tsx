// SPDX-License-Identifier: MIT
// Taking no conversations for a while: until when, for colleagues to see; and the way to the end of the shift.

import { useState } from "preact/hooks";
import { fieldTime, MOST_AWAY_MS, tomorrowAt } from "../state/away";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { Ask, Modal } from "./modal";

const MINUTE_MS = 60_000;
type Choice = "open" | "quarter" | "half" | "hour" | "tomorrow" | "pick";

export function AwayDialog() {
  const { session } = useParts();
  const { words, time } = useSay();
  const taking = useApp((state) => state.auth.me?.available === true);
  const [choice, setChoice] = useState<Choice>("open");
  const [now] = useState(() => session.serverNow());
  const [picked, setPicked] = useState(() => fieldTime(now + 60 * MINUTE_MS));
  const [wrong, setWrong] = useState(false);
  const times: Record<Exclude<Choice, "open" | "pick">, number> = {
    quarter: now + 15 * MINUTE_MS,
    half: now + 30 * MINUTE_MS,
    hour: now + 60 * MINUTE_MS,
    tomorrow: tomorrowAt(now, 9),
  };
  const choices: [Choice, string, string][] = [
    ["open", words.awayOpen, ""],
    ["quarter", words.awayMinutes(15), time(times.quarter)],
    ["half", words.awayMinutes(30), time(times.half)],
    ["hour", words.holdHour, time(times.hour)],
    ["tomorrow", words.holdTomorrow, ""],
    ["pick", words.holdPick, ""],
  ];
  const run = () => {
    const at = choice === "open" ? 0 : choice === "pick" ? Date.parse(picked) : times[choice];
    const given = session.serverNow();
    if (choice === "pick" && !(at > given && at <= given + MOST_AWAY_MS)) {
      setWrong(true);
      document.getElementById("away-time")?.focus();
      return;
    }
    session.dialog(null);
    void session.setAvailable(false, at);
  };
  return (
    <Modal title={words.awayTitle}>
      <Ask action={taking ? words.awayGo : words.save} run={run}>
        <p>{words.awayText}</p>
        <fieldset class="choice column">
          <legend class="sr">{words.awayTitle}</legend>
          {choices.map(([name, label, at]) => (
            <label key={name} class="check to">
              <input type="radio" name="away" checked={choice === name} onChange={() => setChoice(name)} />
              <span>{label}</span>
              <small>{at}</small>
            </label>
          ))}
        </fieldset>
        {choice === "pick" && (
          <>
            <label for="away-time">{words.holdTime}</label>
            <input
              id="away-time"
              class="field"
              type="datetime-local"
              required
              min={fieldTime(now)}
              max={fieldTime(now + MOST_AWAY_MS)}
              aria-invalid={wrong}
              aria-describedby="away-problem"
              value={picked}
              onInput={(event) => {
                setWrong(false);
                setPicked(event.currentTarget.value);
              }}
            />
            <p id="away-problem" class="state danger" role="alert">
              {wrong ? words.awayWrong : ""}
            </p>
          </>
        )}
        <p class="away-shift">
          <button type="button" class="btn quiet" onClick={() => session.dialog("shift")}>
            <Icon name="people" />
            {words.shiftTitle}…
          </button>
        </p>
      </Ask>
    </Modal>
  );
}
