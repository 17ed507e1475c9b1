// SPDX-License-Identifier: MIT
// Who is typing or looks on now, under the transcript. Its line is always there, so nothing moves when somebody
// begins.

import type { Opened } from "../state/panes";
import { nameOf } from "../state/conversation";
import { typingNow } from "../state/signals";
import { useNow, useParts, useSay } from "./context";

export function TypingLine({ opened }: { opened: Opened }) {
  const { session } = useParts();
  const { words } = useSay();
  useNow();
  const visitor = nameOf(opened.conversation, opened.row) || words.customer;
  const now = opened.live.state === "lost" ? [] : typingNow(opened.signals, session.now());
  // Who writes is there anyway.
  const looking = opened.signals.viewers.filter((name) => !now.some((one) => one.name === name));
  return (
    <p class="typing" role="status">
      {[
        ...now.map(({ author, name }) => words.typingNow(author === "agent" ? name : visitor)),
        ...looking.map((name) => words.viewing(name)),
      ].join(" · ")}
    </p>
  );
}
