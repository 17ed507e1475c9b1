// SPDX-License-Identifier: MIT
// Why the bot did what it did: the decision that was stored with its message.

import { useEffect, useRef } from "preact/hooks";
import type { Decision } from "../../shared/protocol";
import { shareOf, wordFor } from "../words/words";
import { useSay } from "./context";

export function Why({ decision, cause }: { decision: Decision; cause: number }) {
  const { words, language } = useSay();
  const share = (value: number) => shareOf(language, value);
  const measured = decision.confidence !== undefined && !!(decision.confidence || decision.threshold);
  const rows: [string, string][] = [[words.action, wordFor(words.actionName, decision.action)]];
  if (decision.intent) rows.push([words.topic, decision.intent]);
  if (measured) {
    const sure = share(decision.confidence ?? 0);
    rows.push([words.sureness, decision.threshold ? words.surenessOf(sure, share(decision.threshold)) : sure]);
  }
  if (decision.rule) rows.push([words.rule, decision.rule]);
  if (decision.articles && decision.articles.length > 0) rows.push([words.articles, decision.articles.join(", ")]);
  if (decision.because) rows.push([words.because, decision.because]);
  if (cause > 0) rows.push([words.answered, `#${cause}`]);
  const box = useRef<HTMLElement>(null);
  // The key W opens it wherever the reader is.
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section class="why" ref={box} aria-label={words.whyTitle}>
      <dl>
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd lang={term === words.because ? "en" : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
