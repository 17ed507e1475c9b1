// SPDX-License-Identifier: MIT
// The log: messages in groups of one speaker, lines of what happened, cards, own messages on their way,
// and the answers that can be given with one tap. It follows the end only while the reader is there.

import { Fragment, type ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { MessageText } from "../shared/markup";
import type { ArticleLink, QuickReply, WidgetConfig } from "../shared/protocol";
import type { View } from "../shared/view";
import type { ChatItem, ChatLine, ChatMessage } from "../shared/state";
import type { Outgoing } from "../shared/storage";
import { capital, counted, dayOf, fill, timeOf } from "../shared/words";
import type { Says } from "./app";
import { Card } from "./card";
import { Icon } from "./icons";

/** So near to the end (in px) still counts as reading there. */
const NEAR = 80;

interface Props {
  says: Says;
  shop: WidgetConfig | null;
  view: View;
  visible: boolean;
  /** Calls a person; null where one is offered only to those who have looked for an answer. */
  person: QuickReply | null;
  /** What stands where the present wait for a person began. */
  waiting: ComponentChildren;
  onChoose: (reply: QuickReply) => void;
  onRetry: (clientId: string) => void;
  onEdit: (clientId: string, text: string) => void;
  onArticle: (article: ArticleLink, from: string) => void;
}

export function Transcript(props: Props) {
  const { says, shop, view } = props;
  const { language, words } = says;
  const log = useRef<HTMLElement>(null);
  const near = useRef(true);
  const [seen, setSeen] = useState(0);
  const [slow, setSlow] = useState(false);
  const { items } = view.chat;
  const newest = items.at(-1)?.sequence ?? 0;
  const loading = view.phase === "loading" || (view.phase === "none" && !shop);

  const toEnd = () => {
    const box = log.current;
    if (box) box.scrollTop = box.scrollHeight;
    near.current = true;
    setSeen(newest);
  };
  // Own words are always followed; others' only from the end.
  useLayoutEffect(toEnd, [view.outbox.length > 0 && view.outbox.at(-1)?.clientId, view.phase]);
  useLayoutEffect(() => {
    if (near.current) toEnd();
  }, [newest, view.chat.status, props.visible, shop, language]);
  // Pictures do not load here, but fonts, banners and the keyboard change the box's height, and what is said of
  // waiting and of sending that of the lines.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (near.current && log.current) log.current.scrollTop = log.current.scrollHeight;
    });
    const box = log.current;
    if (box) [box, box.lastElementChild!].forEach((one) => observer.observe(one));
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    setSlow(false);
    if (!loading) return;
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, [loading]);

  const onScroll = () => {
    const box = log.current;
    if (!box) return;
    near.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (near.current && seen !== newest) setSeen(newest);
  };

  const unseen = near.current
    ? 0
    : items.filter((item) => item.kind === "message" && item.author !== "visitor" && item.sequence > seen).length;

  const welcome = view.phase === "none" && shop;
  const starters = welcome
    ? [
        ...(shop.starters[language] ?? []).filter((reply) => reply.choice !== "person"),
        ...(props.person ? [props.person] : []),
      ]
    : [];
  const offered = view.outbox.some((out) => out.state !== "failed")
    ? []
    : welcome
      ? starters
      : view.chat.offered;
  // Also where an agent was lost or passed it on: the line says so, and the card comes after it.
  const card = items.filter((item) => item.kind === "line" && /queued|offline|moved/.test(item.line)).at(-1)?.sequence;
  // Who answers has read what is before.
  const read = Math.max(view.chat.answered, view.signals.seen?.last ?? 0);

  return (
    <div class="middle">
      <section
        ref={log}
        class="log"
        role="log"
        aria-label={words.chat}
        aria-busy={loading}
        tabIndex={0}
        onScroll={onScroll}
      >
        {slow && loading && (
          <div class="bars" aria-hidden="true">
            <i />
            <i />
            <i />
          </div>
        )}
        <ol>
          {welcome && <Welcome says={says} shop={shop} gone={view.gone} />}
          {items.map((item, i) => (
            <Fragment key={item.sequence}>
              <Day says={says} item={item} before={items[i - 1]} />
              {item.kind === "message" ? (
                <Message
                  says={says}
                  item={item}
                  last={lastOfGroup(item, items[i + 1])}
                  seen={item.sequence <= read}
                  unmoved={item.queued && items[i + 1]?.kind !== "line"}
                  onArticle={props.onArticle}
                />
              ) : (
                <Line says={says} item={item} />
              )}
              {item.sequence === card && props.waiting}
            </Fragment>
          ))}
          {view.outbox.map((out) => (
            <Own
              key={out.clientId}
              says={says}
              out={out}
              paused={view.pausedUntil !== null}
              onRetry={() => props.onRetry(out.clientId)}
              onEdit={() => props.onEdit(out.clientId, out.text)}
            />
          ))}
        </ol>
        {offered.length > 0 && (
          <div class="replies" role="group" aria-label={counted(language, offered.length, words.choices)}>
            {offered.map((reply) => (
              <button type="button" key={reply.choice} onClick={() => props.onChoose(reply)}>
                {reply.choice === "person" && <Icon name="person" small />}
                {reply.label}
              </button>
            ))}
          </div>
        )}
        {welcome && shop.retention_days ? <p class="kept">{fill(words.kept, { n: shop.retention_days })}</p> : null}
      </section>
      {unseen > 0 && (
        <button type="button" class="below" onClick={toEnd}>
          {counted(language, unseen, words.newBelow)}
          <Icon name="down" small />
        </button>
      )}
    </div>
  );
}

