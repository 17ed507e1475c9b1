// SPDX-License-Identifier: MIT
// To whom: teams with their hours, colleagues with what they have on hand, and a note for whoever takes it.

import { useEffect, useState } from "preact/hooks";
import { millis } from "../../shared/protocol";
import type { Opened } from "../state/panes";
import { textIn } from "../state/canned";
import { scoreOf } from "../state/fold";
import { teamsFor } from "../state/teams";
import type { Colleague, Team } from "../wire";
import { useApp, useParts, useSay } from "./context";
import { Ask, Modal } from "./modal";

/** So many are found by looking. */
const FILTER_FROM = 9;

export function TransferDialog({ opened }: { opened: Opened }) {
  const { session, desk } = useParts();
  const { words, language, when } = useSay();
  const known = useApp((state) => state.desk);
  const [failed, setFailed] = useState(false);
  const [choice, setChoice] = useState("");
  const [filter, setFilter] = useState("");
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const learn = () => void session.learnDesk().then((done) => setFailed(!done));
  // How much everybody has on hand changes by the minute.
  useEffect(learn, []);

  const teamName = (team: Team) => textIn(team.label, language, language) || team.id;
  const found = (name: string) => scoreOf(name, filter) > 0;
  const allowed = teamsFor(known, opened.row);
  const teams = allowed.filter((team) => found(teamName(team)));
  const agents = (known?.agents ?? [])
    .filter((agent) => agent.id !== known?.me.id && found(agent.name))
    .sort((a, b) => rank(a) - rank(b) || new Intl.Collator(language).compare(a.name, b.name));
  const many = allowed.length + (known?.agents.length ?? 0) >= FILTER_FROM;

  const run = () => {
    const team = known?.teams.find(({ id }) => `t:${id}` === choice);
    const agent = known?.agents.find(({ id }) => `a:${id}` === choice);
    setMissing(!team && !agent);
    if (!team && !agent) {
      document.querySelector<HTMLElement>("#transfer-to input[type=radio]")?.focus();
      return;
    }
    session.dialog(null);
    const text = comment.trim();
    if (team) void desk.transfer(opened.id, { team: team.id }, teamName(team), text);
    else if (agent) void desk.transfer(opened.id, { agent: agent.id }, agent.name, text);
  };
  const teamState = (team: Team) =>
    team.open
      ? words.teamOpen
      : team.opens_at
        ? words.teamOpens(when(millis(team.opens_at), session.serverNow()))
        : words.teamClosed;
  const agentState = (agent: Colleague) =>
    !agent.present ? words.away : !agent.available ? words.notAvailable : agent.load >= agent.capacity ? words.full : "";

  return (
    <Modal title={words.transferTitle}>
      <Ask action={words.transfer} field run={run}>
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
                  <input type="radio" name="to" autofocus={i === 0 && !many} checked={choice === `t:${team.id}`} onChange={() => setChoice(`t:${team.id}`)} />
                  <span>{teamName(team)}</span>
                  <small class={team.open ? "good" : ""}>{teamState(team)}</small>
                </label>
              ))}
            </fieldset>
          )}
          {agents.length > 0 && (
            <fieldset class="choice column">
              <legend>{words.transferAgents}</legend>
              {agents.map((agent) => (
                <label key={agent.id} class="check to">
                  <input type="radio" name="to" checked={choice === `a:${agent.id}`} onChange={() => setChoice(`a:${agent.id}`)} />
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
          {missing ? words.transferPick : ""}
        </p>
        <label for="transfer-comment">{words.transferComment}</label>
        <textarea
          id="transfer-comment"
          class="field note-field"
          rows={2}
          maxLength={1_000}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </Ask>
    </Modal>
  );
}

/** Those who can take it now come first. */
function rank(agent: Colleague): number {
  if (!agent.present) return 3;
  if (!agent.available) return 2;
  return agent.load >= agent.capacity ? 1 : 0;
}
