// SPDX-License-Identifier: MIT
// The first account of a new server, by the link that it printed when it started.

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { codeOf } from "../session";
import { wordFor } from "../words/words";
import { useParts, useSay } from "./context";
import { Icon } from "./icons";

/** As the server has it where nobody chose another. */
export const SHORTEST = 12;

export function FirstPage({ token, done }: { token: string; done: () => void }) {
  const { session } = useParts();
  const { words, language } = useSay();
  const other = language === "lt" ? "en" : "lt";
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => nameField.current?.focus(), []);

  const submit = async (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const wrong = name.trim() === "" ? "name" : password.length < SHORTEST ? "password" : "";
    if (wrong) {
      setProblem(wrong === "name" ? words.fillName : words.passwordShort(SHORTEST));
      (wrong === "name" ? nameField : passwordField).current?.focus();
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      await session.api.first(token, name.trim(), password);
      // The answer has signed in already.
      await session.start();
      done();
    } catch (failure) {
      const code = codeOf(failure);
      const refused = code === "forbidden" || code === "not_found" || code === "unauthenticated" || code === "conflict";
      setProblem(refused ? words.firstRefused : `${words.notDone} ${wordFor(words.failure, code)}`);
      setBusy(false);
    }
  };

  return (
    <main class="entry">
      <div class="entry-card">
        <span class="logo" aria-hidden="true">
          f
        </span>
        <h1>{words.firstTitle}</h1>
        <p class="muted">{words.firstText}</p>
        <form class="entry-form" onSubmit={(event) => void submit(event)} noValidate>
          <label for="first-name">{words.name}</label>
          <input
            id="first-name"
            class="field"
            ref={nameField}
            name="username"
            autocomplete="username"
            required
            value={name}
            aria-describedby="first-problem"
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <label for="first-password">{words.password}</label>
          <input
            id="first-password"
            class="field"
            ref={passwordField}
            name="password"
            type="password"
            autocomplete="new-password"
            required
            value={password}
            aria-describedby="first-hint first-problem"
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          <p id="first-hint" class="small">
            {words.passwordHint(SHORTEST)}
          </p>
          <div id="first-problem" role="alert">
            {problem && (
              <p class="bar danger">
                <Icon name="warning" />
                <span>{problem}</span>
              </p>
            )}
          </div>
          <button class="btn fill wide" type="submit" aria-disabled={busy}>
            {words.firstCreate}
          </button>
        </form>
        <p class="entry-language">
          <button type="button" class="link" lang={other} onClick={() => void session.speak(other)}>
            {other === "en" ? "English" : "Lietuviškai"}
          </button>
        </p>
      </div>
    </main>
  );
}
