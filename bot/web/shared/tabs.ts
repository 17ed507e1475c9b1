// SPDX-License-Identifier: MIT
// Several tabs of one visitor: they tell each other things, and one of them reads the event stream for
// all. A browser allows about six connections to one server over HTTP/1.1; a stream for every open tab
// would use them up and nothing could be sent any more.

import type { Event } from "./protocol";
import type { Identity } from "./storage";
import type { StreamState } from "./stream";

/** `identity`: the conversation changed hands in storage. `frame`, `signal`,
 *  `pulse`: what the reading tab hears.
 *  `hello`: somebody new wants to know how the stream stands. */
export type TabMessage =
  | { kind: "identity"; identity: Identity | null }
  | { kind: "frame"; id: string; event: Event }
  | { kind: "signal"; name: string; data: object }
  | { kind: "pulse"; state: StreamState }
  | { kind: "hello" };

export interface Tabs {
  /** To every other tab. */
  post(message: TabMessage): void;
  onMessage(handler: (message: TabMessage) => void): void;
  /** Calls `led` when this tab is the one that reads, at once or when the present one goes away. The
   *  returned function gives the place up. */
  lead(led: () => void): () => void;
  close(): void;
}

/** Web Locks choose the leader where they exist (a secure context); elsewhere every tab leads. */
export function browserTabs(name: string): Tabs {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  return {
    post: (message) => channel?.postMessage(message),
    onMessage: (handler) => {
      channel?.addEventListener("message", (event: MessageEvent<TabMessage>) => handler(event.data));
    },
    lead: (led) => {
      const locks = channel ? navigator.locks : undefined;
      if (!locks) {
        led();
        return () => {};
      }
      const abort = new AbortController();
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      locks
        .request(`${name}:stream`, { signal: abort.signal }, () => {
          if (abort.signal.aborted) return;
          led();
          return held;
        })
        .catch(() => {
          // Given up before it was our turn; or locks are forbidden here, and then every tab leads.
          if (!abort.signal.aborted) led();
        });
      return () => {
        abort.abort();
        release();
      };
    },
    close: () => channel?.close(),
  };
}