/** One speaker's messages within five minutes share one line of who and when. */
function lastOfGroup(item: ChatMessage, next: ChatItem | undefined): boolean {
  return (
    next?.kind !== "message" ||
    next.author !== item.author ||
    next.name !== item.name ||
    next.at - item.at > 300_000
  );
}

function Welcome({ says: { language, words }, shop, gone }: { says: Says; shop: WidgetConfig; gone: boolean }) {
  return (
    <Fragment>
      {gone && <li class="line">{words.gone}</li>}
      <li class="them">
        <div class="bubble">
          <MessageText text={shop.greeting[language] ?? Object.values(shop.greeting)[0] ?? ""} markup />
        </div>
        <p class="meta">{words.bot}</p>
      </li>
    </Fragment>
  );
}

function Day({ says: { language }, item, before }: { says: Says; item: ChatItem; before: ChatItem | undefined }) {
  const now = Date.now();
  const day = dayOf(language, item.at, now);
  if (before && dayOf(language, before.at, now) === day) return null;
  return <li class="line day">{capital(day)}</li>;
}

function Message(props: {
  says: Says;
  item: ChatMessage;
  last: boolean;
  seen: boolean;
  /** The place in the queue is as it was before. */
  unmoved: boolean;
  onArticle: (article: ArticleLink, from: string) => void;
}) {
  const { item, last } = props;
  const { language, words } = props.says;
  const who = item.author === "visitor" ? words.you : item.author === "bot" ? words.bot : item.name || words.person;
  const time = timeOf(language, item.at);
  const side = item.author === "visitor" ? "me" : "them";
  return (
    <li class={side}>
      <div
        class={`bubble ${item.author}${last ? " tail" : ""}`}
        dir="auto"
        lang={item.language && item.language !== language ? item.language : undefined}
      >
        <span class="sr">{`${who}, ${time}: `}</span>
        <MessageText text={item.text} markup={item.author === "bot"} />
      </div>
      {item.articles.map((article) => (
        <Card
          key={article.id}
          says={props.says}
          article={article}
          id={`a${item.sequence}-${article.id}`}
          onOpen={props.onArticle}
        />
      ))}
      {last && (
        <p class="meta" aria-hidden={side === "them"}>
          {side === "me" ? (
            <Fragment>
              <Icon name={props.seen ? "ticks" : "tick"} small />
              {`${props.seen ? words.seen : words.sent} · ${time}`}
            </Fragment>
          ) : (
            `${who} · ${time}${props.unmoved ? ` · ${words.unmoved}` : ""}`
          )}
        </p>
      )}
    </li>
  );
}

function Line({ says: { language, words }, item }: { says: Says; item: ChatLine }) {
  const time = timeOf(language, item.at);
  // An earlier wait is over, and says nothing any more.
  if (item.line === "queued" || item.line === "offline") return null;
  const [start, end] = words[item.line].split("{name}");
  return (
    <li class="line">
      {start}
      {end !== undefined && <b>{item.name}</b>}
      {end}
      {` · ${time}`}
    </li>
  );
}

/** An own message whose event is still to come. */
function Own(props: { says: Says; out: Outgoing; paused: boolean; onRetry: () => void; onEdit: () => void }) {
  const { out } = props;
  const { words } = props.says;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    // A quick answer needs no word about being on its way.
    const timer = setTimeout(() => setSlow(true), 1_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <li class="me">
      <div class={`bubble visitor tail ${out.state}`} dir="auto">
        <span class="sr">{`${words.you}: `}</span>
        <MessageText text={out.text} markup={false} />
      </div>
      {out.state === "failed" ? (
        <p class="meta bad">
          <Icon name="warning" small />
          {out.reason === "too_long" ? words.failedTooLong : words.failed}
          {out.reason === "too_long" ? (
            <button type="button" onClick={props.onEdit}>
              {words.editAgain}
            </button>
          ) : (
            <button type="button" onClick={props.onRetry}>
              {words.tryAgain}
            </button>
          )}
        </p>
      ) : (
        <p class="meta">
          <Icon name={out.state === "sent" ? "tick" : "clock"} small />
          {out.state === "sent"
            ? words.sent
            : out.state === "waiting"
              ? props.paused
                ? words.soon
                : words.waiting
              : slow
                ? words.sending
                : "\u00a0"}
        </p>
      )}
    </li>
  );
}
