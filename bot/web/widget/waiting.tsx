// SPDX-License-Identifier: MIT
// What a person is waited for and talked with beside the messages. Waiting: the place in the queue with what is
// known of the time, and the form by which an answer comes later. Beside: who is typing, and telling the other
// side that we type and have read. Fetched when a person is called.

import type { CallFailed, ContactDetails, WidgetConfig } from "../shared/protocol";
import type { Session } from "../shared/session";
import type { View } from "../shared/view";
import type { Says } from "./app";
import { counted, dayOf, fill, Icon, Link, timeOf, useCommit, useRef, useState } from "./kit";
import type { WaitingWords } from "./words/waiting_lt";

/** A place of so much or less is told to those who listen, but no oftener than this. */
const NEAR = 3;
const TELL_EVERY_MS = 60_000;

/** So long somebody types after it was said, and so often at most it is said. */
const TYPING_MS = 6_000;
const TYPING_AGAIN_MS = 3_000;
/** Before this a line about it would only flicker. */
const TYPING_FROM_MS = 700;
const TYPING_SPOKEN_MS = 30_000;

interface Shared {
  says: Says;
  shop: WidgetConfig | null;
  view: View;
  session: Session;
  /** What is spoken when there is time. */
  onStatus: (text: string) => void;
}

interface Props extends Shared {
  /** The visitor has just asked for somebody who is not there: the form is what comes next. */
  fresh: boolean;
  /** What is spoken at once. */
  onAlert: (text: string) => void;
  /** Back to writing. */
  onLeft: () => void;
}

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("waiting.css", import.meta.url).href;
document.head.append(style);

export const waitingIn = (own: WaitingWords) =>
  function Waiting(props: Props) {
    const { says, shop, view, session, onStatus } = props;
    const { language, words } = says;
    const { status, contact } = view.chat;
    const queued = status === "queued";
    const waits = queued || status === "offline";
    const by = view.chat.answerBy;
    const title = queued ? words.calling : shop?.open ? words.later : words.away;
    const place = queued ? view.signals.waiting : null;
    const [asked, setAsked] = useState(false);
    const heading = useRef<HTMLHeadingElement>(null);
    const form = waits && !contact && (!queued || asked);

    useCommit(() => {
      if (waits && !contact) onStatus(title);
    }, [waits && title]);
    const told = useRef(0);
    const ahead = place?.ahead;
    useCommit(() => {
      if (ahead === undefined || ahead >= NEAR || Date.now() < told.current + TELL_EVERY_MS) return;
      told.current = Date.now();
      onStatus(`${own.place}: ${ahead + 1}`);
    }, [ahead]);

    // Who asked for the form goes on in it.
    useCommit(() => {
      if (form && (asked || props.fresh)) heading.current?.focus();
    }, [form]);

    // At the end of the log it is what is read next; it came after its line, and may have grown.
    const card = useRef<HTMLLIElement>(null);
    useCommit(() => {
      const end = card.current;
      if (end && !form && !end.nextElementSibling) end.scrollIntoView({ block: "nearest" });
    }, [waits, !place, place?.nobody]);

    if (!waits) return null;
    const leave = () => session.tell("leave").then(props.onLeft, () => props.onAlert(own.failed));
    const minutes = (seconds: number) => Math.ceil(seconds / 60);
    const [a, b] = [minutes(place?.likely ?? 0), minutes(place?.most ?? 0)];
    return (
      <li ref={card} class="card wait" aria-live="off">
        <h2 ref={heading} tabIndex={-1}>
          <Icon name={queued ? "person" : "clock"} />
          {title}
        </h2>
        {place && (
          <dl>
            <div>
              <dt>{own.place}</dt>
              <dd>{place.ahead + 1}</dd>
            </div>
            {b > 0 && (
              <div>
                <dt>{own.usually}</dt>
                <dd>{fill(own.minutes, { ab: a < b ? `${a}\u2060–\u2060${b}` : b })}</dd>
              </div>
            )}
          </dl>
        )}
        {place?.late && <p>{own.late}</p>}
        {place?.nobody && <p>{own.nobody}</p>}
        {queued && (
          <p>
            {place && `${counted(language, place.ahead, own.ahead)}. `}
            {own.mayClose}
          </p>
        )}
        {!queued && by > Date.now() && (
          <p>{fill(own.answerBy, { day: dayOf(language, by, Date.now()), time: timeOf(language, by) })}</p>
        )}
        {!queued && <p>{contact ? fill(own.received, { contact }) : own.leaveIt}</p>}
        {form && (
          <Form
            {...props}
            own={own}
            onBack={
              queued
                ? () => {
                    setAsked(false);
                    heading.current?.focus();
                  }
                : null
            }
          />
        )}
        {queued && !form && (
          <div class="acts">
            <button type="button" class={place?.late || place?.nobody ? "button fill" : "button"} onClick={() => setAsked(true)}>
              {own.byEmail}
            </button>
            <button type="button" class="quiet" onClick={leave}>
              {own.leave}
            </button>
          </div>
        )}
        {!queued && shop?.email && (
          <p>
            {own.urgent} <Link href={`mailto:${shop.email}`}>{shop.email}</Link>
          </p>
        )}
      </li>
    );
  };

