// SPDX-License-Identifier: MIT
// Where the page is: the open conversation's id stands after the # of the address, so that Back, reload
// and a link to a colleague work.

export function here(): string {
  return decodeURIComponent(location.hash.slice(1));
}

export function goTo(id: string): void {
  location.hash = encodeURIComponent(id);
}

/** The row links in the order of the screen. */
export function rowLinks(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
}
