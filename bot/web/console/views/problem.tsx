// SPDX-License-Identifier: MIT
// Why a text was not sent, and what can be done: the text is kept in every case.

import { useEffect, useState } from "preact/hooks";
import { sendingOf, type Opened } from "../state/app";
import { wordFor } from "../words/words";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";

/** Long enough that a second Enter of the first press does not send what nobody has read. */
const GUARD_MS = 1_000;

export function SendProblem({ opened }: { opened: Opened }) {
  const { writer } = useParts();
  const { words } = useSay();
  const id = opened.id;
  const sending = useApp((state) => sendingOf(state, id));
  const { phase, stop } = sending;
  const guarded = useGuard(phase === "stopped");

  return (
    <div role="alert" class="problem">
      {phase === "stopped" && stop?.why === "changed" && (
        <p class="bar warn">
          <Icon name="warning" />
          <span>{words.stopChanged}</span>
          <button
            type="button"
            class="btn"
            aria-disabled={guarded}
            onClick={() => !guarded && void writer.sendReviewed(id)}
          >
            {words.reviewedSend}
          </button>
        </p>
      )}
      {phase === "stopped" && stop && stop.why !== "changed" && (
        <p class="bar warn">
          <Icon name="warning" />
          <span>
            {stop.why === "taken"
              ? `${words.notSent} ${words.stopTaken(stop.owner)}`
              : words.stopMoved(words.status[stop.status])}
          </span>
          <button
            type="button"
            class="btn"
            aria-disabled={guarded}
            onClick={() => {
              if (guarded) return;
              writer.asNote(id);
              document.getElementById("composer-text")?.focus();
            }}
          >
            {words.draftToNote}
          </button>
        </p>
      )}
      {phase === "failed" && (
        <p class="bar danger">
          <Icon name="warning" />
          <span>
            {words.notSent} {wordFor(words.failure, sending.code)}
          </span>
          <button type="button" class="btn" onClick={() => void writer.send(id, sending.close)}>
            {words.retry}
          </button>
        </p>
      )}
      {phase === "armed" && (
        <p class="bar warn">
          <Icon name="clock" />
          <span>{words.willSend}</span>
          <button type="button" class="btn" onClick={() => writer.calm(id)}>
            {words.doNotSend}
          </button>
        </p>
      )}
    </div>
  );
}

function useGuard(on: boolean): boolean {
  const [guarded, setGuarded] = useState(true);
  useEffect(() => {
    setGuarded(true);
    if (!on) return;
    const timer = setTimeout(() => setGuarded(false), GUARD_MS);
    return () => clearTimeout(timer);
  }, [on]);
  return guarded;
}
