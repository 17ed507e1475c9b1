// SPDX-License-Identifier: MIT
// Articles, over the conversation: what a search found, and one of them opened in place. Fetched when somebody
// is about to search or to read.

import { hostsOf, leaving } from "../shared/leaving";
import type { Article, ArticleLink, Found, QuickReply } from "../shared/protocol";
import type { Session } from "../shared/session";
import type { Cover, Says, Wanted } from "./app";
import { call, Card, counted, fill, Icon, languageOf, Link, Tree, useCommit, useRef, useState } from "./kit";

/** Nobody has finished a word that is still being typed. */
const PAUSE_MS = 250;
/** So many letters are worth a search. */
const LEAST_LETTERS = 2;

interface Props {
  says: Says;
  session: Session;
  /** What the bot offers now. */
  offered: QuickReply[];
  /** Whether the search field is there, and whether somebody asked for it. */
  field: boolean;
  asked: boolean;
  /** An article of the conversation. */
  wanted: Wanted | null;
  /** Hosts that are no other site, beside an article's own. */
  hosts: string[];
  /** The bot would answer what is asked. */
  canAsk: boolean;
  /** Calls a person; null where there is none to call. */
  person: QuickReply | null;
  onCover: (cover: Cover) => void;
  onLooked: () => void;
  /** The article of the conversation was left. */
  onLeft: () => void;
  /** Back to the conversation, from whatever is over it. */
  onEnd: () => void;
}

export function Reading(props: Props) {
  const { says, session, person, wanted } = props;
  const { words } = says;
  const [text, setText] = useState("");
  const [now, setNow] = useState(0);
  const [found, setFound] = useState<Wanted | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const query = text.trim();
  const searching = query.length >= LEAST_LETTERS;
  const opened = found ?? wanted;

  useCommit(() => props.onCover(opened ? "article" : searching ? "search" : ""), [opened, searching]);
  useCommit(() => {
    if (props.asked) field.current?.focus();
  }, [props.asked]);

  const end = () => {
    setText("");
    setFound(null);
    props.onEnd();
  };
  const leave = () => {
    setFound(null);
    props.onLeft();
    setTimeout(() => document.getElementById(opened?.returnTo ?? "")?.focus(), 0);
  };
  useCommit(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      if (opened) leave();
      else if (searching || props.asked) end();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [opened, searching, props.asked]);

  const ask = () => {
    if (query) session.send(query);
    end();
  };
  const call = () => {
    if (person) session.choose(person);
    ask();
  };
  const read = (article: Article, helped?: boolean) =>
    session.read({ article: article.id, language: article.language, from: found ? "search" : "message", helped });
  /** As a tap in the chat where the bot has just asked that; else beside it. */
  const judge = (article: Article, helped: boolean) => {
    const choice = `${helped ? "helped" : "not_helped"}:${article.language}:${article.id}`;
    const offered = props.offered.find((reply) => reply.choice === choice);
    if (!offered) return read(article, helped);
    session.choose(offered);
    // There a person is called now.
    if (!helped) end();
  };

  return (
    <>
      {(props.field || searching) && (
        <form
          class="find"
          role="search"
          inert={opened !== null}
          onSubmit={(event) => {
            event.preventDefault();
            setNow(now + 1);
          }}
        >
          <Icon name="find" small />
          <input
            ref={field}
            type="search"
            value={text}
            maxLength={200}
            placeholder={words.search}
            aria-label={words.search}
            enterkeyhint="search"
            autocomplete="off"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          {(props.asked || text !== "") && (
            <button type="button" class="icon" title={words.endSearch} aria-label={words.endSearch} onClick={end}>
              <Icon name="close" />
            </button>
          )}
        </form>
      )}
      {searching && (
        <div class="over" inert={opened !== null}>
          <Search
            says={says}
            query={query}
            now={now}
            canAsk={props.canAsk}
            person={person}
            onOpen={(link, returnTo) => setFound({ link, returnTo })}
            onAsk={ask}
            onPerson={call}
            onFound={props.onLooked}
          />
        </div>
      )}
      {opened && (
        <ArticleView
          says={says}
          link={opened.link}
          hosts={props.hosts}
          person={person}
          onBack={leave}
          onRead={(article) => {
            props.onLooked();
            read(article);
          }}
          onJudge={judge}
          onAsk={end}
          onPerson={call}
        />
      )}
    </>
  );
}

interface SearchProps {
  says: Says;
  query: string;
  /** Rises when the visitor wants the answer now. */
  now: number;
  canAsk: boolean;
  person: QuickReply | null;
  onOpen: (article: Found, from: string) => void;
  onAsk: () => void;
  onPerson: () => void;
  onFound: () => void;
}

