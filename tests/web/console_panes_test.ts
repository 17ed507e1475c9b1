// SPDX-License-Identifier: MIT
// Two conversations on one page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panesOf } from "../../bot/web/console/state/panes";
import { readPress } from "../../bot/web/console/state/keys";
import { ruta, tomas } from "./support/agent_server";
import { settle } from "./support/clock";
import { consoleOf } from "./support/console";

/** "c" is open, "d" is pinned beside it. */
async function two() {
  const page = await consoleOf({
    prepare: (s) => {
      s.add("d", "assigned", ruta);
      s.visitor("d", "sveiki");
      s.add("e", "assigned", ruta);
    },
  });
  page.desk.pin("d");
  await settle();
  const shown = () => panesOf(page.cell.get()).map(({ id }) => id);
  const textsOf = (id: string) =>
    panesOf(page.cell.get())
      .find((one) => one.id === id)!
      .conversation.events.flatMap((event) => ("text" in event ? [event.text as string] : []));
  return { ...page, shown, textsOf };
}

test("what is pinned is where the reader is, in the second place, and stays there when he goes back", async () => {
  const { desk, opened, shown, cell } = await two();
  assert.deepEqual([opened().id, shown()], ["d", ["c", "d"]]);
  desk.focus("c");
  assert.deepEqual([opened().id, cell.get().beside?.id, shown()], ["c", "d", ["c", "d"]]);
});

test("both are followed live, and seen", async () => {
  const { server, textsOf, cell, posts } = await two();
  server.visitor("c", "pirmas");
  server.visitor("d", "antras");
  await settle();
  assert.deepEqual([textsOf("c").at(-1), textsOf("d").at(-1)], ["pirmas", "antras"]);
  const { seen } = cell.get();
  assert.deepEqual([seen.c, seen.d], [3, 3]);
  assert.deepEqual(posts("seen").map(({ last }) => last).slice(-2), [3, 3]);
});

test("each has its own draft and is answered as it is, whichever the reader is in", async () => {
  const { writer, desk, textsOf, draft, sending, server } = await two();
  writer.type("c", "Taip");
  writer.type("d", "Ne");
  await writer.press("c");
  assert.deepEqual([draft("c").reply, draft("d").reply], ["", "Ne"]);
  desk.focus("c");
  // News in the other one stops only what answers it.
  server.visitor("d", "dar vienas");
  await settle();
  await writer.press("d");
  assert.equal(sending("d").phase, "stopped");
  assert.deepEqual([textsOf("c").at(-1), textsOf("d").at(-1)], ["Taip", "dar vienas"]);
});

test("another one opens in the place that is not pinned, and the pinned one's stream stands", async () => {
  const { desk, shown, opened, server, textsOf } = await two();
  desk.open("e");
  await settle();
  assert.deepEqual([opened().id, shown()], ["e", ["e", "d"]]);
  server.visitor("d", "ar girdite");
  await settle();
  assert.equal(textsOf("d").at(-1), "ar girdite");
  assert.equal(server.streams.some(({ of }) => of === "c"), false);
  desk.open("d");
  assert.deepEqual([opened().id, shown()], ["d", ["e", "d"]]);
});

test("closing it leaves the other one, with the draft of both kept", async () => {
  const { desk, writer, shown, draft, server, cell } = await two();
  writer.type("d", "pradėta");
  assert.equal(desk.unpin(), "c");
  await settle();
  assert.deepEqual([shown(), cell.get().pinned, draft("d").reply], [["c"], "", "pradėta"]);
  assert.equal(server.streams.some(({ of }) => of === "d"), false);
});

test("on a page that has become narrow the one with the reader stays", async () => {
  const { desk, shown, cell } = await two();
  desk.keepOne();
  assert.deepEqual([shown(), cell.get().pinned], [["d"], ""]);
});

test("one that holds its place stays when another is opened, and loses it alone", async () => {
  const { desk, shown } = await two();
  desk.keepOne();
  desk.hold();
  assert.equal(desk.unpin(), "d");
  desk.hold();
  desk.open("c");
  await settle();
  assert.deepEqual(shown(), ["c", "d"]);
});

test("after a session that was over both go on", async () => {
  const { session, server, shown, textsOf } = await two();
  server.signedIn = false;
  server.cut();
  server.reachable = true;
  await session.api.me().catch(() => {});
  server.visitor("c", "vienas", true);
  server.visitor("d", "du", true);
  await session.signIn("Rūta", "right");
  await settle();
  assert.deepEqual(shown(), ["c", "d"]);
  assert.deepEqual([textsOf("c").at(-1), textsOf("d").at(-1)], ["vienas", "du"]);
});

test("a colleague who takes over one of two is seen in that one", async () => {
  const { desk, server, cell } = await two();
  desk.focus("c");
  server.join("d", tomas);
  await settle();
  assert.equal(cell.get().beside?.conversation.chat.owner, "Tomas");
  assert.equal(cell.get().opened?.conversation.chat.owner, "Rūta");
});

test("nothing open: pinning only opens", async () => {
  const { desk, shown, cell } = await consoleOf({}).then((page) => ({ ...page, shown: () => panesOf(page.cell.get()).map(({ id }) => id) }));
  desk.open("");
  assert.deepEqual(shown(), []);
  desk.pin("q");
  assert.deepEqual([shown(), cell.get().pinned], [["q"], ""]);
});

test("Shift with Enter pins outside of a field only", () => {
  const press = (inText: boolean) => ({
    key: "Enter", code: "Enter", shift: true, ctrl: false, alt: false, altgr: false, composing: false, inText, inDialog: false,
  });
  assert.deepEqual(readPress(press(false), "").command, { do: "pin" });
  assert.equal(readPress(press(true), "").command, null);
});
