// SPDX-License-Identifier: MIT
// What a shop's page includes:
//
//   <script src="https://chat.example.lt/widget.js" data-lang="lt" defer></script>
//
//   data-lang    language of the page (default: that of <html>)
//   data-inbox   which inbox (default: main)
//   data-theme   light | dark | auto (default)
//   data-side    right | left (default: as the shop has set it)
//   data-label   words on the button; without it the button is round
//   data-page    what agents read as the page (default: its address)
//   data-page-*  what the page knows of the visitor: data-page-order="10023" says {order: "10023"}
//
// It adds one element with a shadow root: a button, a line about unread words, and a <dialog> whose
// frame is loaded when somebody is about to open it. A strict page allows our origin as `script-src` and
// `frame-src`: styles go in as a constructed sheet, drawings by DOM calls. With `connect-src` too the
// button has the shop's colours. What the frame may not keep (browsers that block other sites' storage)
// is kept by the page, under names that begin with "frontdesk:". The one global is `frontdesk` with
// open(), close() and set({name: value}).

import type { ToFrame, ToPage } from "./bridge";

const words = {
  lt: {
    open: "Atverti pokalbį",
    chat: "Pokalbis",
    unread: "neperskaityta:",
    fresh: "Nauja žinutė:",
    hide: "Nerodyti",
    failed: "Pokalbio atverti nepavyko.",
  },
  en: { open: "Open chat", chat: "Chat", unread: "unread:", fresh: "New message:", hide: "Hide", failed: "The chat could not be opened." },
};

const script = document.currentScript as HTMLScriptElement | null;

const css = `
:host{all:initial}
*{box-sizing:border-box}
.dock,.window{margin:0;border:0;padding:0;background:none;color:inherit;position:fixed;inset:auto;overflow:visible;z-index:2147483000}
.dock{display:flex;flex-direction:column;align-items:flex-end;gap:12px;bottom:calc(20px + env(safe-area-inset-bottom));right:calc(20px + env(safe-area-inset-right));font:400 15px/22px system-ui,sans-serif;pointer-events:none}
.left.dock{align-items:flex-start;right:auto;left:calc(20px + env(safe-area-inset-left))}
.dock>*{pointer-events:auto}
button{font:inherit;border:0;padding:0;background:none;color:inherit;cursor:pointer}
svg{fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;width:26px;height:26px;flex:none}
.launcher{position:relative;min-width:56px;height:56px;border-radius:28px;background:var(--accent,#1f5aa6);color:var(--on-accent,#fff);display:flex;align-items:center;justify-content:center;gap:10px;font-weight:600;box-shadow:0 0 0 1px rgb(255 255 255/.9),0 4px 16px rgb(29 27 24/.22)}
.launcher.pill{padding:0 20px 0 16px}
:focus-visible{outline:2px solid #1f5aa6;outline-offset:3px;box-shadow:0 0 0 3px #fff,0 0 0 7px #fff}
.badge{position:absolute;top:-4px;right:-4px;min-width:22px;border-radius:11px;background:#b3261e;color:#fff;font-size:12px;font-weight:600;text-align:center;padding:0 6px;box-shadow:0 0 0 2px #fff}
.teaser{position:relative;width:280px;max-width:calc(100vw - 40px);background:#fff;color:#1d1b18;border-radius:14px;box-shadow:0 4px 16px rgb(29 27 24/.22)}
.teaser .say{display:block;width:100%;text-align:left;padding:12px 38px 12px 14px;border-radius:14px}
.say b,.hide{display:block;font-size:13px;opacity:.8}
.say span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden;overflow-wrap:anywhere}
.hide{position:absolute;top:4px;right:4px;width:32px;height:32px;display:grid;place-items:center;border-radius:6px}
.hide svg{width:16px;height:16px}
.window{bottom:calc(88px + env(safe-area-inset-bottom));right:calc(20px + env(safe-area-inset-right));width:400px;max-width:calc(100vw - 40px);height:min(680px,calc(100dvh - 104px));max-height:none;border-radius:16px;overflow:hidden;background:var(--back,#fff);box-shadow:0 12px 40px rgb(29 27 24/.18),0 0 0 1px rgb(29 27 24/.08)}
.left.window{right:auto;left:calc(20px + env(safe-area-inset-left))}
.window.phone{inset:0;width:100%;max-width:none;height:100dvh;border-radius:0;box-shadow:none;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}
.phone::backdrop{background:var(--back,#fff)}
.window.on{display:block;animation:rise 180ms cubic-bezier(.2,.8,.2,1)}
.window:not(.on),[hidden]{display:none!important}
iframe{display:block;width:100%;height:100%;border:0;color-scheme:normal}
.dark>.teaser{background:#1c1a18;color:#f1eee9}.dark.window,.dark>.teaser{outline:1px solid #3a3732}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}
@media(prefers-reduced-motion:reduce){*{animation:none!important}}
@media(forced-colors:active){.launcher,.badge,.teaser,.window{border:1px solid ButtonText}}
@media print{.dock,.window{display:none!important}}`;

