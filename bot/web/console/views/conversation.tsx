// SPDX-License-Identifier: MIT
// The open conversation: its states, its header, and what stands in it from top to bottom.

import { useEffect } from "preact/hooks";
import { visitorName } from "../state/names";
import { nameOf, standingOf } from "../state/conversation";
import type { Opened } from "../state/app";
import { HandoffCard } from "./card";
import { Composer } from "./composer";
import { useApp, useParts, useSay } from "./context";
import { goTo } from "./go";
import { Icon } from "./icons";
import { Transcript } from "./transcript";

export function ConversationPane() {
  const { words } = useSay();
  const opened = useApp((state) => state.opened);
  if (!opened) {
    return (
      <section class="conversation none" aria-label={words.transcript}>
        <Icon name="inbox" />
        <p>{words.chooseConversation}</p>
        <p class="small">{words.chooseHint}</p>
      </section>
    );
  }
  return <OpenConversation key={opened.id} opened={opened} />;
}

function OpenConversation({ opened }: { opened: Opened }) {
  const { desk, writer } = useParts();
  const { words } = useSay();
  const me = useApp((state) => state.auth.me?.name ?? "");
  const live = opened.live.state;
  useEffect(() => {
    if (live === "live") void writer.sendArmed(opened.id);
  }, [live]);
  // Who opened it wants to write if it is theirs, and to read otherwise.
  useEffect(() => {
    if (opened.phase !== "ready") return;
    const mine = standingOf(opened.conversation, me) === "mine";
    const target = mine && matchMedia("(min-width: 1024px)").matches ? "composer-text" : "transcript";
    document.getElementById(target)?.focus({ preventScroll: true });
  }, [opened.phase]);

  return (
    <section class="conversation" aria-label={words.transcript} aria-busy={opened.phase === "loading"}>
      <Header opened={opened} me={me} />
      {opened.phase === "ready" ? (
        <>
          {opened.conversation.card && <HandoffCard card={opened.conversation.card} opened={opened} />}
          <Transcript opened={opened} me={me} />
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

function Header({ opened, me }: { opened: Opened; me: string }) {
  const { desk, session } = useParts();
  const { words } = useSay();
  const { row } = opened;
  const folded = useApp((state) => state.prefs.sideFolded);
  const { conversation } = opened;
  const ready = opened.phase === "ready";
  const standing = standingOf(conversation, me);
  const missing = opened.phase === "missing";
  const name = missing ? words.transcript : visitorName(nameOf(conversation, row), words.visitor, opened.id);
  const language = conversation.visitor.language || row?.language || "";
  const can = {
    take: ready && (standing === "waiting" || standing === "bot" || standing === "closed"),
    give: ready && standing === "mine",
    close: ready && (standing === "mine" || standing === "waiting" || standing === "bot"),
  };

  return (
    <header class="head">
      <button type="button" class="icon-btn only-narrow" aria-label={words.back} onClick={() => goTo("")}>
        <Icon name="back" />
      </button>
      <div class="head-who">
        <div class="head-name">
          <h1>{name}</h1>
          {language && <span class="lang">{language.toUpperCase()}</span>}
        </div>
        <p class="head-state">
          <Sync opened={opened} />
          {ready && standing !== "mine" && (
            <span class="head-status">
              {standing === "colleague"
                  ? words.ownerIs(conversation.chat.owner ?? "")
                  : words.status[conversation.chat.status]}
            </span>
          )}
        </p>
      </div>
      {can.take && (
        <button type="button" class="btn fill" onClick={() => void desk.take(opened.id)}>
          {words.take}
        </button>
      )}
      {can.give && (
        <>
          <button type="button" class="btn" onClick={() => session.dialog("transfer")}>
            {words.transfer} <kbd aria-hidden="true">T</kbd>
          </button>
          <button type="button" class="btn" onClick={() => void desk.returnToBot(opened.id)}>
            {words.returnToBot} <kbd aria-hidden="true">B</kbd>
          </button>
        </>
      )}
      {can.close && (
        <button type="button" class="btn" onClick={() => void desk.close(opened.id)}>
          {words.close} <kbd aria-hidden="true">E</kbd>
        </button>
      )}
      <button
        type="button"
        class="icon-btn side-fold"
        aria-label={words.aboutVisitor}
        aria-expanded={!folded}
        title={`${words.aboutVisitor} ( ] )`}
        onClick={() => session.prefer({ sideFolded: !folded })}
      >
        <Icon name="panel" />
      </button>
      <button
        type="button"
        class="icon-btn side-open"
        aria-label={words.aboutVisitor}
        onClick={() => session.dialog("side")}
      >
        <Icon name="panel" />
      </button>
    </header>
  );
}

/** Up to which fact this page is true: nobody writes without seeing it. */
function Sync({ opened }: { opened: Opened }) {
  const { words, time } = useSay();
  const ahead = opened.row?.last ?? 0;
  const { last } = opened.conversation.chat;
  if (opened.live.state === "lost") {
    return (
      <span class="sync lost" role="status">
        <Icon name="offline" />
        {words.notSynced(time(opened.live.since))}
      </span>
    );
  }
  if (opened.phase !== "ready") return null;
  if (ahead > last + 1) return <span class="sync">{words.catchingUp(last + 1, ahead)}</span>;
  return (
    <span class="sync">
      <Icon name="tick" />
      {words.synced(last)}
    </span>
  );
}
