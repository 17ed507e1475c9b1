// SPDX-License-Identifier: MIT
// The end of a shift: what is still open, to whom all of it goes, and what became of each.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { initialsOf, visitorName } from "../state/names";
import { isMine, targetOf, waitingSince } from "../state/rows";
import type { Handed } from "../shift";
import { counted } from "../../shared/words";
import { shiftOpen } from "../words/counts";
import { wordFor } from "../words/words";
import { WaitChip } from "./chip";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { Ask, Modal } from "./modal";
import { chosen, focusOnTo, ToComment, ToList } from "./to";

type Phase = "asking" | "running" | "done";

export function ShiftDialog() {
  const { session, shift } = useParts();
  const { words, language } = useSay();
  const known = useApp((state) => state.desk);
  const rows = useApp((state) => state.rows);
  const me = useApp((state) => state.auth.me?.name ?? "");
  const [choice, setChoice] = useState("");
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const [phase, setPhase] = useState<Phase>("asking");
  const [handed, setHanded] = useState<Handed[]>([]);
  const [away, setAway] = useState(false);
  // The button that was pressed is gone.
  const close = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => close.current?.focus(), [phase]);
  // What is handed on leaves the list; what became of it stays here.
  const open = [...rows.values()].filter((row) => isMine(row, me));
  const run = async () => {
    const target = chosen(known, choice, language);
    const empty = open.length === 0;
    setMissing(!target && !empty);
    if (!target && !empty) {
      focusOnTo();
      return;
    }
    setPhase("running");
    setAway(await shift.end(empty ? null : (target?.to ?? null), comment.trim(), (one) => setHanded((all) => [...all, one])));
    setPhase("done");
  };
  if (phase !== "asking") {
    const stayed = handed.filter(({ done }) => !done).length;
    return (
      <Modal title={words.shiftTitle}>
        <Results handed={handed} to={chosen(known, choice, language)?.name ?? ""} />
        <p class="shift-end" role="status">
          {phase === "running" ? words.shiftRunning : away ? words.shiftDone : words.notDone}
          {phase === "done" && stayed > 0 && ` ${words.shiftStayed}`}
        </p>
        <div class="dialog-do">
          <button
            ref={close}
            type="button"
            class="btn fill"
            aria-disabled={phase === "running"}
            onClick={() => phase === "done" && session.dialog(null)}
          >
            {words.done}
          </button>
        </div>
      </Modal>
    );
  }
  return (
    <Modal title={words.shiftTitle}>
      <Ask action={open.length > 0 ? words.shiftRun(open.length) : words.awayGo} field={open.length > 0} run={() => void run()}>
        <p>{counted(language, open.length, shiftOpen)}</p>
        {open.length > 0 && (
          <>
            <div class="shift-list" tabIndex={0} role="region" aria-label={words.conversations}>
              <ul>
                {open.map((row) => {
                  const since = waitingSince(row);
                  return (
                    <li key={row.conversation}>
                      <span class="avatar" aria-hidden="true">
                        {row.name ? initialsOf(row.name) : <Icon name="person" />}
                      </span>
                      <span class="shift-who">
                        <b>{visitorName(row.name ?? "", words.visitor, row.conversation)}</b>
                        <small>{row.last_text || words.noText}</small>
                      </span>
                      {row.on_hold ? <small>{words.onHold}</small> : since !== null && <WaitChip since={since} target={targetOf(row)} calm={false} />}
                    </li>
                  );
                })}
              </ul>
            </div>
            <ToList teams={known?.teams ?? []} choice={choice} missing={missing} onChoose={setChoice} />
            <ToComment value={comment} onChange={setComment} />
          </>
        )}
      </Ask>
    </Modal>
  );
}

function Results({ handed, to }: { handed: Handed[]; to: string }) {
  const { words } = useSay();
  const why = ({ why: code, owner }: Handed) =>
    code === "taken" ? words.stopTaken(owner) : code === "team" ? `${words.off.team}.` : wordFor(words.failure, code);
  return (
    <div class="shift-list" tabIndex={0} role="log" aria-label={words.shiftTitle}>
      <ul>
        {handed.map((one) => (
          <li key={one.row.conversation} class={one.done ? "done" : "stayed"}>
            <Icon name={one.done ? "tick" : "warning"} />
            <span class="shift-who">
              <b>{visitorName(one.row.name ?? "", words.visitor, one.row.conversation)}</b>
              <small>{one.done ? words.line.transferred.replace("{x}", to) : `${words.shiftStays} ${why(one)}`}</small>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
