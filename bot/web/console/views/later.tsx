// SPDX-License-Identifier: MIT
// Draws what is fetched apart from the desk (pages.ts): nobody who signs in to answer waits for it.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useParts, useSay } from "./context";

type Pages = typeof import("./pages");

let pages: Pages | null = null;

/** Fetches them, once. */
export async function learnPages(): Promise<Pages> {
  return (pages ??= await import("./pages"));
}

/** `dialog`: over the page, which says nothing of it until it is there. */
export function Later(props: { dialog?: boolean; draw: (pages: Pages) => ComponentChildren }) {
  const { session } = useParts();
  const { words } = useSay();
  const [known, setKnown] = useState(pages);
  const [failed, setFailed] = useState(false);
  const learn = () => {
    setFailed(false);
    learnPages().then(setKnown, () => {
      setFailed(true);
      if (!props.dialog) return;
      session.dialog(null);
      session.say("notDone", "unreachable");
    });
  };
  useEffect(() => {
    if (!known) learn();
  }, []);
  if (known) return <>{props.draw(known)}</>;
  if (props.dialog) return null;
  return (
    <div class="notice">
      {failed ? (
        <>
          <p role="alert">{words.pageFailed}</p>
          <button type="button" class="btn" onClick={learn}>
            {words.retry}
          </button>
        </>
      ) : (
        <p class="late-words" role="status">
          {words.loading}
        </p>
      )}
    </div>
  );
}
