// SPDX-License-Identifier: MIT
// An article, opened in place over the conversation.

import { useEffect, useRef, useState } from "preact/hooks";
import { Link, Tree } from "../shared/markup";
import { call, type Article } from "../shared/protocol";
import { languageOf } from "../shared/words";
import type { Says } from "./app";
import { Icon } from "./icons";

export function ArticleView({ says, id, onBack }: { says: Says; id: string; onBack: () => void }) {
  const { language, words } = says;
  const [article, setArticle] = useState<Article | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const abort = new AbortController();
    setFailed(false);
    call<Article>(fetch, `/api/v1/articles/${encodeURIComponent(id)}?lang=${language}`, {
      signal: abort.signal,
    }).then(setArticle, () => {
      if (!abort.signal.aborted) setFailed(true);
    });
    return () => abort.abort();
  }, [id, language, attempt]);
  useEffect(() => heading.current?.focus(), [article?.id, failed]);

  const other = article && article.language !== language ? languageOf(article.language, language) : language;
  return (
    <article class="reader" aria-busy={!article && !failed}>
      <nav>
        <button type="button" class="quiet" onClick={onBack}>
          <Icon name="back" small />
          {words.back}
        </button>
      </nav>
      <div class="text" tabIndex={0} lang={article?.language}>
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
            <h2 ref={heading} tabIndex={-1}>
              {article.title}
            </h2>
            {other !== language && (
              <p class="only" lang={language}>
                {words.articleOnly[other]}
              </p>
            )}
            <Tree nodes={article.body} />
            {article.url && (
              <p class="about" lang={language}>
                <Link href={article.url}>{words.readOnSite}</Link>
              </p>
            )}
          </>
        )}
      </div>
    </article>
  );
}
