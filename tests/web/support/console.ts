// SPDX-License-Identifier: MIT
// A whole console without its page: a signed-in agent with conversation "c" open and "q" in the queue.

import { Colleague } from "../../../bot/web/console/colleague";
import { Commands } from "../../../bot/web/console/commands";
import { Desk } from "../../../bot/web/console/desk";
import { Notifier, type Voice } from "../../../bot/web/console/notifier";
import { Presence } from "../../../bot/web/console/presence";
import { Session } from "../../../bot/web/console/session";
import { Shift } from "../../../bot/web/console/shift";
import { offOf } from "../../../bot/web/console/state/actions";
import { Cell, draftOf, initialState, sendingOf } from "../../../bot/web/console/state/app";
import { Storage } from "../../../bot/web/console/storage";
import { Writer } from "../../../bot/web/console/writer";
import { AgentServer, ruta } from "./agent_server";
import { MockClock, settle } from "./clock";

export class MemoryStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** The parts of one page over a server; nothing is started. */
export function pageOf(server: AgentServer, clock: MockClock, memory = new MemoryStorage()) {
  const storage = new Storage(memory as unknown as globalThis.Storage, "lt-LT");
  const cell = new Cell(initialState(storage.prefs(), storage.seen()));
  let visible = true;
  const session = new Session(cell, storage, { fetch: server.fetch, clock, random: () => 0.5, visible: () => visible });
  const desk = new Desk(session);
  const writer = new Writer(session, desk);
  const commands = new Commands(session, desk, writer);
  const colleague = new Colleague(session, desk, writer);
  new Presence(session, desk, writer);
  const shift = new Shift(session, desk);
  const heard: string[] = [];
  const voice: Voice = {
    tone: (urgent) => void heard.push(urgent ? "tone!" : "tone"),
    show: ({ name }) => void heard.push(name),
  };
  new Notifier(session, clock, voice);
  const opened = () => cell.get().opened!;
  return {
    cell, clock, server, session, desk, writer, commands, colleague, shift, heard, memory, opened,
    texts: () => opened().conversation.events.flatMap((event) => ("text" in event ? [event.text as string] : [])),
    posts: (verb: string) => server.commands.filter(({ path }) => path.endsWith(`/${verb}`)).map(({ body }) => body),
    look: (seen: boolean) => (visible = seen),
    draft: (id = "c") => draftOf(cell.get(), id),
    sending: (id = "c") => sendingOf(cell.get(), id),
    off: (action: Parameters<typeof offOf>[0]) => offOf(action, cell.get(), clock.now()),
  };
}

export async function consoleOf(wanted: {
  owner?: typeof ruta | null;
  prepare?: (server: AgentServer) => void;
  memory?: MemoryStorage;
}) {
  const clock = new MockClock();
  const server = new AgentServer(() => clock.now());
  const owner = wanted.owner === undefined ? ruta : wanted.owner;
  server.signedIn = true;
  server.add("c", owner ? "assigned" : "queued", owner);
  server.visitor("c", "labas");
  server.add("q", "queued");
  wanted.prepare?.(server);
  const page = pageOf(server, clock, wanted.memory);
  await page.session.start();
  await settle();
  page.writer.recall("c");
  page.desk.open("c");
  await settle();
  return page;
}
