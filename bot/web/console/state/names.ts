// SPDX-License-Identifier: MIT
// How a person is named where there is little room, and a visitor who has given no name. Pure.

/** "IP" of "Ieva Petrauskaitė"; "" of nothing. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** Visitors without a name are told apart by the end of their conversation's id. */
export function visitorName(name: string, visitor: string, conversation: string): string {
  return name || `${visitor} ${conversation.replaceAll("-", "").slice(-4).toUpperCase()}`;
}

/** An address as people read it: without the scheme, without what follows the path. */
export function placeOf(address: string): string {
  try {
    const url = new URL(address);
    return url.pathname === "/" ? url.host : decodeURI(url.pathname);
  } catch {
    return address;
  }
}

export function hostOf(address: string): string {
  try {
    return new URL(address).host.replace(/^www\./, "");
  } catch {
    return address;
  }
}