function start(own: HTMLScriptElement): void {
  const origin = new URL(own.src).origin;
  const said = own.dataset;
  const inbox = said.inbox || "main";
  const prefix = `frontdesk:${inbox}:`;
  const token = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
  const darkQuery = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 639px), (max-height: 499px)");
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(said)) {
    if (key.length > 4 && key.startsWith("page") && value) attributes[key[4]!.toLowerCase() + key.slice(5)] = value;
  }

  const language = (tag: string) => (tag.slice(0, 2).toLowerCase() === "lt" ? "lt" : "en");
  let spoken: "lt" | "en" = language(said.lang || document.documentElement.lang || navigator.language);
  let frame: HTMLIFrameElement | null = null;
  let ready = false;
  let open = false;
  let modal = false;
  let quiet = false;
  let unread = 0;
  let scrollLock: string | null = null;

  // ---- Elements -----------------------------------------------------------------------------------------

  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, name: string, parent?: Node) => {
    const element = document.createElement(tag);
    element.className = name;
    parent?.appendChild(element);
    return element;
  };
  const draw = (path: string, parent: Element) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    shape.setAttribute("d", path);
    svg.appendChild(shape);
    parent.appendChild(svg);
  };
  const host = make("div", "");
  const root = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    make("style", "", root).textContent = css;
  }
  const dock = make("div", "dock", root);
  const teaser = make("div", "teaser", dock);
  const say = make("button", "say", teaser);
  const sayWho = make("b", "", say);
  const sayWhat = make("span", "", say);
  const hide = make("button", "hide", teaser);
  draw("M6 6l12 12M18 6 6 18", hide);
  const launcher = make("button", said.label ? "launcher pill" : "launcher", dock);
  draw("M20 11.500a7.500 7.500 0 0 1-11 6.600L4 19.500l1.400-4.400A7.500 7.500 0 1 1 20 11.500Z", launcher);
  if (said.label) launcher.append(said.label);
  const badge = make("span", "badge", launcher);
  const status = make("p", "sr", dock);
  const dialog = make("dialog", "window", root);
  teaser.hidden = badge.hidden = true;
  badge.setAttribute("aria-hidden", "true");
  status.setAttribute("role", "status");
  for (const button of [say, hide, launcher]) button.type = "button";
  const popover = "showPopover" in dock;
  if (popover) dock.popover = "manual";

  // The top layer is above every z-index and outside every transformed ancestor. Shown again after a modal
  // window closes, so that the order of the layer is the order of what was opened.
  const raise = (element: HTMLElement) => {
    if (!popover || !element.isConnected) return;
    if (element.matches(":popover-open")) element.hidePopover();
    element.showPopover();
  };

  const name = () => {
    const own = words[spoken];
    const called = [own.open, said.label, unread > 0 && `${own.unread} ${unread}`].filter(Boolean);
    launcher.setAttribute("aria-label", called.join(", "));
    launcher.setAttribute("aria-expanded", String(open));
    dialog.setAttribute("aria-label", own.chat);
    hide.setAttribute("aria-label", own.hide);
    hide.title = own.hide;
    if (frame) frame.title = own.chat;
  };

  // Storage may be refused: then the next page begins with a closed window and a new conversation.
  const keep = (key: string, value: string, store = () => localStorage) => {
    try {
      if (value) store().setItem(key, value);
      else store().removeItem(key);
    } catch {}
  };
  const kept = (store = () => localStorage) => {
    try {
      return Object.fromEntries(Object.entries(store()).filter(([key]) => key.startsWith(prefix)));
    } catch {
      return {};
    }
  };
  const session = () => sessionStorage;

  // ---- The frame ----------------------------------------------------------------------------------------

  const tell = (message: ToFrame) => frame?.contentWindow?.postMessage({ ...message, token }, origin);

  const load = () => {
    if (frame) return;
    frame = make("iframe", "");
    frame.allow = "";
    // Without top navigation. On our own pages the frame could undo it, so there it would only look safe.
    if (origin !== location.origin) {
      frame.setAttribute(
        "sandbox",
        "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox",
      );
    }
    frame.src = `${origin}/widget/#${new URLSearchParams({ host: location.origin, token, inbox })}`;
    name();
    dialog.appendChild(frame);
    setTimeout(() => {
      if (ready) return;
      frame?.remove();
      frame = null;
      if (!open) return;
      // Blocked, or no network: the words are a button that tries again.
      hideWindow(true);
      sayWhat.textContent = status.textContent = words[spoken].failed;
      teaser.hidden = false;
    }, 15_000);
  };

  addEventListener("message", (event: MessageEvent<(ToPage & { token?: string }) | null>) => {
    const message = event.data;
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (message?.token !== token) return;
    switch (message.kind) {
      case "ready":
        tell({
          kind: "init",
          language: said.lang || document.documentElement.lang,
          theme: said.theme ?? "auto",
          page: said.page || location.href,
          referrer: document.referrer,
          attributes,
          kept: kept(),
        });
        break;
      case "language":
        // The first thing the views say: from now on they listen.
        if (!ready && open) tell({ kind: "open", phone: modal, quiet });
        ready = true;
        spoken = language(message.language);
        name();
        break;
      case "alive":
        keep(`${prefix}alive`, message.alive ? "1" : "");
        break;
      case "unread": {
        const more = message.count > unread;
        unread = message.count;
        badge.hidden = unread === 0;
        badge.textContent = unread > 9 ? "9+" : String(unread);
        sayWho.textContent = message.name;
        sayWhat.textContent = message.text.slice(0, 200);
        if (unread === 0 || open) teaser.hidden = true;
        else if (more) {
          teaser.hidden = false;
          status.textContent = `${words[spoken].fresh} ${message.name}`;
        }
        name();
        break;
      }
      case "keep":
        if (message.key.startsWith(prefix)) keep(message.key, message.value);
        break;
      case "close":
        hideWindow(true);
    }
  });

  // ---- Opening and closing ------------------------------------------------------------------------------

  const fit = () => {
    const viewport = window.visualViewport;
    if (!open || !modal || !viewport || viewport.scale > 1.01) return;
    // The keyboard shrinks only what is visible, and only the outer page is told.
    dialog.style.height = `${viewport.height}px`;
    dialog.style.top = `${viewport.offsetTop}px`;
  };

  const layer = () => {
    if (dialog.open) dialog.close();
    if (popover && dialog.matches(":popover-open")) dialog.hidePopover();
    modal = narrow.matches;
    dialog.classList.toggle("phone", modal);
    dialog.classList.add("on");
    dialog.removeAttribute("style");
    if (modal) {
      dialog.removeAttribute("popover");
      scrollLock ??= document.documentElement.style.overflow;
      document.documentElement.style.overflow = "hidden";
      dialog.showModal();
      fit();
    } else {
      unlock();
      if (popover) {
        dialog.popover = "manual";
        dialog.showPopover();
      } else dialog.show();
    }
    dock.hidden = modal;
    if (!modal) raise(dock);
  };
  const unlock = () => {
    if (scrollLock !== null) document.documentElement.style.overflow = scrollLock;
    scrollLock = null;
  };

  /** `calm`: by itself after a page change; nothing takes the focus. */
  const show = (calm = false) => {
    if (open) return;
    open = true;
    quiet = calm;
    load();
    teaser.hidden = true;
    layer();
    keep(`${prefix}open`, "1", session);
    name();
    if (!calm) frame?.focus();
    if (ready) tell({ kind: "open", phone: modal, quiet });
  };

  const hideWindow = (back: boolean) => {
    if (!open) return;
    open = false;
    dialog.classList.remove("on");
    if (popover && dialog.matches(":popover-open")) dialog.hidePopover();
    if (dialog.open) dialog.close();
    unlock();
    dock.hidden = false;
    raise(dock);
    keep(`${prefix}open`, "", session);
    tell({ kind: "closed" });
    name();
    if (back) launcher.focus();
  };

  for (const intent of ["pointerenter", "focus"]) {
    launcher.addEventListener(intent, load, { once: true });
  }
  launcher.addEventListener("click", () => (open ? hideWindow(true) : show()));
  say.addEventListener("click", () => show());
  hide.addEventListener("click", () => {
    teaser.hidden = true;
    launcher.focus();
  });
  // Escape and Android's Back close a modal dialog by themselves.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    hideWindow(true);
  });
  narrow.addEventListener("change", () => {
    if (!open) return;
    layer();
    tell({ kind: "open", phone: modal, quiet: true });
  });
  for (const change of ["resize", "scroll"]) window.visualViewport?.addEventListener(change, fit);

  // ---- Colours, and the first sight ---------------------------------------------------------------------

  interface Palette {
    accent?: string;
    on_accent?: string;
  }
  let config: { side?: string; brand?: { light?: Palette; dark?: Palette } } = {};
  const paint = () => {
    const dark = said.theme === "dark" || (said.theme !== "light" && darkQuery.matches);
    const palette = config.brand?.[dark ? "dark" : "light"];
    for (const [key, value] of [
      ["--accent", palette?.accent],
      ["--on-accent", palette?.on_accent],
    ] as const) {
      if (value) host.style.setProperty(key, value);
    }
    const left = (said.side ?? config.side) === "left";
    for (const { classList } of [dock, dialog]) {
      classList.toggle("dark", dark);
      classList.toggle("left", left);
    }
    host.style.setProperty("--back", dark ? "#1c1a18" : "#fff");
  };
  darkQuery.addEventListener("change", paint);

  const appear = () => {
    if (host.isConnected) return;
    paint();
    name();
    document.body.appendChild(host);
    raise(dock);
    if (kept(session)[`${prefix}open`] && !narrow.matches) show(true);
    else if (kept()[`${prefix}alive`]) load();
  };
  const begin = () => {
    // The button waits a moment for the shop's colours, so that it does not change them under the eye.
    setTimeout(appear, 1_500);
    fetch(`${origin}/api/v1/widget?inbox=${encodeURIComponent(inbox)}`)
      .then((answer) => answer.json())
      .then((answer: typeof config) => {
        config = answer;
        paint();
      })
      .catch(() => {})
      .then(appear);
  };
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(begin, { timeout: 2_000 }) : begin());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", idle);
  else idle();

  (window as unknown as Record<string, unknown>).frontdesk = {
    open: () => show(),
    close: () => hideWindow(false),
    /** Said with the next conversation; only texts. */
    set: (more: Record<string, string>) => {
      for (const [key, value] of Object.entries(more)) attributes[key] = String(value);
    },
  };
}

// A page that includes the script twice still gets one button.
if (script && !("frontdesk" in window)) start(script);
