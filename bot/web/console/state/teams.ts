// SPDX-License-Identifier: MIT
// To which teams a conversation may be handed on. Pure.

import type { Row } from "../../shared/protocol";
import type { DeskInfo, Macro, Team } from "../wire";

/** Those that the conversation's own team hands on to; all where it names none, or is not known. */
export function teamsFor(desk: DeskInfo | null, row: Pick<Row, "team"> | null): Team[] {
  const teams = desk?.teams ?? [];
  const allowed = row?.team ? teams.find(({ id }) => id === row.team)?.forwards_to : undefined;
  return allowed ? teams.filter(({ id }) => allowed.includes(id)) : teams;
}

/** Whether what the macro ends with may be done to the conversation. */
export function mayRun(macro: Macro, desk: DeskInfo | null, row: Pick<Row, "team"> | null): boolean {
  const { then } = macro;
  return typeof then !== "object" || teamsFor(desk, row).some(({ id }) => id === then.team);
}
