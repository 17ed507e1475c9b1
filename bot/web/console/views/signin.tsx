// SPDX-License-Identifier: MIT
// Signing in: a page of its own at first, a dialog over the page when the session is over, so that the
// draft under it stays.

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { useModal } from "./modal";

export function SignInPage() {
  const { session } = useParts();
  const { words, language } = useSay();
  const other = language === "lt" ? "en" : "lt";
  return (
    <main class="entry">
      <div class="entry-card">
        <span class="logo" aria-hidden="true">
          f
        </span>
        <h1>{words.signInTitle}</h1>
        <SignInForm />
        <p class="entry-language">
          <button type="button" class="link" lang={other} onClick={() => void session.speak(other)}>
            {other === "en" ? "English" : "Lietuviškai"}
          </button>
        </p>
      </div>
    </main>
  );
}

export function SignInDialog() {
  const { words } = useSay();
  // Before the form's own effect, which chooses where the focus goes.
  const dialog = useModal();
  return (
    <dialog
      class="dialog entry-card"
      ref={dialog}
      aria-labelledby="session-over"
      // There is nothing behind it that could be used without signing in.
      onCancel={(event) => event.preventDefault()}
      // A browser closes it all the same when Esc is pressed twice.
      onClose={() => dialog.current?.showModal()}
    >
      <h2 id="session-over">{words.sessionOver}</h2>
      <SignInForm />
    </dialog>
  );
}

function SignInForm() {
  const { session } = useParts();
  const { words } = useSay();
  const auth = useApp((state) => state.auth);
  const [name, setName] = useState(auth.me?.name ?? "");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [missing, setMissing] = useState<"name" | "password" | null>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => (name ? passwordField : nameField).current?.focus(), []);
  useEffect(() => {
    if (auth.problem) passwordField.current?.select();
  }, [auth]);

  const submit = (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (auth.busy) return;
    const wrong = name.trim() === "" ? "name" : password === "" ? "password" : null;
    setMissing(wrong);
    if (wrong) (wrong === "name" ? nameField : passwordField).current?.focus();
    else void session.signIn(name.trim(), password);
  };

  const problem =
    missing === "name"
      ? words.fillName
      : missing === "password"
        ? words.fillPassword
        : auth.problem === "unauthenticated" || auth.problem === "forbidden" || auth.problem === "invalid"
          ? words.wrongPassword
          : auth.problem === "rate_limited"
            ? words.tooManyTries(auth.seconds || 60)
            : auth.problem
              ? `${words.signInFailed} ${words.code(auth.problem)}`
              : "";

  return (
    <form class="entry-form" onSubmit={submit} noValidate>
      <label for="sign-in-name">{words.name}</label>
      <input
        id="sign-in-name"
        class="field"
        ref={nameField}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        value={name}
        aria-invalid={missing === "name"}
        aria-describedby="sign-in-problem"
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <label for="sign-in-password">{words.password}</label>
      <input
        id="sign-in-password"
        class="field"
        ref={passwordField}
        name="password"
        type={shown ? "text" : "password"}
        autocomplete="current-password"
        required
        value={password}
        aria-invalid={missing === "password" || auth.problem === "unauthenticated"}
        aria-describedby="sign-in-problem"
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <label class="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {words.showPassword}
      </label>
      <div id="sign-in-problem" role="alert">
        {problem && (
          <p class="bar danger">
            <Icon name="warning" />
            <span>{problem}</span>
          </p>
        )}
      </div>
      <button class="btn fill wide" type="submit" aria-disabled={auth.busy}>
        {auth.busy ? words.signingIn : words.signIn}
      </button>
    </form>
  );
}
