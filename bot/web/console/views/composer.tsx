// SPDX-License-Identifier: MIT
// Writing: a reply or an internal note, which look and read so different that they cannot be mixed up, what
// the bot proposes, and what stands in the way of a send.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { draftOf, sendingOf } from "../state/app";
import type { Opened } from "../state/panes";
import { textIn, unfilled } from "../state/canned";
import { standingOf } from "../state/conversation";
import { GUARD_MS, MOST_LETTERS, textOf, type Box, type Sending } from "../state/draft";
import type { Then } from "../wire";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { usePane } from "./pane";
import { selectInBox } from "./palette";
import { SendProblem } from "./problem";
import { useSlash } from "./slash";
import { SuggestionBox } from "./suggestion";

const BOXES: Box[] = ["reply", "note"];
const MOST_HEIGHT = 200;

export function Composer({ opened, me }: { opened: Opened; me: string }) {
  const { writer } = useParts();
  const { words } = useSay();
  const { el, named } = usePane();
  const id = opened.id;
  const draft = useApp((state) => draftOf(state, id));
  const sending = useApp((state) => sendingOf(state, id));
  const elsewhere = useApp((state) => !!state.elsewhere[id]);
  const enterSends = useApp((state) => state.prefs.enterSends);
  const text = textOf(draft);
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const note = draft.box === "note";
  const standing = standingOf(opened.conversation, me);
  const slash = useSlash(opened, text, caret, !note);
  const guarded = useGuard(sending);
  const blocked =
    note || standing === "mine" || standing === "waiting"
      ? ""
      : standing === "bot"
        ? words.botHasIt
        : standing === "closed"
          ? words.closedComposer
          : words.stopTaken(opened.conversation.chat.owner ?? "");

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, MOST_HEIGHT)}px`;
  }, [text, draft.box, id]);

  // What has to be filled in first is selected.
  useLayoutEffect(() => {
    const open = sending.phase === "unfilled" && unfilled(text);
    if (open) selectInBox(open.from, open.to);
  }, [sending.phase]);

  if (standing === "erased") return null;
  const tooLong = [...text].length > MOST_LETTERS;
  const busy = sending.phase === "sending";
  const empty = text.trim() === "";
  // A reply that a colleague's conversation does not take can still become a note.
  const becomesNote = !note && !empty && standing === "colleague";
  const off = empty || tooLong || busy || guarded || (blocked !== "" && !becomesNote && sending.phase !== "stopped");
  const lost = opened.live.state === "lost";
  const sendWord = busy
    ? words.sending
    : sending.phase === "stopped"
      ? sending.stop?.why === "changed"
        ? words.reviewedSend
        : words.draftToNote
      : sending.phase === "warned"
        ? words.sendAnyway
        : becomesNote
          ? words.draftToNote
          : note
            ? words.saveNote
            : lost
              ? words.sendWhenBack
              : standing === "waiting"
                ? words.sendTake
                : words.send;

  const pick = (box: Box) => {
    writer.box(id, box);
    area.current?.focus();
  };
  const where = (box: HTMLTextAreaElement) => setCaret(box.selectionStart === box.selectionEnd ? box.selectionStart : null);

  return (
    <section class={note ? "composer noting" : "composer"} aria-label={named(words.composer)}>
      <div class="composer-in">
        {!note && <SuggestionBox opened={opened} />}
        <SendProblem opened={opened} />
        <div class="composer-head">
          <div class="tabs" role="tablist" aria-label={named(words.composer)}>
            {BOXES.map((box) => (
              <button
                key={box}
                type="button"
                role="tab"
                id={el(`box-${box}`)}
                class="tab"
                aria-selected={draft.box === box}
                aria-controls={el("composer-panel")}
                tabIndex={draft.box === box ? 0 : -1}
                onClick={() => pick(box)}
                onKeyDown={(event) => {
                  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
                  event.preventDefault();
                  const other = box === "reply" ? "note" : "reply";
                  writer.box(id, other);
                  document.getElementById(el(`box-${other}`))?.focus();
                }}
              >
                {box === "note" && <Icon name="note" />}
                {box === "reply" ? words.reply : words.internalNote}
                {box === "note" && <span class="tab-hint">{words.internalNoteHint}</span>}
                {draft[box] !== "" && draft.box !== box && <span class="tab-draft" title={words.draftSaved} />}
              </button>
            ))}
          </div>
          <small class="slash-hint">
            <kbd>/</kbd> {words.slashHint}
          </small>
        </div>
        <div id={el("composer-panel")} role="tabpanel" aria-labelledby={el(`box-${draft.box}`)}>
          {!note && draft.articles.length > 0 && (
            <ul class="attached" aria-label={words.attached}>
              {draft.articles.map((article) => (
                <li key={article.id} class="chip">
                  {article.title}
                  <button
                    type="button"
                    class="icon-btn"
                    aria-label={words.detach(article.title)}
                    onClick={() => {
                      writer.detach(id, article.id);
                      area.current?.focus();
                    }}
                  >
                    <Icon name="close" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {!note && draft.then && <ThenChip then={draft.then} drop={() => writer.then(id, null)} />}
          <div class="box-frame">
            {slash.list}
            <textarea
              id={el("composer-text")}
              class="box"
              ref={area}
              rows={2}
              value={text}
              placeholder={note ? words.notePlaceholder : blocked ? "" : words.replyPlaceholder}
              aria-label={note ? words.notePlaceholder : words.replyPlaceholder}
              aria-describedby={el("composer-state")}
              aria-invalid={tooLong}
              aria-autocomplete="list"
              aria-controls={slash.open ? el("slash-list") : undefined}
              aria-activedescendant={slash.active}
              readOnly={blocked !== "" && text === ""}
              onInput={(event) => {
                writer.type(id, event.currentTarget.value);
                where(event.currentTarget);
              }}
              onSelect={(event) => where(event.currentTarget)}
              onBlur={() => setCaret(null)}
              onKeyDown={(event) => void slash.onKey(event)}
            />
          </div>
          <div class="send-row">
            <p id={el("composer-state")} class={tooLong ? "state danger" : "state"}>
              {tooLong
                ? words.tooLong(MOST_LETTERS)
                : blocked !== "" && sending.phase !== "stopped"
                  ? blocked
                  : elsewhere
                    ? words.draftElsewhere
                    : text !== ""
                      ? words.draftSaved
                      : note
                        ? words.noteHidden
                        : ""}
            </p>
            {!note && standing === "mine" && !lost && (sending.phase === "idle" || busy) && (
              <button
                type="button"
                class="btn send-close"
                aria-disabled={off}
                title="Ctrl+Shift+Enter"
                onClick={() => !off && void writer.press(id, true)}
              >
                {words.sendClose}
              </button>
            )}
            <button
              type="button"
              class={note || becomesNote ? "btn note-fill" : "btn fill"}
              aria-disabled={off}
              onKeyDown={(event) => event.repeat && event.preventDefault()}
              onClick={() => {
                if (off) return;
                void writer.press(id);
                area.current?.focus();
              }}
            >
              {sendWord} <kbd aria-hidden="true">{enterSends ? "⏎" : "Ctrl ⏎"}</kbd>
            </button>
          </div>
        </div>
      </div>
    </section>
  );
}

/** What a macro does once the reply is out. */
function ThenChip({ then, drop }: { then: Then; drop: () => void }) {
  const { words, language } = useSay();
  const teams = useApp((state) => state.desk?.teams);
  const what =
    typeof then === "string"
      ? words.thenName[then]
      : words.thenTeam(textIn(teams?.find(({ id }) => id === then.team)?.label, language, language) || then.team);
  return (
    <p class="attached">
      <span class="chip">
        {words.thenAfter} {what}
        <button type="button" class="icon-btn" aria-label={`${words.thenOff}: ${what}`} onClick={drop}>
          <Icon name="close" />
        </button>
      </span>
    </p>
  );
}

/** For a second after a stop the button does nothing: a double Enter would send what nobody has read. */
function useGuard({ phase, since }: Sending): boolean {
  const { session } = useParts();
  const stopped = phase === "stopped" || phase === "warned";
  const [, draw] = useState(0);
  const left = stopped ? since + GUARD_MS - session.now() : 0;
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => draw((n) => n + 1), left);
    return () => clearTimeout(timer);
  }, [since, stopped]);
  return left > 0;
}
