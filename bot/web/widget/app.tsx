// SPDX-License-Identifier: MIT
// The chat window: what is shown when. Views get values and callbacks; only session.ts talks to the
// server (but for what is read without a conversation: the shop's settings, articles and searches of them).

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Link } from "../shared/markup";
import { call, type ArticleLink, type Language, type QuickReply, type WidgetConfig } from "../shared/protocol";
import type { Session } from "../shared/session";
import type { Keeper } from "../shared/storage";
import { applyPalette, applyTheme, type Theme } from "../shared/theme";
import { fill } from "../shared/words";
import type { Bridge } from "./bridge";
import { Composer } from "./composer";
import { Header } from "./header";
import { Icon } from "./icons";
import { Transcript } from "./transcript";
import { wordsIn, type Words } from "./words";

/** Shown only when the stream has been away for so long: a short hiccup is nobody's business. */
const BANNER_AFTER_MS = 3_000;

/** What lies over the conversation: nothing, a search, an article. */
export type Cover = "" | "search" | "article";

/** An article to be opened, and the element that gets the focus back. */
export interface Wanted {
  link: ArticleLink;
  returnTo: string;
}

export interface Says {
  language: Language;
  words: Words;
}

interface Props {
  session: Session;
  keeper: Keeper;
  bridge: Bridge;
  inbox: string;
  theme: Theme;
  says: Says;
}

