// SPDX-License-Identifier: MIT
// How long somebody waits: a number, an icon and a colour that say the same, ticking on the server's time.

import { urgencyOf } from "../state/rows";
import { useNow, useSay } from "./context";
import { Icon } from "./icons";

/** `calm`: nobody was promised an answer at once, so no target is missed. `alarm`: from so many ms on it is too
 *  long, 0 for never. */
export function WaitChip(props: { since: number; target: number; calm: boolean; alarm?: number }) {
  const now = useNow();
  const { words, duration } = useSay();
  const waited = Math.max(0, now - props.since);
  const tooLong = !!props.alarm && waited >= props.alarm;
  const urgency = tooLong ? "late" : props.calm ? "plain" : urgencyOf(waited, props.target);
  return (
    <span class={tooLong ? "wait late too-long" : `wait ${urgency}`} title={tooLong ? words.waitsTooLong : undefined}>
      <Icon name={urgency === "late" ? "warning" : "clock"} />
      <span class="sr">{tooLong ? words.waitsTooLong : words.waits} </span>
      {duration(waited)}
    </span>
  );
}

/** A time since something, without urgency. */
export function Ago(props: { since: number; draw: (time: string) => string }) {
  const now = useNow();
  const { duration } = useSay();
  return <>{props.draw(duration(Math.max(0, now - props.since)))}</>;
}
