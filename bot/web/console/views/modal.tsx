// SPDX-License-Identifier: MIT
// The frame of every dialog: a title, a way out, the focus kept inside and given back by the browser.

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useParts, useSay } from "./context";
import { Icon } from "./icons";

export function Modal(props: { title: string; wide?: boolean; bare?: boolean; children: ComponentChildren }) {
  const { session } = useParts();
  const { words } = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  // At once: letters typed before it is open would be keys of the page under it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    if (!dialog.current?.open) dialog.current?.showModal();
    // The browser gives the focus back only where it closes the dialog itself.
    return () =>
      queueMicrotask(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
  }, []);
  return (
    <dialog
      class={props.bare ? "dialog palette" : props.wide ? "dialog wide-dialog" : "dialog"}
      ref={dialog}
      aria-labelledby="dialog-title"
      onClose={() => session.dialog(null)}
      onClick={(event) => event.target === dialog.current && session.dialog(null)}
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