export function App({ session, keeper, bridge, inbox, theme, says: first }: Props) {
  const [view, setView] = useState(session.view);
  const [says, setSays] = useState(first);
  const { language, words } = says;
  const [config, setConfig] = useState<WidgetConfig | null | "failed">(null);
  const [reading, setReading] = useState<typeof import("./reading.js") | null>(null);
  // What lies over the conversation, and what was asked to.
  const [cover, setCover] = useState<Cover>("");
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [searches, setSearches] = useState(false);
  const [looked, setLooked] = useState(() => keeper.note("looked") !== "");
  const [open, setOpen] = useState(!bridge.embedded);
  const [phone, setPhone] = useState(false);
  const [status, setStatus] = useState("");
  const [alert, setAlert] = useState("");
  const composer = useRef<HTMLTextAreaElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Kept at every keystroke: it survives a reload and the next page of the shop.
  const [draft, setDraft] = useState(() => keeper.note("draft"));
  const write = (text: string) => {
    setDraft(text);
    keeper.keepNote("draft", text);
  };

  useEffect(() => {
    setView(session.view);
    return session.subscribe(setView);
  }, [session]);

  const load = useCallback(() => {
    setConfig((was) => (was === "failed" ? null : was));
    call<WidgetConfig>(fetch, `/api/v1/widget?inbox=${encodeURIComponent(inbox)}`).then(
      (answer) => setConfig(answer),
      () => setConfig((was) => was ?? "failed"),
    );
  }, [inbox]);
  // Asked again whenever the window opens: office hours may have begun or ended.
  useEffect(load, [open]);

  const shop = config !== "failed" ? config : null;
  useEffect(() => {
    return applyTheme(theme, (dark) => applyPalette(shop?.brand?.[dark ? "dark" : "light"]));
  }, [shop, theme]);

  useEffect(() => {
    bridge.hear((message) => {
      if (message.kind === "open") {
        setOpen(true);
        setPhone(message.phone);
        document.documentElement.dataset.phone = String(message.phone);
        session.wake();
        if (message.quiet) return;
        // On a phone the keyboard would cover what the visitor has not read yet.
        setTimeout(() => (message.phone ? heading : composer).current?.focus(), 0);
      } else if (message.kind === "closed") {
        setOpen(false);
      }
    });
  }, []);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = shop ? `${words.chat} · ${shop.name}` : words.chat;
    session.describe({ language });
    bridge.say({ kind: "language", language });
  }, [language, shop?.name]);

  // What was read, and what the button outside says about what was not.
  const alive = view.phase !== "none";
  useEffect(() => bridge.say({ kind: "alive", alive }), [alive]);
  const [hidden, setHidden] = useState(document.hidden);
  useEffect(() => {
    const look = () => setHidden(document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  const attends = open && !hidden && !cover;
  // A greeting that nobody asked for is no news.
  const asked = view.outbox.length > 0 || view.chat.items.some((item) => item.kind === "message" && item.author === "visitor");
  useEffect(() => {
    if (view.phase !== "ready") return;
    if (attends) {
      keeper.keepNote("read", String(view.chat.last));
      bridge.say({ kind: "unread", count: 0, name: "", text: "" });
      return;
    }
    const read = Number(keeper.note("read")) || 0;
    const unread = view.chat.items.filter(
      (item) => item.kind === "message" && item.author !== "visitor" && (asked || item.author === "agent") && item.sequence > read,
    );
    const newest = unread.at(-1);
    if (newest?.kind === "message") {
      bridge.say({ kind: "unread", count: unread.length, name: newest.name || words.bot, text: newest.text });
    }
  }, [view.chat.last, view.phase, attends]);

  // The state of the network: shown after a while, spoken once, and once more when it is over.
  const away = !view.online || (view.connection === "lost" && view.phase !== "none");
  const [banner, setBanner] = useState(false);
  const wasAway = useRef(false);
  useEffect(() => {
    if (!away) {
      setBanner(false);
      if (wasAway.current) setStatus(words.connected);
      wasAway.current = false;
      return;
    }
    const timer = setTimeout(() => {
      wasAway.current = true;
      setBanner(true);
      setStatus(view.online ? words.reconnecting : words.noNetwork);
    }, view.online ? BANNER_AFTER_MS : 0);
    return () => clearTimeout(timer);
  }, [away, view.online]);

  useEffect(() => {
    if (view.pausedUntil === null) return;
    const seconds = Math.max(1, Math.ceil((view.pausedUntil - Date.now()) / 1_000));
    setAlert(fill(words.tooFast, { n: seconds }));
  }, [view.pausedUntil]);
  useEffect(() => {
    if (view.phase !== "loading" || !open) return;
    const timer = setTimeout(() => setStatus(words.loading), 1_000);
    return () => clearTimeout(timer);
  }, [view.phase, open]);
  const failures = view.outbox.filter((out) => out.state === "failed").length;
  useEffect(() => setAlert(failures > 0 ? words.failed : ""), [failures]);
  const chatStatus = view.chat.status;
  const before = useRef("");
  const [fresh, setFresh] = useState(false);
  useEffect(() => {
    setFresh(before.current === "bot");
    before.current = view.phase === "ready" ? chatStatus : "";
  }, [chatStatus, view.phase]);

  // What waiting for a person, or talking with one, needs beside the conversation.
  const beside = !/bot|closed/.test(chatStatus);
  const [people, setPeople] = useState<typeof import("./waiting.lt.js") | null>(null);
  useEffect(() => {
    if (!beside || !open) return;
    (language === "lt" ? import("./waiting.lt.js") : import("./waiting.en.js")).then(setPeople, () => {});
  }, [beside, open, language]);
  const shared = { says, shop, view, session, onStatus: setStatus };

  const [again, setAgain] = useState(false);
  useEffect(() => setAgain(false), [view.chat.ended]);
  useEffect(() => {
    if (again) composer.current?.focus();
  }, [again]);

  const person: QuickReply = {
    choice: "person",
    label: shop?.open === false ? words.talkToPersonClosed : words.talkToPerson,
  };
  const close = () => {
    if (!bridge.embedded) return;
    // At once: what comes from now on has not been seen.
    setOpen(false);
    bridge.say({ kind: "close" });
  };
  const toWriting = () => (phone ? heading : composer).current?.focus();
  // Articles can wait for the chat, but are there when somebody wants one.
  const loadReading = () => {
    if (!reading) import("./reading.js").then(setReading, () => wanted && setAlert(words.articleFailed));
  };
  useEffect(loadReading, [wanted, searches]);
  const endReading = () => {
    setWanted(null);
    setSearches(false);
    setTimeout(toWriting, 0);
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      if (!cover && !searches) close();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [cover, searches]);

  const canAsk = view.phase === "none" || view.chat.status === "bot";
  const offersPerson = shop?.mode !== "self_service" || looked || asked;
  const called = canAsk && offersPerson ? person : null;
  const fieldStands = view.phase === "none" && shop !== null && shop.mode !== "ask_first";
  return (
    <main class="window">
      <Header
        says={says}
        shop={shop}
        view={view}
        heading={heading}
        languages={shop?.languages ?? ["lt", "en"]}
        onLanguage={(to) => {
          keeper.keepNote("language", to);
          void wordsIn(to).then((words) => setSays({ language: to, words }));
        }}
        onSearch={fieldStands || searches || cover ? null : () => setSearches(true)}
        onClose={bridge.embedded ? close : null}
      />
      {banner && (
        <p class="banner">
          <Icon name="offline" />
          {view.online ? words.reconnecting : words.noNetwork}
        </p>
      )}
      {reading && (
        <reading.Reading
          says={says}
          session={session}
          offered={view.chat.offered}
          field={fieldStands || searches}
          asked={searches}
          wanted={wanted}
          hosts={[location.hostname, bridge.host && new URL(bridge.host).hostname]}
          canAsk={canAsk}
          person={called}
          onCover={setCover}
          onLooked={() => {
            setLooked(true);
            keeper.keepNote("looked", "1");
          }}
          onLeft={() => setWanted(null)}
          onEnd={endReading}
        />
      )}
      <div class="chat" inert={cover !== ""}>
        {config === "failed" && view.phase === "none" ? (
          <CannotLoad says={says} onRetry={load} />
        ) : (
          <Transcript
            says={says}
            shop={shop}
            view={view}
            visible={open && !cover}
            person={offersPerson ? person : null}
            waiting={
              people &&
              beside && <people.Waiting {...shared} fresh={fresh} onAlert={setAlert} onLeft={toWriting} />
            }
            onChoose={(reply) => {
              session.choose(reply);
              // The tapped button is gone; whoever went on by keyboard goes on in the box.
              if (!phone) composer.current?.focus();
            }}
            onRetry={(id) => session.retry(id)}
            onEdit={(id, text) => {
              session.discard(id);
              write(text);
              composer.current?.focus();
            }}
            onArticle={(link, returnTo) => setWanted({ link, returnTo })}
          />
        )}
        {people && beside && <people.Beside {...shared} attends={attends} draft={draft} />}
        {view.chat.ended && view.outbox.length === 0 && !again ? (
          <Ended
            says={says}
            onNew={() => session.startOver()}
            onContinue={view.chat.erased ? null : () => setAgain(true)}
          />
        ) : (
          <Composer
            says={says}
            box={composer}
            text={draft}
            onText={write}
            placeholder={view.chat.status === "queued" ? words.writeWhileWaiting : words.write}
            pausedUntil={view.pausedUntil}
            onSend={(text) => session.send(text)}
          >
            {called ? (
              <button type="button" class="quiet" onClick={() => session.choose(person)}>
                <Icon name="person" small />
                {person.label}
              </button>
            ) : (
              <span>{words.noPasswords}</span>
            )}
            {shop?.privacy_url && <Link href={new URL(shop.privacy_url, location.href).href}>{words.privacy}</Link>}
          </Composer>
        )}
      </div>
      <p class="sr" role="status">{status}</p>
      <p class="sr" role="alert">{alert}</p>
    </main>
  );
}

function CannotLoad({ says: { words }, onRetry }: { says: Says; onRetry: () => void }) {
  return (
    <div class="log center" role="alert">
      <p>{words.cannotLoad}</p>
      <button type="button" class="button" onClick={onRetry}>
        {words.tryAgain}
      </button>
    </div>
  );
}

/** Under a conversation that is over: another one, or this one again (the bot answers then). */
function Ended(props: { says: Says; onNew: () => void; onContinue: (() => void) | null }) {
  const { words } = props.says;
  return (
    <div class="composer ended">
      <button type="button" class="button fill" onClick={props.onNew}>
        {words.newChat}
      </button>
      {props.onContinue && (
        <button type="button" class="button" onClick={props.onContinue}>
          {words.continueChat}
        </button>
      )}
    </div>
  );
}
