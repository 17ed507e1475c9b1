// SPDX-License-Identifier: MIT
// The page as a whole: who is signed in, which conversation the address names, and the frame around all.

import { useEffect, useState } from "preact/hooks";
import { applyTheme } from "../../shared/theme";
import { unreadMine } from "../state/rows";
import { Boundary } from "./boundary";
import { Conversations } from "./conversation";
import { useApp, useParts, useSay } from "./context";
import { Dialogs } from "./dialogs";
import { here } from "./go";
import { useKeys } from "./keyboard";
import { Later, learnPages } from "./later";
import { List } from "./list";
import { roomForTwo } from "./pane";
import { Rail } from "./rail";
import { SidePanel } from "./side";
import { SignInDialog, SignInPage } from "./signin";
import { Toast } from "./toast";

export function App() {
  const phase = useApp((state) => state.auth.phase);
  usePage();
  const [token, setToken] = useState(() => here().token);
  if (token && phase !== "in") {
    const done = () => {
      history.replaceState(null, "", location.pathname);
      setToken("");
    };
    return <Later draw={({ FirstPage }) => <FirstPage token={token} done={done} />} />;
  }
  switch (phase) {
    case "checking":
      return <Checking />;
    case "out":
      return <SignInPage />;
    default:
      return <Console />;
  }
}

/** Theme, language and title are the document's. */
function usePage() {
  const { words, language } = useSay();
  const theme = useApp((state) => state.prefs.theme);
  const unread = useApp((state) => unreadMine(state.rows, state.seen, state.auth.me?.name ?? "", state.unread, state.talliedTo));
  const textSize = useApp((state) => state.prefs.textSize);
  const dense = useApp((state) => state.prefs.density === "dense");
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    document.documentElement.style.fontSize = textSize === 100 ? "" : `${textSize}%`;
    document.documentElement.classList.toggle("dense", dense);
  }, [textSize, dense]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${words.conversations}` : words.conversations;
  }, [unread, words]);
}

function Checking() {
  const { session } = useParts();
  const { words } = useSay();
  const problem = useApp((state) => state.auth.problem);
  if (problem) {
    return (
      <main class="entry">
        <div class="notice">
          <p role="alert">
            {words.noServer} <span class="small">{words.code(problem)}</span>
          </p>
          <button type="button" class="btn" onClick={() => void session.start()}>
            {words.retry}
          </button>
        </div>
      </main>
    );
  }
  return (
    <main class="entry">
      <p class="late-words" role="status">
        {words.loading}
      </p>
    </main>
  );
}

function Console() {
  const { session, desk, writer } = useParts();
  const phase = useApp((state) => state.auth.phase);
  const opened = useApp((state) => state.opened);
  const beside = useApp((state) => state.beside !== null);
  const prefs = useApp((state) => state.prefs);
  const page = useApp((state) => state.page);
  const side = page === "desk" && opened !== null && opened.phase !== "missing" && !prefs.sideFolded;
  useKeys();

  useEffect(() => {
    const follow = () => {
      const { page, id } = here();
      session.page(page);
      if (page !== "desk") return;
      if (id) writer.recall(id);
      desk.open(id);
      desk.wake();
    };
    const wake = () => {
      if (document.visibilityState === "hidden") return;
      session.wake();
      desk.wake();
    };
    const lose = () => {
      session.lose();
      desk.lose();
    };
    follow();
    // Before they are asked for: the network may be gone by then.
    learnPages().catch(() => {});
    const room = roomForTwo();
    const narrowed = () => !room.matches && desk.keepOne();
    room.addEventListener("change", narrowed);
    window.addEventListener("hashchange", follow);
    window.addEventListener("online", wake);
    window.addEventListener("offline", lose);
    window.addEventListener("focus", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      room.removeEventListener("change", narrowed);
      window.removeEventListener("hashchange", follow);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", lose);
      window.removeEventListener("focus", wake);
      document.removeEventListener("visibilitychange", wake);
    };
  }, []);

  const classes = [
    "app",
    opened ? "opened" : "",
    beside && page === "desk" ? "two" : "",
    side ? "with-side" : "",
    page === "desk" ? "" : "with-page",
    prefs.listFolded && opened ? "list-folded" : "",
  ];
  return (
    <div class={classes.filter(Boolean).join(" ")}>
      <Rail />
      {page === "desk" ? (
        <main class="both">
          <List />
          <Conversations />
        </main>
      ) : (
        <main class="page">
          <Boundary key={page}>
            <Later
              draw={({ Accounts, Board, Review }) =>
                page === "board" ? <Board /> : page === "review" ? <Review /> : <Accounts />
              }
            />
          </Boundary>
        </main>
      )}
      {side && <SidePanel key={opened.id} opened={opened} />}
      <Toast />
      <Dialogs />
      {phase === "expired" && <SignInDialog />}
    </div>
  );
}
