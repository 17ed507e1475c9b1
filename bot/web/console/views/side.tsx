// SPDX-License-Identifier: MIT
// Beside the conversation: what the page said about the visitor (nobody has proven it), where the visitor
// is, and the articles to answer with.

import type { Opened } from "../state/panes";
import { nameOf } from "../state/conversation";
import { wordFor } from "../words/words";
import { Articles } from "./articles";
import { Browsing } from "./browsing";
import { Contact, History, Sorting } from "./history";
import { useParts, useSay } from "./context";
import { Icon } from "./icons";
import { useModal } from "./modal";
import { Part } from "./part";

export function SidePanel({ opened }: { opened: Opened }) {
  const { words } = useSay();
  return (
    <aside class="side" aria-label={words.aboutVisitor}>
      <SideContent opened={opened} />
    </aside>
  );
}

/** The same on a narrow page, over the conversation. */
export function SideDialog({ opened }: { opened: Opened }) {
  const { session } = useParts();
  const { words } = useSay();
  const dialog = useModal();
  return (
    <dialog class="dialog sheet" ref={dialog} aria-label={words.aboutVisitor} onClose={() => session.dialog(null)}>
      <button type="button" class="icon-btn sheet-close" aria-label={words.closePanel} onClick={() => session.dialog(null)}>
        <Icon name="close" />
      </button>
      <SideContent opened={opened} />
    </dialog>
  );
}

function SideContent({ opened }: { opened: Opened }) {
  const { words } = useSay();
  const { row } = opened;
  const { visitor } = opened.conversation;
  const name = nameOf(opened.conversation, row);
  const language = visitor.language || row?.language || "";
  const { card } = opened.conversation;
  return (
    <>
      <Part name="customer" title={words.customer}>
        <dl class="facts">
          {name && (
            <>
              <dt>{words.customerName}</dt>
              <dd>{name}</dd>
            </>
          )}
          {card?.who?.verified !== undefined && name && (
            <>
              <dt>{words.identity}</dt>
              <dd>{card.who.verified ? words.verified : words.unproven}</dd>
            </>
          )}
          {language && (
            <>
              <dt>{words.customerLanguage}</dt>
              <dd>{wordFor(words.languageNames, language)}</dd>
            </>
          )}
          {row?.topic && (
            <>
              <dt>{words.topic}</dt>
              <dd>{row.topic}</dd>
            </>
          )}
        </dl>
      </Part>
      <Contact opened={opened} />
      <Browsing opened={opened} />
      {opened.phase === "ready" && <Sorting opened={opened} />}
      <History opened={opened} />
      <Articles opened={opened} language={language} />
    </>
  );
}
