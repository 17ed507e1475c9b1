// SPDX-License-Identifier: MIT
// Searching the articles while answering, and putting their words into the draft.

import { useEffect, useRef, useState } from "preact/hooks";
import { hostsOf, leaving } from "../../shared/leaving";
import { Snippet, Tree } from "../../shared/markup";
import { CallFailed, type Article, type SearchHit } from "../../shared/protocol";
import { counted, languageOf } from "../../shared/words";
import { draftOf } from "../state/app";
import type { Opened } from "../state/panes";
import { inserted, textOf } from "../state/draft";
import { plainSnippet, plainText } from "../state/plain";
import { found } from "../words/counts";
import { useApp, useParts, useSay } from "./context";
import { Icon } from "./icons";
import { Key } from "./key";
import { Part } from "./part";
import { selectInBox } from "./palette";

const PAUSE_MS = 250;

export function Articles({ opened, language }: { opened: Opened; language: string }) {
  const { session } = useParts();
  const { words, language: mine } = useSay();
  const [query, setQuery] = useState("");
  const [hits, setHits] = useState<SearchHit[] | null>(null);
  const [failed, setFailed] = useState(false);
  const lang = languageOf(language, mine);
  const wanted = useApp((state) => state.articleQuery);
  useEffect(() => {
    if (wanted) setQuery(wanted);
  }, [wanted]);

  useEffect(() => {
    const wanted = query.trim();
    setFailed(false);
    if (wanted.length < 2) {
      setHits(null);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      session.api.search(wanted, lang, abort.signal).then(
        (answer) => setHits(answer.articles),
        (failure: unknown) => {
          if (abort.signal.aborted) return;
          setHits(null);
          setFailed(failure instanceof CallFailed);
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, lang]);

  return (
    <Part name="articles" title={words.articleSearch}>
      <div class="search">
        <Icon name="find" />
        <input
          id="article-search"
          type="search"
          placeholder={words.searchArticles}
          aria-label={words.searchArticles}
          value={query}
          onInput={(event) => {
            session.lookUp("");
            setQuery(event.currentTarget.value);
          }}
        />
        <Key name="articles" />
      </div>
      <p class="small search-state" role="status">
        {failed ? words.searchFailed : hits ? counted(mine, hits.length, found) : ""}
      </p>
      <ul class="hits" aria-labelledby="part-articles">
        {(hits ?? []).map((hit) => (
          <Hit key={hit.id} hit={hit} opened={opened} language={lang} />
        ))}
      </ul>
    </Part>
  );
}

function Hit({ hit, opened, language }: { hit: SearchHit; opened: Opened; language: string }) {
  const { session, writer } = useParts();
  const { words } = useSay();
  const [article, setArticle] = useState<Article | null>(null);
  const [open, setOpen] = useState(false);
  const alive = useRef(true);
  useEffect(() => () => void (alive.current = false), []);

  const read = () => {
    setOpen(!open);
    if (article || open) return;
    session.api.article(hit.id, language).then(
      (answer) => alive.current && setArticle(answer),
      () => {
        if (!alive.current) return;
        setOpen(false);
        session.say("notDone");
      },
    );
  };

  const insert = (piece: string) => {
    const id = opened.id;
    const area = document.getElementById("composer-text");
    const text = textOf(draftOf(session.cell.get(), id));
    const caret = area instanceof HTMLTextAreaElement ? [area.selectionStart, area.selectionEnd] : [];
    const next = inserted(text, caret[0] ?? text.length, caret[1] ?? text.length, piece);
    writer.type(id, next.text);
    session.dialog(null);
    session.say("inserted");
    selectInBox(next.caret, next.caret);
  };

  const attach = () => {
    writer.attach(opened.id, { id: hit.id, title: hit.title });
    session.dialog(null);
    session.say("attached");
    requestAnimationFrame(() => document.getElementById("composer-text")?.focus());
  };

  return (
    <li class="hit">
      <h3>{hit.title}</h3>
      {hit.agents_only && <p class="small">{words.agentsOnly}</p>}
      {!open && hit.snippet && (
        <p>
          <Snippet text={hit.snippet} />
        </p>
      )}
      {open && article && (
        <div class="article">
          <Tree nodes={article.body} link={leaving(hostsOf(article.url, [location.hostname]), words.otherSite)} />
          {article.reviewed && <p class="small">{words.reviewedOn(article.reviewed)}</p>}
          {article.review_by && <p class="small">{words.reviewedUntil(article.review_by)}</p>}
        </div>
      )}
      <div class="hit-do">
        <button
          type="button"
          class="btn small-btn"
          onClick={() => insert(open && article ? plainText(article.body) : plainSnippet(hit.snippet ?? hit.title))}
        >
          {open && article ? words.insertAll : words.insert}
          <span class="sr">: {hit.title}</span>
        </button>
        {!hit.agents_only && (
          <button type="button" class="link" onClick={attach}>
            {words.attach}
            <span class="sr">: {hit.title}</span>
          </button>
        )}
        <button type="button" class="link" aria-expanded={open} onClick={read}>
          {open ? words.fold : words.readArticle}
          <span class="sr">: {hit.title}</span>
        </button>
      </div>
    </li>
  );
}
