// SPDX-License-Identifier: MIT
// What a line of the customer is about: chosen from the bot's topics, for the authors to look at.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { MessageText } from "../../shared/markup";
import type { Opened } from "../state/panes";
import { textIn } from "../state/canned";
import { search } from "../state/fold";
import { useApp, useParts, useSay } from "./context";
import { Listbox, useChoice } from "./listbox";
import { Modal } from "./modal";

export function IntentDialog({ opened }: { opened: Opened }) {
  const { session, commands } = useParts();
  const { words, language } = useSay();
  const message = useApp((state) => state.marking);
  const intents = useApp((state) => state.desk?.intents);
  const [query, setQuery] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const event = opened.conversation.events.find(({ sequence }) => sequence === message);
  const options = useMemo(() => {
    const named = (intents ?? []).map((intent) => ({
      id: intent.id,
      label: textIn(intent.label, language, language) || intent.id,
      detail: intent.id,
    }));
    return [...search(named, query, (one) => `${one.label} ${one.detail}`), { id: "", label: words.outOfScope }];
  }, [intents, query, words]);
  const choose = (at: number) => {
    const option = options[at];
    if (!option) return;
    session.dialog(null);
    void commands.mark(opened.id, message, option.id);
  };
  const choice = useChoice(options.length, choose, query);
  return (
    <Modal title={words.markTitle}>
      {event?.type === "message" && (
        <blockquote class="marked-line">
          <MessageText text={event.text} markup={false} />
        </blockquote>
      )}
      <input
        ref={field}
        class="field"
        role="combobox"
        aria-label={words.markSearch}
        aria-expanded="true"
        aria-controls="intent-list"
        aria-autocomplete="list"
        aria-activedescendant={`intent-list-${choice.at}`}
        autocomplete="off"
        placeholder={words.markSearch}
        value={query}
        onInput={(input) => setQuery(input.currentTarget.value)}
        onKeyDown={choice.onKey}
      />
      <Listbox id="intent-list" label={words.markSearch} options={options} at={choice.at} onChoose={choose} />
    </Modal>
  );
}
