// SPDX-License-Identifier: MIT
// What the authors of the content look at: why people were called, and lines of customers whose topic an
// agent named.

import { useEffect, useState } from "preact/hooks";
import { millis } from "../../shared/protocol";
import { textIn } from "../state/canned";
import { wordFor } from "../words/words";
import type { CallReason, ReviewAnswer } from "../wire";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";

export function Review() {
  const { session } = useParts();
  const { words, language, when } = useSay();
  const intents = useApp((state) => state.desk?.intents);
  const [answer, setAnswer] = useState<ReviewAnswer | null>(null);
  const marks = answer?.marks;
  const [failed, setFailed] = useState(false);
  const learn = () =>
    void session.api.review().then(
      (learnt) => {
        setFailed(false);
        setAnswer(learnt);
      },
      () => setFailed(true),
    );
  useEffect(learn, []);
  const name = (intent: string | undefined, none: string) =>
    intent ? textIn(intents?.find(({ id }) => id === intent)?.label, language, language) || intent : none;
  return (
    <div class="page-in">
      <div class="page-head">
        <h1>{words.reviewTitle}</h1>
      </div>
      {failed && (
        <p class="bar danger" role="alert">
          <Icon name="warning" />
          <span>{words.pageFailed}</span>
          <button type="button" class="btn" onClick={learn}>
            {words.retry}
          </button>
        </p>
      )}
      {!answer && !failed && (
        <p class="late-words" role="status">
          {words.loading}
        </p>
      )}
      {marks?.length === 0 && <p class="muted">{words.reviewNone}</p>}
      {marks && marks.length > 0 && (
        <div class="table-frame" tabIndex={0} role="region" aria-label={words.reviewTitle}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.columnMessage}</th>
                <th scope="col">{words.columnWas}</th>
                <th scope="col">{words.columnIntent}</th>
                <th scope="col">{words.columnBy}</th>
              </tr>
            </thead>
            <tbody>
              {marks.map((mark) => (
                <tr key={`${mark.conversation}-${mark.message}`}>
                  <th scope="row" lang={mark.language || undefined}>
                    <a href={`#${mark.conversation}`}>{mark.text}</a>
                  </th>
                  <td>{name(mark.was, words.nothingFound)}</td>
                  <td>{name(mark.intent, words.outOfScope)}</td>
                  <td>
                    {mark.by && `${mark.by}, `}
                    {when(millis(mark.at), session.serverNow())}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {answer?.reasons && <Reasons reasons={answer.reasons} topic={(intent) => name(intent, "")} />}
    </div>
  );
}

/** Where the content lets people down, the most frequent first. */
function Reasons({ reasons, topic }: { reasons: CallReason[]; topic: (intent: string | undefined) => string }) {
  const { session } = useParts();
  const { words, when } = useSay();
  const where = ({ intent, flow, step }: CallReason) =>
    [topic(intent), [flow, step].filter(Boolean).join(" › ")].filter(Boolean).join(" · ");
  if (reasons.length === 0) return null;
  return (
    <div>
      <h2 id="reasons">{words.reasonsTitle}</h2>
      <div class="table-frame" tabIndex={0} role="region" aria-labelledby="reasons">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.columnReason}</th>
              <th scope="col">{words.columnWhere}</th>
              <th scope="col">{words.columnTimes}</th>
              <th scope="col">{words.columnNewest}</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map((one) => (
              <tr key={`${one.reason} ${where(one)}`}>
                <th scope="row">{wordFor(words.reason, one.reason)}</th>
                <td>{where(one)}</td>
                <td>{one.count}</td>
                <td>
                  {one.latest.map(({ conversation, at }, i) => (
                    <span key={conversation}>
                      {i > 0 && ", "}
                      <a href={`#${conversation}`}>{when(millis(at), session.serverNow())}</a>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
