// SPDX-License-Identifier: MIT
// What the bot would answer, above the box: sent with one key, edited, or told that it is not right.

import { useEffect, useRef } from "preact/hooks";
import { draftOf } from "../state/app";
import type { Opened } from "../state/panes";
import { proposed, REASONS } from "../state/suggestion";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { focusOn } from "./obey";
import { usePane } from "./pane";

export function SuggestionBox({ opened }: { opened: Opened }) {
  const { colleague } = useParts();
  const { words } = useSay();
  const id = opened.id;
  const asks = opened.proposal.why !== null;
  const first = useRef<HTMLButtonElement>(null);
  // Who pressed the button that is gone now chooses among those that came; who pressed the key goes on writing.
  useEffect(() => {
    if (asks && (document.activeElement === null || document.activeElement === document.body)) first.current?.focus();
  }, [asks]);
  const because = (reason: string) => {
    void colleague.rejectedBecause(id, reason);
    focusOn("composer-text");
  };
  return (
    <>
      <div class={asks ? "suggestion asking" : ""} role={asks ? "group" : undefined} aria-label={asks ? words.suggestWhy : undefined}>
        {/* There before it is filled, so that it is read out. */}
        <p role="status">{asks ? words.suggestWhy : ""}</p>
        {asks && (
          <div class="suggestion-do">
            {REASONS.map((reason, i) => (
              <button
                key={reason}
                ref={i === 0 ? first : undefined}
                type="button"
                class="btn small-btn"
                onClick={() => because(reason)}
              >
                {words.suggestReason[reason]}
              </button>
            ))}
            <button type="button" class="btn small-btn quiet" onClick={() => because("")}>
              {words.skip}
            </button>
          </div>
        )}
      </div>
      {!asks && <Proposed opened={opened} />}
    </>
  );
}

function Proposed({ opened }: { opened: Opened }) {
  const { colleague } = useParts();
  const { words } = useSay();
  const { named } = usePane();
  const { proposal } = opened;
  const empty = useApp((state) => draftOf(state, opened.id).reply.trim() === "");
  const id = opened.id;
  const suggestion = proposed(proposal, opened.conversation);
  if (!suggestion) return null;
  const source = suggestion.articles?.[0];
  const reviewed = suggestion.reviewed ?? source?.reviewed;
  return (
    <section class="suggestion" aria-label={named(words.suggests)}>
      <h3>
        <Icon name="bot" />
        {words.suggests}
        <span>
          {source && ` · ${words.suggestFrom(source.title)}`}
          {reviewed && `, ${words.suggestReviewed(reviewed)}`}
        </span>
      </h3>
      <p class="suggestion-text">{suggestion.text}</p>
      <div class="suggestion-do">
        <button
          type="button"
          class={empty ? "btn fill small-btn" : "btn small-btn"}
          onClick={() => {
            colleague.send(id);
            focusOn("composer-text");
          }}
        >
          {words.suggestSend} <kbd aria-hidden="true">Alt ⏎</kbd>
        </button>
        <button type="button" class="btn small-btn" onClick={() => colleague.edit(id) && focusOn("composer-text")}>
          {words.suggestEdit} <kbd aria-hidden="true">Alt ⇧ ⏎</kbd>
        </button>
        <button type="button" class="btn small-btn quiet" onClick={() => colleague.reject(id)}>
          {words.suggestReject} <kbd aria-hidden="true">Alt ⌫</kbd>
        </button>
      </div>
    </section>
  );
}
