// SPDX-License-Identifier: MIT
// Why a text was not sent, and what can be done: the text is kept in every case. What the send button does
// instead stands on the button (composer.tsx).

import { sendingOf, draftOf } from "../state/app";
import type { Opened } from "../state/panes";
import type { Warning } from "../state/checks";
import { unfilled } from "../state/canned";
import { textOf } from "../state/draft";
import { wordFor, type Words } from "../words/words";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { focusOn } from "./obey";

export function SendProblem({ opened }: { opened: Opened }) {
  const { writer } = useParts();
  const { words } = useSay();
  const id = opened.id;
  const sending = useApp((state) => sendingOf(state, id));
  const draft = useApp((state) => draftOf(state, id));
  const { phase, stop } = sending;
  // The button goes with the bar that it stands in.
  const calm = () => {
    writer.calm(id);
    focusOn("composer-text");
  };
  const spoken = opened.conversation.visitor.language || opened.row?.language || "";

  return (
    <div role="alert" class="problem">
      {phase === "stopped" && stop && (
        <p class="bar warn">
          <Icon name="warning" />
          <span>
            {stop.why === "changed"
              ? words.stopChanged
              : stop.why === "taken"
                ? `${words.notSent} ${words.stopTaken(stop.owner)}`
                : words.stopMoved(words.status[stop.status])}
          </span>
          <button type="button" class="link" onClick={calm}>
            {words.cancel}
          </button>
        </p>
      )}
      {phase === "warned" && (
        <div class="bar warn">
          <Icon name="warning" />
          <span>
            {sending.warnings.map((warning) => (
              <span key={warning.kind} class="block">
                {sentence(words, warning, spoken)}
              </span>
            ))}
          </span>
          <button type="button" class="link" onClick={calm}>
            {words.cancel}
          </button>
        </div>
      )}
      {phase === "unfilled" && (
        <p class="bar warn">
          <Icon name="warning" />
          <span>{words.fillIn(unfilled(textOf(draft))?.name ?? "")}</span>
        </p>
      )}
      {phase === "failed" && (
        <p class="bar danger">
          <Icon name="warning" />
          <span>
            {words.notSent} {wordFor(words.failure, sending.code)}
          </span>
          <button
            type="button"
            class="btn"
            onClick={() => {
              void writer.send(id, sending.close, true);
              focusOn("composer-text");
            }}
          >
            {words.retry}
          </button>
        </p>
      )}
      {phase === "armed" && (
        <p class="bar warn">
          <Icon name="clock" />
          <span>{words.willSend}</span>
          <button type="button" class="btn" onClick={calm}>
            {words.doNotSend}
          </button>
        </p>
      )}
    </div>
  );
}

function sentence(words: Words, { kind, what }: Warning, spoken: string): string {
  if (kind === "name") return words.warningName(what);
  if (kind !== "language") return words.warning[kind] ?? "";
  const name = (language: string) => wordFor(words.languageNames, language);
  return words.warningLanguage(name(what), name(spoken));
}
