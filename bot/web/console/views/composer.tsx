// SPDX-License-Identifier: MIT
// Writing: a reply or an internal note, which look and read so different that they cannot be mixed up, and
// what stands in the way of a send.

import { useLayoutEffect, useRef } from "preact/hooks";
import { draftOf, sendingOf, type Opened } from "../state/app";
import { standingOf } from "../state/conversation";
import { MOST_LETTERS, textOf, type Box } from "../state/draft";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { SendProblem } from "./problem";

const BOXES: Box[] = ["reply", "note"];
const MOST_HEIGHT = 200;

export function Composer({ opened, me }: { opened: Opened; me: string }) {
  const { writer } = useParts();
  const { words } = useSay();
  const id = opened.id;
  const draft = useApp((state) => draftOf(state, id));
  const sending = useApp((state) => sendingOf(state, id));
  const elsewhere = useApp((state) => !!state.elsewhere[id]);
  const text = textOf(draft);
  const area = useRef<HTMLTextAreaElement>(null);
  const standing = standingOf(opened.conversation, me);
  const blocked =
    draft.box === "note"
      ? ""
      : standing === "bot"
        ? words.botHasIt
        : standing === "closed"
          ? words.closedComposer
          : standing === "colleague"
            ? words.stopTaken(opened.conversation.chat.owner ?? "")
            : "";

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, MOST_HEIGHT)}px`;
  }, [text, draft.box, id]);

  if (standing === "erased") return null;
  const length = [...text].length;
  const tooLong = length > MOST_LETTERS;
  const busy = sending.phase === "sending";
  const off = text.trim() === "" || tooLong || busy || blocked !== "";
  const lost = opened.live.state === "lost";
  const note = draft.box === "note";
  const sendWord = busy
    ? words.sending
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

  return (
    <section class={note ? "composer noting" : "composer"} aria-label={words.composer}>
      <div class="composer-in">
      <SendProblem opened={opened} />
      <div class="tabs" role="tablist" aria-label={words.composer}>
        {BOXES.map((box) => (
          <button
            key={box}
            type="button"
            role="tab"
            id={`box-${box}`}
            class="tab"
            aria-selected={draft.box === box}
            aria-controls="composer-panel"
            tabIndex={draft.box === box ? 0 : -1}
            onClick={() => pick(box)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              event.preventDefault();
              const other = box === "reply" ? "note" : "reply";
              writer.box(id, other);
              document.getElementById(`box-${other}`)?.focus();
            }}
          >
            {box === "note" && <Icon name="note" />}
            {box === "reply" ? words.reply : words.internalNote}
            {draft[box] !== "" && draft.box !== box && <span class="tab-draft" title={words.draftSaved} />}
          </button>
        ))}
      </div>
      <div id="composer-panel" role="tabpanel" aria-labelledby={`box-${draft.box}`}>
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
        <textarea
          id="composer-text"
          class="box"
          ref={area}
          rows={2}
          value={text}
          placeholder={note ? words.notePlaceholder : blocked ? "" : words.replyPlaceholder}
          aria-label={note ? words.notePlaceholder : words.replyPlaceholder}
          aria-describedby="composer-state"
          aria-invalid={tooLong}
          readOnly={blocked !== "" && text === ""}
          onInput={(event) => writer.type(id, event.currentTarget.value)}
        />
        <div class="send-row">
          <p id="composer-state" class={tooLong ? "state danger" : "state"}>
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
          {!note && standing === "mine" && !lost && (
            <button
              type="button"
              class="btn"
              aria-disabled={off}
              title="Ctrl+Shift+Enter"
              onClick={() => !off && void writer.send(id, true)}
            >
              {words.sendClose}
            </button>
          )}
          <button
            type="button"
            class={note ? "btn note-fill" : "btn fill"}
            aria-disabled={off}
            onClick={() => !off && void writer.send(id)}
          >
            {sendWord} <kbd aria-hidden="true">Ctrl ⏎</kbd>
          </button>
        </div>
      </div>
      </div>
    </section>
  );
}
