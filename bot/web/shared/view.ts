// SPDX-License-Identifier: MIT
// All that a visitor's views draw: the conversation, and how the session stands.

import { emptyChat, type Chat } from "./state";
import type { Signals } from "./protocol";
import type { Outgoing } from "./storage";

export interface View {
  chat: Chat;
  /** Own messages whose events are still to come, oldest first. */
  outbox: Outgoing[];
  /** `none`: no conversation yet; `loading`: its history is on its way. */
  phase: "none" | "loading" | "ready";
  /** `idle` while there is nothing to listen to. */
  connection: "idle" | "live" | "connecting" | "lost";
  /** The browser says that there is a network. */
  online: boolean;
  /** Until when the server asked us to pause (429), or null. */
  pausedUntil: number | null;
  /** The conversation that was here is not known to the server any more. */
  gone: boolean;
  /** The newest of each kind, of this conversation. */
  signals: Signals;
}

export const emptyView: View = {
  chat: emptyChat,
  outbox: [],
  phase: "none",
  connection: "idle",
  online: true,
  pausedUntil: null,
  gone: false,
  signals: {},
};
