// SPDX-License-Identifier: MIT
// What each agent chooses: language, colours, sizes, keys, notices, how many conversations at once.

import { useState } from "preact/hooks";
import type { Theme } from "../../shared/theme";
import { TEXT_SIZES } from "../state/app";
import { NOTICES, type NoticeName } from "../state/notices";
import { useApp, useParts, useSay } from "./context";
import { Modal } from "./modal";

export function SettingsDialog() {
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
    <Modal title={words.settings} wide>
      <div class="settings">
        <div>
          <Radios
            legend={words.language}
            name="language"
            value={prefs.language}
            choices={[["lt", "Lietuvių"], ["en", "English"]]}
            onChange={(language) => void session.speak(language)}
          />
          <Radios
            legend={words.theme}
            name="theme"
            value={prefs.theme}
            choices={themes}
            onChange={(theme) => session.prefer({ theme })}
          />
          <Radios
            legend={words.density}
            name="density"
            value={prefs.density}
            choices={[["comfortable", words.comfortable], ["dense", words.dense]]}
            onChange={(density) => session.prefer({ density })}
          />
          <div class="setting">
            <label for="text-size">{words.textSize}</label>
            <select
              id="text-size"
              class="field"
              value={prefs.textSize}
              onChange={(event) => session.prefer({ textSize: Number(event.currentTarget.value) })}
            >
              {TEXT_SIZES.map((size) => (
                <option key={size} value={size}>
                  {size}
                  {"\u00a0"}%
                </option>
              ))}
            </select>
          </div>
          <fieldset class="choice column">
            <legend>{words.keys}</legend>
            <Switch on={prefs.letterKeys} label={words.singleKeys} onChange={(letterKeys) => session.prefer({ letterKeys })} />
            <Switch on={prefs.enterSends} label={words.enterSends} onChange={(enterSends) => session.prefer({ enterSends })} />
            <button type="button" class="btn small-btn keyset-open" onClick={() => session.dialog("keyset")}>
              {words.keysetTitle}…
            </button>
          </fieldset>
          <div class="setting">
            <label for="capacity">{words.capacity}</label>
            <input
              id="capacity"
              class="field"
              type="number"
              min={0}
              max={100}
              value={me?.capacity ?? 0}
              onChange={(event) => {
                const wanted = event.currentTarget.valueAsNumber;
                if (Number.isInteger(wanted) && wanted >= 0 && wanted <= 100) void session.setCapacity(wanted);
              }}
            />
          </div>
        </div>
        <Notices />
      </div>
      <div class="dialog-do">
        <span class="dialog-me">{me?.name}</span>
        <button type="button" class="btn" onClick={() => void session.signOut()}>
          {words.signOut}
        </button>
      </div>
    </Modal>
  );
}

function Radios<T extends string>(props: {
  legend: string;
  name: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{props.legend}</legend>
      {props.choices.map(([value, label]) => (
        <label key={value} class="check" lang={props.name === "language" ? value : undefined}>
          <input type="radio" name={props.name} checked={props.value === value} onChange={() => props.onChange(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function Switch(props: { on: boolean; label: string; onChange: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={props.on} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}

/** A switch for each event, for the ear and for the desktop. */
function Notices() {
  const { session } = useParts();
  const { words, time } = useSay();
  const notices = useApp((state) => state.prefs.notices);
  const [blocked, setBlocked] = useState(false);
  const quiet = notices.quietUntil > session.now();
  const put = (way: "sound" | "desktop", name: NoticeName, on: boolean) =>
    session.prefer({ notices: { ...notices, [way]: { ...notices[way], [name]: on } } });
  const desktop = async (name: NoticeName, on: boolean) => {
    const allowed = !on || ("Notification" in window && (await Notification.requestPermission()) === "granted");
    setBlocked(!allowed);
    put("desktop", name, on && allowed);
  };
  return (
    <section aria-labelledby="notices-title">
      <h3 id="notices-title" class="legend">
        {words.notices}
      </h3>
      <table class="switches">
        <thead>
          <tr>
            <td />
            <th scope="col">{words.noticeSound}</th>
            <th scope="col">{words.noticeDesktop}</th>
          </tr>
        </thead>
        <tbody>
          {NOTICES.map((name) => (
            <tr key={name}>
              <th scope="row">{words.noticeName[name]}</th>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${words.noticeSound}: ${words.noticeName[name]}`}
                  checked={notices.sound[name]}
                  onChange={(event) => put("sound", name, event.currentTarget.checked)}
                />
              </td>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${words.noticeDesktop}: ${words.noticeName[name]}`}
                  checked={notices.desktop[name]}
                  onChange={(event) => void desktop(name, event.currentTarget.checked)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="state danger" role="alert">
        {blocked ? words.noticeBlocked : ""}
      </p>
      <Switch on={notices.words} label={words.noticeWords} onChange={(on) => session.prefer({ notices: { ...notices, words: on } })} />
      <p class="quiet-row">
        {quiet && <span>{words.quietUntil(time(notices.quietUntil))}</span>}
        <button
          type="button"
          class="btn small-btn"
          onClick={() => session.prefer({ notices: { ...notices, quietUntil: quiet ? 0 : session.now() + 3_600_000 } })}
        >
          {quiet ? words.quietEnd : words.quietHour}
        </button>
      </p>
    </section>
  );
}