function Search(props: SearchProps) {
  const { says, query } = props;
  const { language, words } = says;
  const [hits, setHits] = useState<Found[] | null>(null);
  const [asked, setAsked] = useState("");
  const [failed, setFailed] = useState(false);
  const before = useRef(props.now);

  useCommit(() => {
    const abort = new AbortController();
    const wait = before.current === props.now ? PAUSE_MS : 0;
    before.current = props.now;
    const timer = setTimeout(() => {
      const parameters = new URLSearchParams({ q: query, lang: language });
      call<{ articles: Found[] }>(fetch, `/api/v1/articles?${parameters}`, { signal: abort.signal }).then(
        (answer) => {
          setFailed(false);
          setHits(answer.articles);
          setAsked(query);
          props.onFound();
        },
        () => {
          if (!abort.signal.aborted) setFailed(true);
        },
      );
    }, wait);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, language, props.now]);

  const none = hits?.length === 0;
  return (
    <section class="results" aria-label={words.search}>
      <p class="count" role="status">
        {failed
          ? words.searchFailed
          : hits && (none ? fill(words.nothingFound, { x: asked }) : counted(language, hits.length, words.found))}
      </p>
      {!failed && hits && !none && (
        <ul>
          {hits.map((hit) => (
            <li key={hit.id}>
              <Card says={says} article={hit} id={`f-${hit.id}`} onOpen={props.onOpen} />
            </li>
          ))}
        </ul>
      )}
      {(hits || failed) && (
        <div class="ask">
          {hits && !none && <p>{words.notFound}</p>}
          <button type="button" class={none ? "button fill" : "button"} onClick={props.onAsk}>
            {props.canAsk ? words.askBot : words.askHere}
          </button>
          {props.person && (
            <button type="button" class="button" onClick={props.onPerson}>
              {props.person.label}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

interface ArticleProps {
  says: Says;
  /** At the section that it names, if it names one. */
  link: ArticleLink;
  hosts: string[];
  person: QuickReply | null;
  onBack: () => void;
  onRead: (article: Article) => void;
  onJudge: (article: Article, helped: boolean) => void;
  onAsk: () => void;
  onPerson: () => void;
}

function ArticleView(props: ArticleProps) {
  const { says, link } = props;
  const { language, words } = says;
  const [article, setArticle] = useState<Article | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [helped, setHelped] = useState<boolean | null>(null);
  const text = useRef<HTMLDivElement>(null);

  useCommit(() => {
    const abort = new AbortController();
    setFailed(false);
    call<Article>(fetch, `/api/v1/articles/${encodeURIComponent(link.id)}?lang=${language}`, {
      signal: abort.signal,
    }).then(setArticle, () => {
      if (!abort.signal.aborted) setFailed(true);
    });
    return () => abort.abort();
  }, [link.id, language, attempt]);
  useCommit(() => {
    if (article && !failed) props.onRead(article);
    const place =
      link.anchor && [...text.current!.querySelectorAll<HTMLElement>("[data-anchor]")].find((heading) => heading.dataset.anchor === link.anchor);
    // Only the section that answered, never one that is not there.
    const heading = place || text.current!.querySelector("h2");
    if (place) place.classList.add("here");
    (heading ?? (failed ? text.current : null))?.focus({ preventScroll: true });
    if (place) place.scrollIntoView({ block: "start" });
  }, [article?.id, article?.language, failed]);

  const other = article && article.language !== language ? languageOf(article.language, language) : language;
  const drawLink = leaving(hostsOf(article?.url, props.hosts), (host) => fill(words.otherSite, { x: host }));
  const judge = (yes: boolean) => {
    setHelped(yes);
    props.onJudge(article!, yes);
  };
  return (
    <article class="reader" aria-busy={!article && !failed}>
      <nav>
        <button type="button" class="quiet" onClick={props.onBack}>
          <Icon name="back" small />
          {words.back}
        </button>
      </nav>
      <div class="text" ref={text} tabIndex={0} lang={article?.language}>
        {failed && (
          <div role="alert" class="center">
            <p>{words.articleFailed}</p>
            <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
              {words.tryAgain}
            </button>
          </div>
        )}
        {article && (
          <>
            <h2 tabIndex={-1}>{article.title}</h2>
            {other !== language && (
              <p class="only" lang={language}>
                {words.articleOnly[other]}
              </p>
            )}
            <Tree nodes={article.body} link={drawLink} />
            <div class="about ask" lang={language}>
              {article.reviewed && <p>{`${words.reviewed} ${article.reviewed}`}</p>}
              {article.url && <Link href={link.url || article.url}>{words.readOnSite}</Link>}
              <div class={helped === false ? "helped no" : "helped"} role="status">
                {helped === null ? words.didHelp : helped ? words.thanks : words.sorry}
              </div>
              {helped === null && (
                <>
                  <button type="button" class="button" onClick={() => judge(true)}>
                    {words.yes}
                  </button>
                  <button type="button" class="button" onClick={() => judge(false)}>
                    {words.no}
                  </button>
                </>
              )}
              {helped === false && (
                <>
                  <button type="button" class="button" onClick={props.onAsk}>
                    {words.askHere}
                  </button>
                  {props.person && (
                    <button type="button" class="button" onClick={props.onPerson}>
                      {props.person.label}
                    </button>
                  )}
                </>
              )}
            </div>
          </>
        )}
      </div>
    </article>
  );
}
