// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { inOneWindow } from "../../bot/web/console/voice";

test("several windows of one agent sound once, a ring beside a tone all the same", async () => {
  const held = new Set<string>();
  const locks = {
    request: async (name: string, _options: unknown, does: (lock: unknown) => Promise<void>) => {
      if (held.has(name)) return does(null);
      held.add(name);
      void does({ name });
    },
  } as unknown as Pick<LockManager, "request">;
  const heard: string[] = [];
  for (const window of ["first", "second"]) inOneWindow("tone", () => heard.push(`${window} tone`), locks);
  for (const window of ["first", "second"]) inOneWindow("ring", () => heard.push(`${window} ring`), locks);
  assert.deepEqual(heard, ["first tone", "first ring"]);
  inOneWindow("tone", () => heard.push("a browser without locks"), null);
  assert.equal(heard.length, 3);
});
