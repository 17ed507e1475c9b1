// SPDX-License-Identifier: MIT
// To whom one conversation goes, and a note for whoever takes it.

import { useState } from "preact/hooks";
import type { Opened } from "../state/panes";
import { teamsFor } from "../state/teams";
import { useApp, useParts, useSay } from "./context";
import { Ask, Modal } from "./modal";
import { chosen, focusOnTo, ToComment, ToList } from "./to";

export function TransferDialog({ opened }: { opened: Opened }) {
  const { session, desk } = useParts();
  const { words, language } = useSay();
  const known = useApp((state) => state.desk);
  const [choice, setChoice] = useState("");
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const run = () => {
    const target = chosen(known, choice, language);
    setMissing(!target);
    if (!target) {
      focusOnTo();
      return;
    }
    session.dialog(null);
    void desk.transfer(opened.id, target.to, target.name, comment.trim());
  };
  return (
    <Modal title={words.transferTitle}>
      <Ask action={words.transfer} field run={run}>
        <ToList teams={teamsFor(known, opened.row)} choice={choice} missing={missing} onChoose={setChoice} />
        <ToComment value={comment} onChange={setComment} />
      </Ask>
    </Modal>
  );
}
