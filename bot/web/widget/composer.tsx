// SPDX-License-Identifier: MIT
// Where the visitor writes. Enter sends; the box grows to five lines.

import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { fill } from "../shared/words";
import type { Says } from "./app";
import { Icon } from "./icons";

const MOST_LINES_PX = 5 * 22 + 18;

interface Props {
  says: Says;
  text: string;
  onText: (text: string) => void;
  box: RefObject<HTMLTextAreaElement>;
  placeholder: string;
  pausedUntil: number | null;
  onSend: (text: string) => void;
  children?: ComponentChildren;
}

export function Composer(props: Props) {
  const { text, box, pausedUntil } = props;
  const { words } = props.says;

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, MOST_LINES_PX)}px`;
  }, [text]);

  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (pausedUntil === null) return setSeconds(0);
    const tick = () => setSeconds(Math.max(0, Math.ceil((pausedUntil - Date.now()) / 1_000)));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [pausedUntil]);

  const ready = text.trim() !== "";
  const send = () => {
    if (!ready) return;
    props.onSend(text.trim());
    props.onText("");
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {seconds > 0 && (
        <p class="notice">{fill(words.tooFast, { n: seconds })}</p>
      )}
      <div class="box">
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={props.placeholder}
          aria-label={words.message}
          title={words.keys}
          maxLength={4000}
          enterkeyhint="send"
          autocomplete="off"
          onInput={(event) => props.onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="send" aria-label={words.send} title={words.send} aria-disabled={!ready}>
          <Icon name="send" />
        </button>
      </div>
      {props.children && <div class="foot">{props.children}</div>}
    </form>
  );
}
