// SPDX-License-Identifier: MIT
// What the shop's page and the chat in the frame say to each other.
//
// Each message carries the token that the loader made for this load, goes to one exact origin, and is
// believed only when it comes from the expected window and origin.

export type ToFrame =
  | {
      kind: "init";
      language: string;
      theme: string;
      page: string;
      referrer: string;
      attributes: Record<string, string>;
      /** What the page kept for a frame that may not keep anything itself. */
      kept: Record<string, string>;
    }
  | { kind: "open"; phone: boolean; quiet: boolean }
  | { kind: "closed" };

export type ToPage =
  | { kind: "ready" }
  /** The visitor switched; the names outside of the frame follow. */
  | { kind: "language"; language: string }
  /** A conversation is there: the next page of the shop loads the frame by itself. */
  | { kind: "alive"; alive: boolean }
  | { kind: "unread"; count: number; name: string; text: string }
  /** Browsers that block other sites' storage block the frame's: then the page keeps it. "" forgets. */
  | { kind: "keep"; key: string; value: string }
  | { kind: "close" };

/** The frame's end. Outside of a frame it says nothing and hears nothing. */
export class Bridge {
  readonly embedded: boolean;
  /** The origin of the page around the frame, "" outside of one. */
  readonly host: string;
  private readonly token: string;

  /** `hash` is what the loader put behind the address: host=<origin>&token=<text>. */
  constructor(hash: string) {
    const said = new URLSearchParams(hash.replace(/^#/, ""));
    this.host = said.get("host") ?? "";
    this.token = said.get("token") ?? "";
    this.embedded = window.parent !== window && this.host !== "" && this.token !== "";
  }

  say(message: ToPage): void {
    if (this.embedded) window.parent.postMessage({ ...message, token: this.token }, this.host);
  }

  hear(handler: (message: ToFrame) => void): void {
    addEventListener("message", (event: MessageEvent<(ToFrame & { token?: string }) | null>) => {
      if (!this.embedded || event.source !== window.parent || event.origin !== this.host) return;
      if (event.data?.token === this.token) handler(event.data);
    });
  }
}
