// SPDX-License-Identifier: MIT
// Links of an article that lead to another site than its own: marked with an arrow, and with words for a
// screen reader.

import { Link, safeHref, type DrawLink } from "./markup";

const plain = (host: string) => host.replace(/^www\./, "");
const within = (a: string, b: string) => a === b || a.endsWith(`.${b}`);

function hostOf(address: string): string {
  const href = safeHref(address);
  const url = href === null ? null : new URL(href);
  return url && /^https?:$/.test(url.protocol) ? plain(url.hostname) : "";
}

/** The hosts that are home to an article: its own page's; where it has none, `others`. */
export function hostsOf(url: string | undefined, others: string[]): string[] {
  const own = hostOf(url ?? "");
  return own ? [own] : others.filter(Boolean).map(plain);
}

/** The host that an address leads to, "" when it is one of `hosts`, or above or below one. */
export function otherHost(address: string, hosts: string[]): string {
  const host = hostOf(address);
  return hosts.some((each) => within(host, each) || within(each, host)) ? "" : host;
}

/** `words` says that a link leads to that host. */
export function leaving(hosts: string[], words: (host: string) => string): DrawLink {
  return (address, inside) => {
    const host = otherHost(address, hosts);
    if (!host) return null;
    return (
      <Link href={address}>
        {inside}
        <svg class="out" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M9 6h9v9M18 6 6 18" />
        </svg>
        <span class="sr">{` (${words(host)})`}</span>
      </Link>
    );
  };
}
