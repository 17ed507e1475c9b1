// SPDX-License-Identifier: MIT

import { Snippet } from "../shared/markup";
import type { ArticleLink } from "../shared/protocol";
import { fill, languageOf } from "../shared/words";
import type { Says } from "./app";
import { Icon } from "./icons";

/** An article under a message or among what was found. */
export function Card<T extends ArticleLink & { language?: string }>(props: {
  says: Says;
  article: T;
  id: string;
  onOpen: (article: T, from: string) => void;
}) {
  const { article } = props;
  const { language, words } = props.says;
  const other = article.language ? languageOf(article.language, language) : language;
  return (
    <button type="button" class="card article" id={props.id} onClick={() => props.onOpen(article, props.id)}>
      <span class="title">
        <Icon name="document" />
        {article.title}
      </span>
      {article.snippet && (
        <span class="snippet">
          <Snippet text={article.snippet} />
        </span>
      )}
      {article.section && <small>{fill(words.section, { x: article.section })}</small>}
      {other !== language && <small>{words.articleOnly[other]}</small>}
    </button>
  );
}
