// SPDX-License-Identifier: MIT
// Lines of customers whose topic an agent named: what the authors of the content look at.

import { useEffect, useState } from "preact/hooks";
import { millis } from "../../shared/protocol";
import { textIn } from "../state/canned";
import type { Mark } from "../wire";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";

export function Review() {
  const { session } = useParts();
  const { words, language, when } = useSay();
  const intents = useApp((state) => state.desk?.intents);
  const [marks, setMarks] = useState<Mark[] | null>(null);
  const [failed, setFailed] = useState(false);
  const learn = () =>
    void session.api.review().then(
      (answer) => {
        setFailed(false);
        setMarks(answer.marks);
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
      {!marks && !failed && (
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
    </div>
  );
}
