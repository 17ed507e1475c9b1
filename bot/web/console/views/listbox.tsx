// SPDX-License-Identifier: MIT
// A list that a text field drives: the focus stays in the field, arrows move the choice, Enter takes it.

import { useLayoutEffect, useState } from "preact/hooks";

export interface Option {
  id: string;
  label: string;
  detail?: string;
  /** Of what kind it is; said once where it changes. */
  group?: string;
  keys?: string;
  /** Why it cannot be taken now. */
  off?: string;
}

/** The chosen place of a list, and what keys of its field do. `choose` gets the option's place. */
export function useChoice(count: number, choose: (at: number) => void, reset: unknown) {
  const [at, setAt] = useState(0);
  useLayoutEffect(() => setAt(0), [reset]);
  const here = Math.min(at, Math.max(0, count - 1));
  /** Whether the key was used. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (count === 0 || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
    const to =
      event.key === "ArrowDown"
        ? (here + 1) % count
        : event.key === "ArrowUp"
          ? (here + count - 1) % count
          : event.key === "PageDown"
            ? Math.min(count - 1, here + 8)
            : event.key === "PageUp"
              ? Math.max(0, here - 8)
              : -1;
    if (to >= 0) setAt(to);
    else if (event.key === "Enter" && !event.shiftKey) choose(here);
    else return false;
    event.preventDefault();
    return true;
  };
  return { at: here, setAt, onKey };
}

export function Listbox(props: {
  id: string;
  label: string;
  options: readonly Option[];
  at: number;
  onChoose: (at: number) => void;
  /** Given when the field may not say that it drives the list (a text area): the list is a stop of its own then. */
  onKey?: (event: KeyboardEvent) => boolean;
}) {
  const { id, options, at } = props;
  useLayoutEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at, options]);
  return (
    <ul
      id={id}
      class="options"
      role="listbox"
      tabIndex={props.onKey ? 0 : -1}
      aria-label={props.label}
      aria-activedescendant={props.onKey && options.length > 0 ? `${id}-${at}` : undefined}
      onKeyDown={props.onKey}
    >
      {options.map((option, i) => (
        <li
          key={option.id}
          id={`${id}-${i}`}
          class={option.off ? "option off" : "option"}
          role="option"
          aria-selected={i === at}
          aria-disabled={option.off ? true : undefined}
          // The focus stays in the field.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(i)}
        >
          <span class="option-text">
            <span class="option-label">{option.label}</span>
            {(option.off || option.detail) && <small>{option.off || option.detail}</small>}
          </span>
          {option.group && option.group !== options[i - 1]?.group && <small class="option-kind">{option.group}</small>}
          {option.keys && <kbd>{option.keys}</kbd>}
        </li>
      ))}
    </ul>
  );
}
