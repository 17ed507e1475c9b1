// SPDX-License-Identifier: MIT
// Dialogs over the page: which one is open, and the confirmations of keys that a stray press could hit.

import { useState } from "preact/hooks";
import type { Opened } from "../state/panes";
import { nameOf, tagsOf } from "../state/conversation";
import { visitorName } from "../state/names";
import { useApp, useParts, useSay } from "./context";
import { HoldDialog } from "./hold";
import { IntentDialog } from "./intent";
import { KeyList } from "./keylist";
import { Later } from "./later";
import { Ask, Modal } from "./modal";
import { Palette } from "./palette";
import { SideDialog } from "./side";
import { TagChoice, TagsDialog } from "./tags";
import { TransferDialog } from "./transfer";

export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  const opened = useApp((state) => state.opened);
  switch (dialog) {
    case "keys":
      return <KeysDialog />;
    case "settings":
      return <Later dialog draw={({ SettingsDialog }) => <SettingsDialog />} />;
    case "keyset":
      return <Later dialog draw={({ KeysetDialog }) => <KeysetDialog />} />;
    case "away":
      return <Later dialog draw={({ AwayDialog }) => <AwayDialog />} />;
    case "shift":
      return <Later dialog draw={({ ShiftDialog }) => <ShiftDialog />} />;
    case "palette":
      return <Palette />;
    case null:
      return null;
    default:
      break;
  }
  if (!opened) return null;
  switch (dialog) {
    case "transfer":
      return <TransferDialog opened={opened} />;
    case "close":
      return <CloseDialog opened={opened} />;
    case "return":
      return <ReturnDialog opened={opened} />;
    case "side":
      return <SideDialog opened={opened} />;
    case "tags":
      return <TagsDialog opened={opened} />;
    case "hold":
      return <HoldDialog opened={opened} />;
    case "intent":
      return <IntentDialog opened={opened} />;
    case "takeOver":
      return <TakeOverDialog opened={opened} />;
    case "erase":
      return <EraseDialog opened={opened} />;
  }
}

function CloseDialog({ opened }: { opened: Opened }) {
  const { session, desk } = useParts();
  const { words } = useSay();
  const known = useApp((state) => state.desk);
  const had = tagsOf(opened.conversation, opened.row);
  const [reason, setReason] = useState("");
  const [tags, setTags] = useState(had);
  const [missing, setMissing] = useState(false);
  const required = known?.require_tag === true && known.tags.length > 0;
  const run = () => {
    if (required && tags.length === 0) {
      setMissing(true);
      document.querySelector<HTMLElement>("#close-tags input")?.focus();
      return;
    }
    session.dialog(null);
    void desk.close(opened.id, reason.trim(), tags.join() === had.join() ? undefined : tags);
  };
  return (
    <Modal title={words.closeTitle}>
      <Ask action={words.close} field={required && tags.length === 0} run={run}>
        <p>{words.closeText}</p>
        {known && known.tags.length > 0 && (
          <div id="close-tags">
            <TagChoice
              tags={known.tags}
              chosen={tags}
              problem={missing && tags.length === 0 ? words.tagFirst : ""}
              onChange={setTags}
            />
          </div>
        )}
        <label for="close-reason">{words.closeReason}</label>
        <input
          id="close-reason"
          class="field"
          maxLength={200}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Ask>
    </Modal>
  );
}

function ReturnDialog({ opened }: { opened: Opened }) {
  const { session, desk } = useParts();
  const { words } = useSay();
  const { flow } = opened.conversation;
  const [step, setStep] = useState(flow?.step ?? "");
  return (
    <Modal title={words.returnTitle}>
      <Ask
        action={words.returnToBot}
        run={() => {
          session.dialog(null);
          void desk.returnToBot(opened.id, step);
        }}
      >
        <p>{words.returnText}</p>
        {flow && flow.steps.length > 0 && (
          <>
            <label for="return-step">{words.returnStep}</label>
            <select id="return-step" class="field" value={step} onChange={(event) => setStep(event.currentTarget.value)}>
              <option value="">{words.returnNoStep}</option>
              {flow.steps.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label || id}
                </option>
              ))}
            </select>
          </>
        )}
      </Ask>
    </Modal>
  );
}

function TakeOverDialog({ opened }: { opened: Opened }) {
  const { session, commands } = useParts();
  const { words } = useSay();
  return (
    <Modal title={words.takeOverTitle}>
      <Ask
        action={words.take}
        run={() => {
          session.dialog(null);
          void commands.takeOver(opened.id);
        }}
      >
        <p>{words.takeOverText(opened.conversation.chat.owner ?? "")}</p>
      </Ask>
    </Modal>
  );
}

function EraseDialog({ opened }: { opened: Opened }) {
  const { session, commands } = useParts();
  const { words } = useSay();
  return (
    <Modal title={words.eraseTitle}>
      <Ask
        action={words.erase}
        danger
        run={() => {
          session.dialog(null);
          void commands.erase(opened.id);
        }}
      >
        <p>
          <b>{visitorName(nameOf(opened.conversation, opened.row), words.visitor, opened.id)}</b>
        </p>
        <p>{words.eraseText}</p>
      </Ask>
    </Modal>
  );
}

function KeysDialog() {
  const { words } = useSay();
  return (
    <Modal title={words.allKeys} wide>
      <KeyList />
    </Modal>
  );
}
