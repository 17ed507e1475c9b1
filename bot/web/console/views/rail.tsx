// SPDX-License-Identifier: MIT
// The edge of the page: where we are, whether this agent takes conversations, settings and keys.

import { counted } from "../../shared/words";
import { unreadTalks } from "../words/counts";
import { backOf } from "../state/away";
import { initialsOf } from "../state/names";
import { leads, reviews } from "../state/actions";
import type { PageName } from "../state/app";
import { loadOf, unreadMine } from "../state/rows";
import { useApp, useMinute, useParts, useSay } from "./context";
import { Icon } from "./icons";

export function Rail() {
  const { session } = useParts();
  const { words, language, time, when } = useSay();
  const me = useApp((state) => state.auth.me);
  const unread = useApp((state) => unreadMine(state.rows, state.seen, state.auth.me?.name ?? "", state.unread, state.talliedTo));
  const mine = useApp((state) => loadOf(state.rows, state.auth.me?.name ?? ""));
  const page = useApp((state) => state.page);
  const here = (name: PageName) => (page === name ? ("page" as const) : undefined);
  const available = !!me?.available;
  const now = useMinute();
  const back = me && backOf(me, now);
  const room = me?.capacity ? `${mine}/${me.capacity}` : "";

  return (
    <nav class="rail" aria-label={words.mainNavigation}>
      <span class="logo" aria-hidden="true">
        f
      </span>
      <a href="#" aria-current={here("desk")}>
        <Icon name="inbox" />
        {words.railConversations}
        {unread > 0 && (
          <span class="count">
            <span aria-hidden="true">{unread}</span>
            <span class="sr">{counted(language, unread, unreadTalks)}</span>
          </span>
        )}
      </a>
      {leads(me?.role) && (
        <a href="#/board" aria-current={here("board")}>
          <Icon name="eye" />
          {words.railBoard}
        </a>
      )}
      {reviews(me?.role) && (
        <a href="#/review" aria-current={here("review")}>
          <Icon name="question" />
          {words.railReview}
        </a>
      )}
      {me?.role === "admin" && (
        <a href="#/accounts" aria-current={here("accounts")}>
          <Icon name="people" />
          {words.railAccounts}
        </a>
      )}
      <span class="rail-space" />
      <button type="button" onClick={() => session.dialog("keys")}>
        <Icon name="keyboard" />
        {words.keys}
      </button>
      <button type="button" onClick={() => session.dialog("settings")}>
        <Icon name="sliders" />
        {words.settings}
      </button>
      <button
        type="button"
        class="who"
        aria-pressed={available}
        aria-haspopup={available ? "dialog" : undefined}
        title={available ? words.takingHint : words.notTakingHint}
        onClick={() => (available ? session.dialog("away") : void session.setAvailable(true))}
      >
        <span class={available ? "avatar here" : "avatar"} aria-hidden="true">
          {initialsOf(me?.name ?? "")}
        </span>
        <span>
          <span class="sr">{me?.name}: </span>
          {available ? words.taking(room) : back ? words.meBackAt(back.today ? time(back.at) : when(back.at, now)) : words.notTaking}
        </span>
      </button>
    </nav>
  );
}
