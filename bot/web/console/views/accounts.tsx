// SPDX-License-Identifier: MIT
// Who may sign in, and as what: for administrators.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { codeOf } from "../session";
import { ROLES, type Account } from "../wire";
import { wordFor } from "../words/words";
import { useApp, useParts, useSay } from "./context";
import { SHORTEST } from "./first";
import { Icon } from "./icons";

export function Accounts() {
  const { session } = useParts();
  const { words } = useSay();
  const [accounts, setAccounts] = useState<Account[] | null>(null);
  const [failed, setFailed] = useState("");
  const learn = () =>
    void session.api.accounts().then(
      (answer) => {
        setFailed("");
        setAccounts(answer.accounts);
      },
      (failure: unknown) => setFailed(codeOf(failure)),
    );
  useEffect(learn, []);
  const change = (id: string, what: Parameters<typeof session.api.changeAccount>[1]) =>
    session.api.changeAccount(id, what).then(
      () => {
        session.say("saved");
        learn();
      },
      (failure: unknown) => session.say("notDone", codeOf(failure)),
    );
  return (
    <div class="page-in">
      <div class="page-head">
        <h1>{words.accountsTitle}</h1>
      </div>
      {failed && (
        <p class="bar danger" role="alert">
          <Icon name="warning" />
          <span>
            {words.pageFailed} {words.code(failed)}
          </span>
          <button type="button" class="btn" onClick={learn}>
            {words.retry}
          </button>
        </p>
      )}
      {!accounts && !failed && (
        <p class="late-words" role="status">
          {words.loading}
        </p>
      )}
      {accounts && (
        <ul class="accounts">
          {accounts.map((account) => (
            <One key={account.id} account={account} change={change} />
          ))}
        </ul>
      )}
      <AddAccount added={learn} />
    </div>
  );
}

function One(props: { account: Account; change: (id: string, what: { role?: string; disabled?: boolean; password?: string }) => Promise<void> }) {
  const { account, change } = props;
  const { words } = useSay();
  const me = useApp((state) => state.auth.me?.name);
  const [password, setPassword] = useState<string | null>(null);
  const mine = account.name === me;
  const submit = (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    if ((password ?? "").length < SHORTEST) return;
    void change(account.id, { password: password ?? "" }).then(() => setPassword(null));
  };
  return (
    <li class={account.disabled ? "account off" : "account"}>
      <b>
        {account.name} {account.disabled && <small>{words.disabled}</small>}
      </b>
      <select
        class="field"
        aria-label={`${words.role}: ${account.name}`}
        value={account.role}
        disabled={mine}
        onChange={(event) => void change(account.id, { role: event.currentTarget.value })}
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {wordFor(words.roleName, role)}
          </option>
        ))}
      </select>
      {password === null ? (
        <button type="button" class="btn small-btn" onClick={() => setPassword("")}>
          {words.changePassword}
          <span class="sr">: {account.name}</span>
        </button>
      ) : (
        <form onSubmit={submit} class="account-password">
          <input
            class="field"
            type="password"
            autofocus
            autocomplete="new-password"
            aria-label={`${words.newPassword}: ${account.name}`}
            minLength={SHORTEST}
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          <button class="btn small-btn" type="submit" aria-disabled={password.length < SHORTEST}>
            {words.save}
          </button>
          <button class="btn small-btn quiet" type="button" onClick={() => setPassword(null)}>
            {words.cancel}
          </button>
        </form>
      )}
      {!mine && (
        <button type="button" class="btn small-btn" onClick={() => void change(account.id, { disabled: !account.disabled })}>
          {account.disabled ? words.enable : words.disable}
          <span class="sr">: {account.name}</span>
        </button>
      )}
    </li>
  );
}

function AddAccount({ added }: { added: () => void }) {
  const { session } = useParts();
  const { words } = useSay();
  const [name, setName] = useState("");
  const [role, setRole] = useState("agent");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const submit = (event: JSX.TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (name.trim() === "") return setProblem(words.fillName);
    if (password.length < SHORTEST) return setProblem(words.passwordShort(SHORTEST));
    session.api.addAccount({ name: name.trim(), role, password }).then(
      () => {
        setName("");
        setPassword("");
        setProblem("");
        session.say("saved");
        added();
      },
      (failure: unknown) => setProblem(`${words.notDone} ${wordFor(words.failure, codeOf(failure))}`),
    );
  };
  return (
    <form class="add-account" onSubmit={submit} noValidate aria-labelledby="add-title">
      <h2 id="add-title">{words.addAccount}</h2>
      <div class="fields">
        <label>
          {words.name}
          <input class="field" autocomplete="off" value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <label>
          {words.role}
          <select class="field" value={role} onChange={(event) => setRole(event.currentTarget.value)}>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {wordFor(words.roleName, one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.password}
          <input
            class="field"
            type="password"
            autocomplete="new-password"
            aria-describedby="add-hint add-problem"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
      </div>
      <p id="add-hint" class="small">
        {words.passwordHint(SHORTEST)}
      </p>
      <p id="add-problem" class="state danger" role="alert">
        {problem}
      </p>
      <button class="btn fill" type="submit">
        {words.addAccount}
      </button>
    </form>
  );
}
