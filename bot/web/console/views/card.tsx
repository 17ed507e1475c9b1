// SPDX-License-Identifier: MIT
// Why a person has this conversation, in at most five lines: reason and wait, what is wanted, what was told,
// what the bot tried, what was read. It stands above the transcript and folds to one line; once somebody has answered it is
// folded when the conversation is opened.

import { useState } from "preact/hooks";
import { millis, type Card, type Event, type Tried } from "../../shared/protocol";
import type { Opened } from "../state/panes";
import { standingOf } from "../state/conversation";
import { known } from "../state/rows";
import { readOf } from "../state/transcript";
import { shareOf, wordFor } from "../words/words";
import { useApp, useNow, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { usePane } from "./pane";
import { ToldChips, ToldForm } from "./told";

/** More than these would push the transcript away; they stand in it anyway. */
const MOST_TRIED = 4;

export function HandoffCard({ card, opened }: { card: Card; opened: Opened }) {
  const { session } = useParts();
  const { el, named } = usePane();
  const { words, language, time, when, duration } = useSay();
  const [open, setOpen] = useState(() => !answeredByPerson(opened.conversation.events));
  const handedOff = millis(card.handed_off_at ?? card.waited_since);
  const [editing, setEditing] = useState(false);
  const me = useApp((state) => state.auth.me?.name ?? "");
  const mine = standingOf(opened.conversation, me) === "mine";
  // A conversation that the bot still has was never handed over.
  if (!card.reason || !Number.isFinite(handedOff)) return null;
  const title = words.handedOver(wordFor(words.reason, card.reason));
  const { wants } = card;
  const told = card.told ?? [];
  // An answer ends the promise; the card is not asked for again then.
  const promised = answeredByPerson(opened.conversation.events) ? null : known(card.answer_by);
  const read = readOf(opened.conversation).slice(-MOST_TRIED);
  const tried = differentOnes(card.tried ?? []).slice(-MOST_TRIED);
  const meanwhile = differentOnes(card.meanwhile ?? []).slice(-MOST_TRIED);
  return (
    <section class="card-frame" aria-label={named(title)}>
      <div class="card">
      <div class="card-head">
        <Icon name="bot" />
        <h2>{title}</h2>
        <small>
          {time(handedOff)}
          <Waited opened={opened} from={millis(card.waited_since ?? card.handed_off_at)} draw={(ms) => ` · ${words.waitedFor(duration(ms))}`} />
        </small>
        <button
          type="button"
          class={open ? "icon-btn fold open" : "icon-btn fold"}
          aria-expanded={open}
          aria-controls={el("card-body")}
          aria-label={open ? words.fold : words.unfold}
          onClick={() => setOpen(!open)}
        >
          <Icon name="fold" />
        </button>
      </div>
      <dl id={el("card-body")} hidden={!open}>
        {wants && (
          <>
            <dt>{words.wants}</dt>
            <dd>
              {(wants.label || wants.intent) && <b>{wants.label || wordFor({}, wants.intent)} </b>}
              {wants.text && <span>{words.quoted(wants.text)}</span>}
              {wants.confidence !== undefined && (
                <span class="small">
                  {" "}
                  {shareOf(language, wants.confidence)}
                  {wants.threshold ? ` · ${words.threshold(shareOf(language, wants.threshold))}` : ""}
                </span>
              )}
            </dd>
          </>
        )}
        {told.length > 0 && (
          <>
            <dt>{words.told}</dt>
            {editing ? (
              <ToldForm id={opened.id} told={told} done={() => setEditing(false)} />
            ) : (
              <ToldChips told={told} edit={mine ? () => setEditing(true) : null} />
            )}
          </>
        )}
        {tried.length > 0 && (
          <>
            <dt>{words.tried}</dt>
            <dd>
              <TriedList tried={tried} />
            </dd>
          </>
        )}
        {read.length > 0 && (
          <>
            <dt>{words.read}</dt>
            <dd>
              {read.map((one, i) => (
                <span key={one.article}>
                  {i > 0 && "; "}
                  {words.quoted(one.title)}
                  {one.helped !== null && ` – ${one.helped ? words.readHelped : words.readNotHelped}`}
                </span>
              ))}
            </dd>
          </>
        )}
        {meanwhile.length > 0 && (
          <>
            <dt>{words.meanwhile}</dt>
            <dd>
              <TriedList tried={meanwhile} />
            </dd>
          </>
        )}
        {promised && (
          <>
            <dt>{words.answerBy}</dt>
            <dd>
              <b>{when(promised, session.serverNow())}</b>
            </dd>
          </>
        )}
        {card.transferred && (
          <>
            <dt>{words.handedOn}</dt>
            <dd>
              {card.transferred.by}
              {card.transferred.comment && ` – ${words.quoted(card.transferred.comment)}`}
            </dd>
          </>
        )}
        {!wants && told.length === 0 && tried.length === 0 && card.detail && (
          <>
            <dt>{words.because}</dt>
            <dd>{card.detail}</dd>
          </>
        )}
      </dl>
      </div>
    </section>
  );
}

function TriedList({ tried }: { tried: Tried[] }) {
  const { words } = useSay();
  return (
    <>
      {tried.map((one, i) => (
        <span key={i}>
          {i > 0 && "; "}
          {wordFor(words.triedAction, one.action)}
          {one.title && ` ${words.quoted(one.title)}`}
          {(one.articles ?? []).map(
            ({ id, helped }) => helped !== undefined && <span key={id}> – {helped ? words.readHelped : words.readNotHelped}</span>,
          )}
          {one.said && ` → ${words.quoted(one.said)}`}
        </span>
      ))}
    </>
  );
}

/** A flow that asked three times was tried once. */
function differentOnes(tried: Tried[]): Tried[] {
  const said = new Set<string>();
  return tried.filter(({ action, title }) => {
    const name = `${action} ${title ?? ""}`;
    if (said.has(name)) return false;
    said.add(name);
    return true;
  });
}

function answeredByPerson(events: Event[]): boolean {
  for (let i = events.length - 1; i >= 0; i -= 1) {
    const event = events[i];
    if (event?.type === "handoff_requested" || event?.type === "offline") return false;
    if (event?.type === "message" && event.author === "agent") return true;
  }
  return false;
}

/** The wait that ended when somebody took it, or the one that goes on. */
function Waited(props: { opened: Opened; from: number; draw: (ms: number) => string }) {
  const now = useNow();
  if (!Number.isFinite(props.from)) return null;
  const joined = props.opened.conversation.events.find(
    (event) => event.type === "agent_joined" && millis(event.at) >= props.from,
  );
  return <>{props.draw(Math.max(0, (joined ? millis(joined.at) : now) - props.from))}</>;
}
