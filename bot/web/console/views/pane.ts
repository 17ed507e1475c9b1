// SPDX-License-Identifier: MIT
// Of two conversations on the page, which one a view belongs to.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** From so many pixels on there is room for a second one; as in narrow.css. */
export const roomForTwo = () => matchMedia("(min-width: 1920px)");

/** `name`: whose it is, "" where there is only one. */
export const PaneContext = createContext({ active: true, name: "" });

/** The one that the reader is in is active: keys go to it, and its parts have the plain ids (`el`). `named` tells
 *  the parts of the one from those of the other. */
export function usePane() {
  const { active, name } = useContext(PaneContext);
  return {
    active,
    el: (id: string) => (active ? id : `${id}-beside`),
    named: (label: string) => (name ? `${label}: ${name}` : label),
  };
}
