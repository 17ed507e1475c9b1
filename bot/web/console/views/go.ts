// SPDX-License-Identifier: MIT
// Where the page is: the open conversation's id stands after the # of the address, or the name of another
// page after "#/", so that Back, reload and a link to a colleague work.

import type { PageName } from "../state/app";

export interface Place {
  page: PageName;
  /** The open conversation, "" for none. */
  id: string;
  /** Of the link that makes the first account. */
  token: string;
}

const PAGES = new Set<string>(["board", "review", "accounts"]);

export function placeOf(hash: string): Place {
  const text = hash.replace(/^#/, "");
  if (text.startsWith("first=")) return { page: "desk", id: "", token: text.slice("first=".length) };
  if (text.startsWith("/")) {
    const page = text.slice(1);
    return { page: PAGES.has(page) ? (page as PageName) : "desk", id: "", token: "" };
  }
  return { page: "desk", id: decoded(text), token: "" };
}

/** An address that somebody mangled names no conversation, and is said to. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function here(): Place {
  return placeOf(location.hash);
}

export function goTo(id: string): void {
  location.hash = encodeURIComponent(id);
}

/** The address names another of those that are on the page already. */
export function nameHere(id: string): void {
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
}

export function goPage(page: PageName): void {
  if (here().page !== page) location.hash = page === "desk" ? "" : `/${page}`;
}

/** The row links in the order of the screen. */
export function rowLinks(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
}
