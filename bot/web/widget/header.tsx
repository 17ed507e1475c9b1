// SPDX-License-Identifier: MIT
// Says who answers: the bot, a person by name, or nobody now.

import type { RefObject } from "preact";
import type { Language, WidgetConfig } from "../shared/protocol";
import type { View } from "../shared/view";
import { capital, fill, languageOf } from "../shared/words";
import type { Says } from "./app";
import { Icon } from "./icons";

const languageNames: Record<Language, string> = { lt: "Lietuvių", en: "English" };

interface Props {
  says: Says;
  shop: WidgetConfig | null;
  view: View;
  heading: RefObject<HTMLHeadingElement>;
  languages: string[];
  onLanguage: (language: Language) => void;
  /** Null while the search is there already. */
  onSearch: (() => void) | null;
  onClose: (() => void) | null;
}

export function Header({ says, shop, view, heading, languages, onLanguage, onSearch, onClose }: Props) {
  const { language, words } = says;
  const { status, owner } = view.chat;
  const name = shop?.name ?? "";
  const person = status === "assigned" && owner;
  const lines = {
    bot: words.botAnswers,
    queued: words.waitingForPerson,
    assigned: fill(words.personAnswers, { shop: name }),
    offline: shop?.open ? words.later : words.away,
    closed: words.closed,
  };
  // Two languages need no menu: the button names the other one, in that language.
  const others = languages.map((code) => languageOf(code)).filter((code) => code !== language);
  const other = others[0];
  return (
    <header>
      <span class={person ? "mark person" : "mark"} aria-hidden="true">
        {capital((person || name || " ").trim().charAt(0))}
      </span>
      <div class="who">
        <h1 ref={heading} tabIndex={-1}>
          {person || name || words.chat}
        </h1>
        <p>
          {status === "assigned" && <span class="dot" />}
          {status === "offline" && <span class="dot off" />}
          {lines[status]}
        </p>
      </div>
      {onSearch && (
        <button type="button" class="icon" title={words.search} aria-label={words.search} onClick={onSearch}>
          <Icon name="find" />
        </button>
      )}
      {other && (
        <button
          type="button"
          class="icon language"
          lang={other}
          title={languageNames[other]}
          aria-label={`${other.toUpperCase()} – ${languageNames[other]}`}
          onClick={() => onLanguage(other)}
        >
          {other.toUpperCase()}
        </button>
      )}
      {onClose && (
        <button type="button" class="icon" title={words.close} aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}
