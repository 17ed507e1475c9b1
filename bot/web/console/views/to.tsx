// SPDX-License-Identifier: MIT
// To whom something is handed: teams with their hours, colleagues with what they have on hand.

import { useEffect, useState } from "preact/hooks";
import { millis } from "../../shared/protocol";
import type { To } from "../api";
import { backOf } from "../state/away";
import { textIn } from "../state/canned";
import { scoreOf } from "../state/fold";
import type { Colleague, DeskInfo, Team } from "../wire";
import { useApp, useParts, useSay } from "./context";

/** So many are found by looking. */
const FILTER_FROM = 9;

const teamName = (team: Team, language: "lt" | "en") => textIn(team.label, language, language) || team.id;

/** Whom a choice of the list names, and how they are called. */
export function chosen(desk: DeskInfo | null, choice: string, language: "lt" | "en"): { to: To; name: string } | null {
  const team = desk?.teams.find(({ id }) => `t:${id}` === choice);
  if (team) return { to: { team: team.id }, name: teamName(team, language) };
  const agent = desk?.agents.find(({ id }) => `a:${id}` === choice);
  return agent ? { to: { agent: agent.id }, name: agent.name } : null;
}

/** `missing`: nothing was chosen, and that is said. */
export function ToList(props: { teams: Team[]; choice: string; missing: boolean; onChoose: (choice: string) => void }) {
  const { session } = useParts();
  const { words, language, time, when } = useSay();
  const known = useApp((state) => state.desk);
  const [failed, setFailed] = useState(false);
  const [filter, setFilter] = useState("");
  const learn = () => void session.learnDesk().then((done) => setFailed(!done));
  // How much everybody has on hand changes by the minute.
  useEffect(learn, []);

  const found = (name: string) => scoreOf(name, filter) > 0;
  const teams = props.teams.filter((team) => found(teamName(team, language)));
  const agents = (known?.agents ?? [])
    .filter((agent) => agent.id !== known?.me.id && found(agent.name))
    .sort((a, b) => rank(a) - rank(b) || new Intl.Collator(language).compare(a.name, b.name));
  const many = props.teams.length + (known?.agents.length ?? 0) >= FILTER_FROM;
  const now = session.serverNow();

  const teamState = (team: Team) =>
    team.open ? words.teamOpen : team.opens_at ? words.teamOpens(when(millis(team.opens_at), now)) : words.teamClosed;
  const agentState = (agent: Colleague) => {
    const back = backOf(agent, now);
    if (back) return words.backAt(back.today ? time(back.at) : when(back.at, now));
    return !agent.present ? words.away : !agent.available ? words.notAvailable : agent.load >= agent.capacity ? words.full : "";
  };

  return (
    <>
      {failed && (
        <p class="bar danger" role="alert">
          <span>{words.deskFailed}</span>
          <button type="button" class="btn" onClick={learn}>
            {words.retry}
          </button>
        </p>
      )}
      {!known && !failed && (
        <p class="late-words" role="status">
          {words.loading}
        </p>
      )}
      {many && (
        <input
          class="field"
          type="search"
          autofocus
          placeholder={words.transferFilter}
          aria-label={words.transferFilter}
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <div id="transfer-to" class="to-list">
        {teams.length > 0 && (
          <fieldset class="choice column">
            <legend>{words.transferTeams}</legend>
            {teams.map((team, i) => (
              <label key={team.id} class="check to">
                <input
                  type="radio"
                  name="to"
                  autofocus={i === 0 && !many}
                  checked={props.choice === `t:${team.id}`}
                  onChange={() => props.onChoose(`t:${team.id}`)}
                />
                <span>{teamName(team, language)}</span>
                <small class={team.open ? "good" : ""}>{teamState(team)}</small>
              </label>
            ))}
          </fieldset>
        )}
        {agents.length > 0 && (
          <fieldset class="choice column">
            <legend>{words.transferAgents}</legend>
            {agents.map((agent) => (
              <label key={agent.id} class={takes(agent) ? "check to" : "check to off"}>
                <input
                  type="radio"
                  name="to"
                  checked={props.choice === `a:${agent.id}`}
                  disabled={!takes(agent)}
                  onChange={() => props.onChoose(`a:${agent.id}`)}
                />
                <span>{agent.name}</span>
                <small class={rank(agent) === 0 ? "good" : ""}>
                  {[agentState(agent), words.loadIs(agent.load, agent.capacity)].filter(Boolean).join(" · ")}
                </small>
              </label>
            ))}
          </fieldset>
        )}
      </div>
      <p class="state danger" role="alert">
        {props.missing ? words.transferPick : ""}
      </p>
    </>
  );
}

/** What whoever gets it reads first. */
export function ToComment(props: { value: string; onChange: (text: string) => void }) {
  const { words } = useSay();
  return (
    <>
      <label for="transfer-comment">{words.transferComment}</label>
      <textarea
        id="transfer-comment"
        class="field note-field"
        rows={2}
        maxLength={1_000}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </>
  );
}

export function focusOnTo(): void {
  document.querySelector<HTMLElement>("#transfer-to input[type=radio]")?.focus();
}

/** Whether the server would hand anything to them. */
const takes = (agent: Colleague) => agent.present && agent.load < agent.capacity;

/** Those who can take it now come first. */
function rank(agent: Colleague): number {
  if (!agent.present) return 3;
  if (!agent.available) return 2;
  return agent.load >= agent.capacity ? 1 : 0;
}
