// SPDX-License-Identifier: MIT
// The open conversation, and one beside it: their states, their headers, and what stands in them from top to bottom.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { capOf } from "../state/bindings";
import { nameOf, standingOf } from "../state/conversation";
import { draftOf } from "../state/app";
import { visitorName } from "../state/names";
import { panesOf, type Opened } from "../state/panes";
import { Boundary } from "./boundary";
import { HandoffCard } from "./card";
import { Composer } from "./composer";
import { useApp, useParts, useSay } from "./context";
import { nameHere } from "./go";
import { Header } from "./header";
import { Icon } from "./icons";
import { useBindings } from "./key";
import { PaneContext, usePane } from "./pane";
import { Transcript } from "./transcript";
import { TypingLine } from "./typing";

/** One conversation or two side by side, each in its place whichever the reader is in. */
export function Conversations() {
  const { words } = useSay();
  const { next, previous, takeLongest } = useBindings();
  const opened = useApp((state) => state.opened);
  const beside = useApp((state) => state.beside);
  const pinned = useApp((state) => state.pinned);
  if (!opened) {
    return (
      <section class="conversation none" aria-label={words.transcript}>
        <Icon name="inbox" />
        <p>{words.chooseConversation}</p>
        <p class="small">{words.chooseHint(capOf(next), capOf(previous), capOf(takeLongest))}</p>
      </section>
    );
  }
  return (
    <>
      {panesOf({ opened, beside, pinned }).map((one) => (
        <Pane key={one.id} opened={one} active={one === opened} two={beside !== null} />
      ))}
    </>
  );
}

function Pane({ opened, active, two }: { opened: Opened; active: boolean; two: boolean }) {
  const { words } = useSay();
  const name = two ? visitorName(nameOf(opened.conversation, opened.row), words.visitor, opened.id) : "";
  const value = useMemo(() => ({ active, name }), [active, name]);
  return (
    <PaneContext.Provider value={value}>
      <Boundary>
        <OpenConversation opened={opened} two={two} />
      </Boundary>
    </PaneContext.Provider>
  );
}

function OpenConversation({ opened, two }: { opened: Opened; two: boolean }) {
  const { desk, writer } = useParts();
  const { words } = useSay();
  const { active, named } = usePane();
  const me = useApp((state) => state.auth.me?.name ?? "");
  const pane = useRef<HTMLElement>(null);
  // Who went over by pointing looks at what they pointed at.
  const pointed = useRef(false);
  // Who opened it, or came over with keys, wants to write if it is theirs, and to read otherwise.
  useEffect(() => {
    const came = !pointed.current;
    pointed.current = false;
    if (opened.phase !== "ready" || !active || !came) return;
    if (two && pane.current?.contains(document.activeElement)) return;
    const mine = standingOf(opened.conversation, me) === "mine";
    const target = mine && matchMedia("(min-width: 1024px)").matches ? "composer-text" : "transcript";
    document.getElementById(target)?.focus({ preventScroll: true });
  }, [opened.phase, active]);
  const enter = (byPointer: boolean) => {
    if (active) return;
    pointed.current = byPointer;
    desk.focus(opened.id);
    nameHere(opened.id);
  };

  // To a colleague one writes; what is one's own again is answered.
  const standing = opened.phase === "ready" ? standingOf(opened.conversation, me) : "";
  const draft = useApp((state) => draftOf(state, opened.id));
  useEffect(() => {
    if (standing === "colleague" && draft.reply === "") writer.box(opened.id, "note");
    if (standing === "mine" && draft.note === "") writer.box(opened.id, "reply");
  }, [standing]);

  return (
    <section
      ref={pane}
      class={two && active ? "conversation active" : "conversation"}
      aria-label={named(words.transcript)}
      aria-busy={opened.phase === "loading"}
      onFocusIn={() => enter(false)}
      onPointerDown={() => enter(true)}
    >
      <Header opened={opened} me={me} two={two} />
      {opened.phase === "ready" ? (
        <>
          {opened.conversation.card && <HandoffCard card={opened.conversation.card} opened={opened} />}
          <Transcript opened={opened} me={me} />
          <TypingLine opened={opened} />
          <Composer opened={opened} me={me} />
        </>
      ) : (
        <div class="notice">
          {opened.phase === "loading" && (
            <p class="late-words" role="status">
              {words.loading}
            </p>
          )}
          {opened.phase === "missing" && <p role="alert">{words.missing}</p>}
          {opened.phase === "failed" && (
            <>
              <p role="alert">
                {words.openFailed} <span class="small">{words.code(opened.code)}</span>
              </p>
              <button type="button" class="btn" onClick={() => void desk.load(opened.id)}>
                {words.retry}
              </button>
            </>
          )}
        </div>
      )}
    </section>
  );
}
