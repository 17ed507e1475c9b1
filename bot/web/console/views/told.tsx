// SPDX-License-Identifier: MIT
// What the customer told the bot: chips to copy, or a form to correct them.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Card } from "../../shared/protocol";
import { wordFor } from "../words/words";
import { useParts, useSay } from "./context";

type Told = NonNullable<Card["told"]>;

export function ToldChips({ told, edit }: { told: Told; edit: (() => void) | null }) {
  const { words } = useSay();
  return (
    <dd class="chips">
      {told.map((one) => (
        <CopyChip key={one.slot} label={one.label || wordFor({}, one.slot)} value={one.value} />
      ))}
      {edit && (
        <button type="button" class="link" onClick={edit}>
          {words.suggestEdit}
          <span class="sr">: {words.told}</span>
        </button>
      )}
    </dd>
  );
}

export function ToldForm({ id, told, done }: { id: string; told: Told; done: () => void }) {
  const { commands } = useParts();
  const { words } = useSay();
  const [values, setValues] = useState(() => Object.fromEntries(told.map(({ slot, value }) => [slot, value])));
  const submit = async (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    for (const { slot, value } of told) {
      const next = (values[slot] ?? "").trim();
      // Each is a fact of its own; what was refused is said, and the form stays.
      if (next !== "" && next !== value && !(await commands.setSlot(id, slot, next))) return;
    }
    done();
  };
  return (
    <dd>
      <form class="told-form" onSubmit={(event) => void submit(event)} aria-label={words.editTold}>
        {told.map(({ slot, label }, i) => (
          <label key={slot}>
            <span>{label || wordFor({}, slot)}</span>
            <input
              class="field"
              autofocus={i === 0}
              maxLength={500}
              value={values[slot] ?? ""}
              onInput={(event) => setValues({ ...values, [slot]: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                event.preventDefault();
                done();
              }}
            />
          </label>
        ))}
        <p class="told-do">
          <button type="submit" class="btn small-btn">
            {words.save}
          </button>
          <button type="button" class="btn small-btn quiet" onClick={done}>
            {words.cancel}
          </button>
        </p>
      </form>
    </dd>
  );
}

function CopyChip(props: { label: string; value: string }) {
  const { session } = useParts();
  const { words } = useSay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.value);
      session.say("copied", props.value);
    } catch {
      session.say("notDone");
    }
  };
  return (
    <button type="button" class="chip" title={words.copy} onClick={() => void copy()}>
      {props.label}: {props.value}
    </button>
  );
}
