// SPDX-License-Identifier: MIT
// Beside the conversation: where on the site the customer is and was, what he looked at there, and what else
// his pages say. Nobody has proven any of it.

import { safeHref } from "../../shared/markup";
import { millis } from "../../shared/protocol";
import type { Opened } from "../state/panes";
import { isOfProduct } from "../state/conversation";
import { hostOf, placeOf } from "../state/names";
import { useSay } from "./context";
import { Part } from "./part";

function Link({ address, children }: { address: string | undefined; children: string }) {
  const href = safeHref(address ?? "");
  return href ? (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ) : (
    <>{children}</>
  );
}

export function Browsing({ opened }: { opened: Opened }) {
  const { words, time } = useSay();
  const { visitor, card } = opened.conversation;
  const attributes = visitor.attributes.filter(([key]) => key !== "name" && !isOfProduct(key));
  const earlier = (card?.pages ?? []).filter(({ page }) => page !== visitor.page);
  const products = card?.products ?? [];
  return (
    <>
      {visitor.page && (
        <Part name="page" title={words.nowOnPage}>
          <p class="break">
            <Link address={visitor.page}>{placeOf(visitor.page)}</Link>
          </p>
          {earlier.length > 0 && (
            <ul class="pages" aria-label={words.earlierPages}>
              {earlier.map(({ page, at }) => (
                <li key={page}>
                  <span class="break">
                    <Link address={page}>{placeOf(page)}</Link>
                  </span>
                  <small>{time(millis(at))}</small>
                </li>
              ))}
            </ul>
          )}
          {visitor.referrer && <p class="small">{words.cameFrom(hostOf(visitor.referrer))}</p>}
        </Part>
      )}
      {attributes.length > 0 && (
        <Part name="attributes" title={words.attributes} more={<small>{words.unproven}</small>}>
          <dl class="facts">
            {attributes.map(([key, value]) => (
              <div key={key}>
                <dt>{key.replaceAll("_", " ")}</dt>
                <dd class="break">{value}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {products.length > 0 && (
        <Part name="products" title={words.products} more={<small>{words.unproven}</small>}>
          <ul class="products">
            {products.map((product) => (
              <li key={product.name}>
                <span>
                  <Link address={product.url}>{product.name}</Link>
                  {product.times && <small>{words.lookedTimes(product.times)}</small>}
                </span>
                {product.price && <b>{product.price}</b>}
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}
