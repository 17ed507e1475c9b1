// SPDX-License-Identifier: MIT
// Dialogs over the page: confirmations of keys that a stray press could hit, transfer, settings, keys.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Theme } from "../../shared/theme";
import type { Opened } from "../state/app";
import { knownPlaces } from "../state/places";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { KeyList } from "./keylist";
import { SideDialog } from "./side";

export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  const opened = useApp((state) => state.opened);
  switch (dialog) {
    case "keys":
      return <KeysDialog />;
    case "settings":
      return <SettingsDialog />;
    case "transfer":
      return opened && <TransferDialog opened={opened} />;
    case "close":
      return opened && <CloseDialog opened={opened} />;
    case "return":
      return opened && <ReturnDialog opened={opened} />;
    case "side":
      return opened && <SideDialog opened={opened} />;
    default:
      return null;
  }
}

function Modal(props: { title: string; wide?: boolean; children: ComponentChildren }) {
  const { session } = useParts();
  const { words } = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog
      class={props.wide ? "dialog wide-dialog" : "dialog"}
      ref={dialog}
      aria-labelledby="dialog-title"
      onClose={() => session.dialog(null)}
      onClick={(event) => event.target === dialog.current && session.dialog(null)}
    >
      <div class="dialog-in">
        <div class="dialog-head">
          <h2 id="dialog-title">{props.title}</h2>
          <button type="button" class="icon-btn" aria-label={words.closePanel} onClick={() => session.dialog(null)}>
            <Icon name="close" />
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  );
}

/** A question and its two buttons. Enter does it, unless something has to be filled in first (`field`). */
function Ask(props: { children: ComponentChildren; action: string; field?: boolean; run: () => void }) {
  const { session } = useParts();
  const { words } = useSay();
  const submit = (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.run();
  };
  return (
    <form onSubmit={submit}>
      {props.children}
      <div class="dialog-do">
        <button type="button" class="btn" onClick={() => session.dialog(null)}>
          {words.cancel}
        </button>
        <button type="submit" class="btn fill" autofocus={!props.field}>
          {props.action}
        </button>
      </div>
    </form>
  );
}

function CloseDialog({ opened }: { opened: Opened }) {
  const { session, desk } = useParts();
  const { words } = useSay();
  const [reason, setReason] = useState("");
  return (
    <Modal title={words.closeTitle}>
      <Ask
        action={words.close}
        run={() => {
          session.dialog(null);
          void desk.close(opened.id, reason.trim());
        }}
      >
        <p>{words.closeText}</p>
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
  return (
    <Modal title={words.returnTitle}>
      <Ask
        action={words.returnToBot}
        run={() => {
          session.dialog(null);
          void desk.returnToBot(opened.id);
        }}
      >
        <p>{words.returnText}</p>
      </Ask>
    </Modal>
  );
}

function TransferDialog({ opened }: { opened: Opened }) {
  const { session, desk } = useParts();
  const { words } = useSay();
  const rows = useApp((state) => state.rows);
  const places = useMemo(() => knownPlaces(rows, session.me), [rows]);
  const [kind, setKind] = useState<"team" | "agent">("team");
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const suggestions = kind === "team" ? places.teams : places.agents;
  const run = () => {
    const to = name.trim();
    setMissing(to === "");
    if (to === "") {
      field.current?.focus();
      return;
    }
    session.dialog(null);
    void desk.transfer(opened.id, kind === "team" ? { team: to } : { agent: to });
  };
  return (
    <Modal title={words.transferTitle}>
      <Ask action={words.transfer} field run={run}>
        <fieldset class="choice">
          <legend class="sr">{words.transferTitle}</legend>
          {(["team", "agent"] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name="transfer-kind" checked={kind === one} onChange={() => setKind(one)} />
              {one === "team" ? words.transferTeam : words.transferAgent}
            </label>
          ))}
        </fieldset>
        <label for="transfer-name">{kind === "team" ? words.transferTeamName : words.transferAgentName}</label>
        <input
          id="transfer-name"
          class="field"
          ref={field}
          autofocus
          list="transfer-known"
          autocomplete="off"
          value={name}
          aria-invalid={missing}
          aria-describedby="transfer-problem"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <datalist id="transfer-known">
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <p id="transfer-problem" class="state danger" role="alert">
          {missing ? words.transferNobody : ""}
        </p>
      </Ask>
    </Modal>
  );
}

function SettingsDialog() {
  const { session } = useParts();
  const { words } = useSay();
  const prefs = useApp((state) => state.prefs);
  const me = useApp((state) => state.auth.me);
  const themes: [Theme, string][] = [
    ["auto", words.themeAuto],
    ["light", words.themeLight],
    ["dark", words.themeDark],
  ];
  return (
    <Modal title={words.settings}>
      <fieldset class="choice">
        <legend>{words.language}</legend>
        {(["lt", "en"] as const).map((language) => (
          <label key={language} class="check" lang={language}>
            <input
              type="radio"
              name="language"
              checked={prefs.language === language}
              onChange={() => session.prefer({ language })}
            />
            {language === "lt" ? "Lietuvių" : "English"}
          </label>
        ))}
      </fieldset>
      <fieldset class="choice">
        <legend>{words.theme}</legend>
        {themes.map(([theme, label]) => (
          <label key={theme} class="check">
            <input
              type="radio"
              name="theme"
              checked={prefs.theme === theme}
              onChange={() => session.prefer({ theme })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <fieldset class="choice">
        <legend>{words.keys}</legend>
        <label class="check">
          <input
            type="checkbox"
            checked={prefs.letterKeys}
            onChange={(event) => session.prefer({ letterKeys: event.currentTarget.checked })}
          />
          {words.singleKeys}
        </label>
      </fieldset>
      <div class="dialog-do">
        <span class="dialog-me">{me?.name}</span>
        <button type="button" class="btn" onClick={() => void session.signOut()}>
          {words.signOut}
        </button>
      </div>
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
