// SPDX-License-Identifier: MIT
// The open conversation: its states, its header, and what stands in it from top to bottom.

import { useEffect } from "preact/hooks";
import { capOf } from "../state/bindings";
import { standingOf } from "../state/conversation";
import { draftOf } from "../state/app";
import type { Opened } from "../state/panes";
import { HandoffCard } from "./card";
import { Composer } from "./composer";
import { useApp, useParts, useSay } from "./context";
import { Header } from "./header";
import { Icon } from "./icons";
import { useBindings } from "./key";
import { Transcript } from "./transcript";
import { TypingLine } from "./typing";

export function ConversationPane() {
  const { words } = useSay();
  const { next, previous, takeLongest } = useBindings();
  const opened = useApp((state) => state.opened);
  if (!opened) {
    return (
      <section class="conversation none" aria-label={words.transcript}>
        <Icon name="inbox" />
        <p>{words.chooseConversation}</p>
        <p class="small">{words.chooseHint(capOf(next), capOf(previous), capOf(takeLongest))}</p>
      </section>
    );
  }
  return <OpenConversation key={opened.id} opened={opened} />;
}

function OpenConversation({ opened }: { opened: Opened }) {
  const { desk, writer } = useParts();
  const { words } = useSay();
  const me = useApp((state) => state.auth.me?.name ?? "");
  // Who opened it wants to write if it is theirs, and to read otherwise.
  useEffect(() => {
    if (opened.phase !== "ready") return;
    const mine = standingOf(opened.conversation, me) === "mine";
    const target = mine && matchMedia("(min-width: 1024px)").matches ? "composer-text" : "transcript";
    document.getElementById(target)?.focus({ preventScroll: true });
  }, [opened.phase]);

  // To a colleague one writes; what is one's own again is answered.
  const standing = opened.phase === "ready" ? standingOf(opened.conversation, me) : "";
  const draft = useApp((state) => draftOf(state, opened.id));
  useEffect(() => {
    if (standing === "colleague" && draft.reply === "") writer.box(opened.id, "note");
    if (standing === "mine" && draft.note === "") writer.box(opened.id, "reply");
  }, [standing]);

  return (
    <section class="conversation" aria-label={words.transcript} aria-busy={opened.phase === "loading"}>
      <Header opened={opened} me={me} />
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
