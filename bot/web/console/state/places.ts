// SPDX-License-Identifier: MIT
// Where a conversation can go, as far as the list shows: teams and colleagues that have something. Pure.

import type { Rows } from "./rows";

export function knownPlaces(rows: Rows, me: string): { teams: string[]; agents: string[] } {
  const teams = new Set<string>();
  const agents = new Set<string>();
  for (const row of rows.values()) {
    if (row.team) teams.add(row.team);
    if (row.owner && row.owner.name !== me) agents.add(row.owner.name);
  }
  const sorted = (names: Set<string>) => [...names].sort(new Intl.Collator("lt").compare);
  return { teams: sorted(teams), agents: sorted(agents) };
}