export const besideIn = (own: WaitingWords) =>
  function Beside({ view, session, attends, draft, onStatus }: Shared & { attends: boolean; draft: string }) {
    const { chat, signals, connection } = view;
    const { typing } = signals;
    const [shown, setShown] = useState(false);
    const spoken = useRef(0);
    useCommit(() => {
      if (!typing) return;
      const show = setTimeout(() => {
        setShown(true);
        if (Date.now() < spoken.current + TYPING_SPOKEN_MS) return;
        spoken.current = Date.now();
        onStatus(fill(own.typing, typing));
      }, TYPING_FROM_MS);
      const end = setTimeout(() => setShown(false), TYPING_MS);
      return () => {
        clearTimeout(show);
        clearTimeout(end);
      };
    }, [typing]);
    // Whoever spoke, or left, has stopped typing.
    const newest = chat.items.at(-1);
    const ours = newest?.kind === "message" && newest.author === "visitor";
    useCommit(() => {
      if (!ours) setShown(false);
    }, [chat.last]);

    const saw = useRef(0);
    useCommit(() => {
      if (!chat.owner || !attends || chat.last <= saw.current) return;
      saw.current = chat.last;
      session.tell("seen", { last: chat.last }).catch(() => {});
    }, [chat.last, chat.owner, attends]);

    const typed = useRef({ text: draft, at: 0 });
    useCommit(() => {
      const { text, at } = typed.current;
      const now = Date.now();
      // Who has sent his words begins anew: they ended the sign of his typing.
      if (!draft) typed.current = { text: draft, at: 0 };
      if (!draft || draft === text || chat.status === "offline" || now < at + TYPING_AGAIN_MS) return;
      typed.current = { text: draft, at: now };
      session.tell("typing").catch(() => {});
    }, [draft]);

    if (!shown || !typing || connection === "lost") return null;
    return (
      <p class="meta typing">
        <i />
        <i />
        <i />
        {fill(own.typing, typing)}
      </p>
    );
  };

type Field = keyof ContactDetails;

function Form(props: Props & { own: WaitingWords; onBack: (() => void) | null }) {
  const { says, shop, view, session, own } = props;
  const { words } = says;
  const [text, setText] = useState<ContactDetails>(() => ({ question: questionOf(view, says) }));
  const [wrong, setWrong] = useState<ContactDetails>({});
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const copied = useRef(text.question !== "");
  const box = useRef<HTMLFormElement>(null);

  const refuse = (errors: ContactDetails) => {
    setWrong(errors);
    props.onAlert(Object.values(errors).join(" "));
    const first = (["email", "phone"] as const).find((name) => errors[name]);
    box.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const { email = "", phone = "" } = text;
    const errors: ContactDetails = {};
    if (!email.trim() && !phone.trim()) errors.email = own.emailMissing;
    else if (email.trim() && !/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(email.trim())) errors.email = own.emailWrong;
    if (phone.trim() && !/^\+?(\D?\d){7,15}\D?$/.test(phone.trim())) errors.phone = own.phoneWrong;
    setFailed(false);
    if (errors.email || errors.phone) return refuse(errors);
    setWrong({});
    props.onAlert("");
    setBusy(true);
    try {
      await session.tell("contact", text);
      props.onStatus(fill(own.received, { contact: email.trim() || phone.trim() }));
      props.onLeft();
    } catch (cause) {
      const { status, message } = cause as CallFailed;
      setBusy(false);
      // The server knows better what an address is.
      if (status === 400) return refuse(/'phone'/.test(message) ? { phone: own.phoneWrong } : { email: own.emailWrong });
      setFailed(true);
      props.onAlert(own.failed);
    }
  };

  const field = (name: Field, label: string, about: object, hint = "") => {
    const id = `contact-${name}`;
    const error = wrong[name];
    const said = [error && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
    const given = {
      id,
      name,
      value: text[name] ?? "",
      "aria-invalid": Boolean(error),
      "aria-describedby": said || undefined,
      onInput: (event: { currentTarget: { value: string } }) =>
        setText({ ...text, [name]: event.currentTarget.value }),
      ...about,
    };
    return (
      <div>
        <label for={id}>{label}</label>
        {name === "question" ? <textarea rows={3} maxLength={4000} {...given} /> : <input maxLength={200} {...given} />}
        {error && (
          <p class="bad" id={`${id}-wrong`}>
            <Icon name="warning" small />
            {error}
          </p>
        )}
        {hint && <p id={`${id}-hint`}>{hint}</p>}
      </div>
    );
  };

  return (
    <form ref={box} noValidate aria-label={own.byEmail} onSubmit={send}>
      {field("question", own.question, {}, copied.current ? own.copied : "")}
      {field("email", own.email, { type: "email", autocomplete: "email", inputMode: "email" })}
      {field("phone", own.phone, { type: "tel", autocomplete: "tel" })}
      {field("name", own.name, { autocomplete: "name" })}
      <p>
        {own.onlyToAnswer}{" "}
        {shop?.privacy_url && <Link href={new URL(shop.privacy_url, location.href).href}>{words.privacy}</Link>}
      </p>
      {failed && (
        <p class="bad">
          <Icon name="warning" small />
          {own.failed}
        </p>
      )}
      <div class="acts">
        <button type="submit" class="button fill" aria-disabled={busy}>
          {own.send}
        </button>
        {props.onBack && (
          <button type="button" class="quiet" onClick={props.onBack}>
            {words.back}
          </button>
        )}
      </div>
    </form>
  );
}

/** What the visitor asked here last; that he wants a person is no question. */
function questionOf(view: View, { words }: Says): string {
  const person = [words.talkToPerson, words.talkToPersonClosed];
  return view.chat.items
    .flatMap((item) => (item.kind === "message" && item.author === "visitor" && !person.includes(item.text) ? [item.text] : []))
    .slice(-3)
    .join("\n");
}
