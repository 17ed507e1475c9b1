// SPDX-License-Identifier: MIT
// Above the conversation: who it is, up to which fact this page is true, who else looks, and what can be done.

import { useEffect, useState } from "preact/hooks";
import { leads } from "../state/actions";
import { capOf } from "../state/bindings";
import type { Opened } from "../state/panes";
import { nameOf, standingOf } from "../state/conversation";
import { initialsOf, visitorName } from "../state/names";
import { millis } from "../../shared/protocol";
import { useApp, useParts, useSay } from "./context";
import { goTo, nameHere } from "./go";
import { Icon } from "./icons";
import { Key, useBindings } from "./key";
import { keepFocus } from "./modal";

const BEHIND_MS = 300;

export function Header({ opened, me, two }: { opened: Opened; me: string; two: boolean }) {
  const { desk, session, commands } = useParts();
  const { words, when } = useSay();
  const { row } = opened;
  const folded = useApp((state) => state.prefs.sideFolded);
  const role = useApp((state) => state.auth.me?.role);
  const { conversation } = opened;
  const ready = opened.phase === "ready";
  const standing = standingOf(conversation, me);
  const missing = opened.phase === "missing";
  const name = missing ? words.transcript : visitorName(nameOf(conversation, row), words.visitor, opened.id);
  const language = conversation.visitor.language || row?.language || "";
  const held = ready && row?.on_hold === true;
  const can = {
    take: ready && (standing === "waiting" || standing === "bot" || standing === "closed"),
    takeOver: ready && standing === "colleague" && leads(role),
    give: ready && standing === "mine",
    close: ready && (standing === "mine" || standing === "waiting" || standing === "bot"),
  };
  const until = heldUntil(opened);
  const foldKey = useBindings().foldSide;

  return (
    <header class="head">
      <button type="button" class="icon-btn only-narrow" aria-label={words.back} onClick={() => goTo("")}>
        <Icon name="back" />
      </button>
      <div class="head-who">
        <div class="head-name">
          <h1>{name}</h1>
          {language && <span class="lang">{language.toUpperCase()}</span>}
          {opened.signals.viewers.map((viewer) => (
            <span key={viewer} class="avatar viewer" title={words.viewing(viewer)}>
              {initialsOf(viewer)}
            </span>
          ))}
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
          {held && (
            <span class="head-status">
              {until ? words.onHoldUntil(when(until, session.serverNow())) : words.onHold}
            </span>
          )}
        </p>
      </div>
      {can.take && (
        <button type="button" class="btn fill" onClick={() => void desk.take(opened.id).then(() => keepFocus())}>
          {words.take}
        </button>
      )}
      {can.takeOver && (
        <button type="button" class="btn" onClick={() => session.dialog("takeOver")}>
          {words.takeOver}
        </button>
      )}
      {can.give && (
        <>
          {held && (
            <button type="button" class="btn" onClick={() => void commands.resume(opened.id)}>
              {words.resume} <Key name="hold" />
            </button>
          )}
          <button type="button" class="btn" onClick={() => session.dialog("transfer")}>
            {words.transfer} <Key name="transfer" />
          </button>
          <button type="button" class="btn" onClick={() => (opened.conversation.flow ? session.dialog("return") : void desk.returnToBot(opened.id))}>
            {words.returnToBot}
          </button>
        </>
      )}
      {can.close && (
        <button type="button" class="btn" onClick={() => void commands.close(opened.id)}>
          {words.close} <Key name="close" />
        </button>
      )}
      {ready && standing !== "erased" && (
        <button type="button" class="icon-btn" aria-label={words.more} title="Ctrl K" onClick={() => session.dialog("palette")}>
          <Icon name="more" />
        </button>
      )}
      <button
        type="button"
        class="icon-btn side-fold"
        aria-label={words.aboutVisitor}
        aria-expanded={!folded}
        title={`${words.aboutVisitor} ( ${capOf(foldKey)} )`}
        onClick={() => session.prefer({ sideFolded: !folded })}
      >
        <Icon name="panel" />
      </button>
      <Pin opened={opened} two={two} />
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

/** Keeps it in its place beside whichever is opened next; and takes it away again. */
function Pin({ opened, two }: { opened: Opened; two: boolean }) {
  const { desk } = useParts();
  const { words } = useSay();
  const pinned = useApp((state) => state.pinned === opened.id);
  if (two && !pinned) return null;
  const label = two ? words.closeBeside : words.keepBeside;
  return (
    <button
      type="button"
      class="icon-btn pin"
      aria-label={label}
      title={label}
      aria-pressed={two ? undefined : pinned}
      onClick={() => {
        if (!pinned) desk.hold();
        else nameHere(desk.unpin());
        // Once the button is gone with what it closed.
        setTimeout(() => keepFocus(), 0);
      }}
    >
      <Icon name={two ? "close" : "pin"} />
    </button>
  );
}

/** Until when it was put aside, as the facts say; 0: no such time. */
function heldUntil({ conversation }: Opened): number {
  for (let i = conversation.events.length - 1; i >= 0; i -= 1) {
    const event = conversation.events[i];
    if (event?.type === "put_on_hold") return event.until ? millis(event.until as string | number) : 0;
  }
  return 0;
}

/** True once it has been so for a moment. */
function useLasting(now: boolean): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    setLasted(false);
    if (!now) return;
    const timer = setTimeout(() => setLasted(true), BEHIND_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return now && lasted;
}

/** Up to which fact this page is true: nobody writes without seeing it. */
function Sync({ opened }: { opened: Opened }) {
  const { words, time } = useSay();
  const ahead = opened.row?.last ?? 0;
  const { last } = opened.conversation.chat;
  // The list's stream may be a moment earlier than the conversation's own.
  const behind = useLasting(opened.phase === "ready" && ahead > last);
  if (opened.live.state === "lost") {
    return (
      <span class="sync lost" role="status">
        <Icon name="offline" />
        {words.notSynced(time(opened.live.since))}
      </span>
    );
  }
  if (opened.phase !== "ready") return null;
  if (behind) return <span class="sync">{words.catchingUp(last + 1, ahead)}</span>;
  return (
    <span class="sync">
      <Icon name="tick" />
      {words.synced(last)}
    </span>
  );
}
