// SPDX-License-Identifier: MIT
// The frame of every dialog: a title, a way out, the focus kept inside and given back by the browser.

import type { ComponentChildren, JSX, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useParts, useSay } from "./context";
import { Icon } from "./icons";

/** Opens a dialog, and gives the focus back when it is gone. */
export function useModal(): RefObject<HTMLDialogElement> {
  const dialog = useRef<HTMLDialogElement>(null);
  // At once: letters typed before it is open would be keys of the page under it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    if (!dialog.current?.open) dialog.current?.showModal();
    // The browser gives the focus back only where it closes the dialog itself.
    return () => queueMicrotask(() => keepFocus(before));
  }, []);
  return dialog;
}

/** Puts a focus that was lost with what had it where it was before, else where one writes or reads. */
export function keepFocus(before: Element | null = null): void {
  const now = document.activeElement;
  if (now !== null && now !== document.body && now.isConnected) return;
  const at = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : null;
  const next = at ?? document.getElementById("composer-text") ?? document.getElementById("transcript");
  next?.focus({ preventScroll: true });
}

export function Modal(props: { title: string; wide?: boolean; bare?: boolean; children: ComponentChildren }) {
  const { session } = useParts();
  const { words } = useSay();
  const dialog = useModal();
  const own = useRef(session.cell.get().dialog);
  // Where the press began: a selection that ends outside of the dialog does not close it.
  const pressed = useRef<EventTarget | null>(null);
  return (
    <dialog
      class={props.bare ? "dialog palette" : props.wide ? "dialog wide-dialog" : "dialog"}
      ref={dialog}
      aria-labelledby="dialog-title"
      // The browser tells a moment later: a key may have opened the next one by then.
      onClose={() => session.cell.get().dialog === own.current && session.dialog(null)}
      onPointerDown={(event) => (pressed.current = event.target)}
      onClick={(event) =>
        event.target === dialog.current && pressed.current === dialog.current && session.dialog(null)
      }
    >
      {props.bare ? (
        <>
          <h2 id="dialog-title" class="sr">
            {props.title}
          </h2>
          {props.children}
        </>
      ) : (
        <div class="dialog-in">
          <div class="dialog-head">
            <h2 id="dialog-title">{props.title}</h2>
            <button type="button" class="icon-btn" aria-label={words.closePanel} onClick={() => session.dialog(null)}>
              <Icon name="close" />
            </button>
          </div>
          {props.children}
        </div>
      )}
    </dialog>
  );
}

/** A question and its two buttons. Enter does it, unless something has to be filled in first (`field`). */
export function Ask(props: {
  children: ComponentChildren;
  action: string;
  field?: boolean;
  danger?: boolean;
  run: () => void;
}) {
  const { session } = useParts();
  const { words } = useSay();
  const submit = (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.run();
  };
  return (
    <form onSubmit={submit} noValidate>
      {props.children}
      <div class="dialog-do">
        <button type="button" class="btn" autofocus={props.danger} onClick={() => session.dialog(null)}>
          {words.cancel}
        </button>
        <button
          type="submit"
          class={props.danger ? "btn danger-fill" : "btn fill"}
          autofocus={!props.field && !props.danger}
        >
          {props.action}
        </button>
      </div>
    </form>
  );
}
