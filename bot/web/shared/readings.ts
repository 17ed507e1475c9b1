// SPDX-License-Identifier: MIT
// Articles that the visitor opened or judged, until the server knows of them: kept over a reload, told one
// after another, given along when a conversation begins.

import { CallFailed, type Reading } from "./protocol";
import type { Keeper } from "./storage";

/** As many as a conversation may begin with. */
const MOST = 50;

export interface ReadingsOptions {
  keeper: Keeper;
  /** Whether there is a conversation to tell of it. */
  there: () => boolean;
  /** Begins one, with what is in the list. */
  begin: () => Promise<void>;
  post: (reading: Reading) => Promise<unknown>;
}

export class Readings {
  /** Oldest first. */
  list: Reading[] = [];
  #telling = false;

  constructor(private readonly options: ReadingsOptions) {
    this.list = options.keeper.readings();
  }

  add(reading: Reading): void {
    this.#keep([...this.list, reading].slice(-MOST));
    void this.tell();
  }

  /** The server has them. */
  told(readings: Reading[]): void {
    this.#keep(this.list.filter((each) => !readings.includes(each)));
  }

  /** Opened alone begins no conversation; a judgement does. */
  async tell(): Promise<void> {
    const { there, begin, post } = this.options;
    if (this.#telling) return;
    this.#telling = true;
    try {
      if (!there() && this.list.some(({ helped }) => helped !== undefined)) await begin();
      while (there() && this.list[0]) {
        const next = this.list[0];
        await post(next).catch((cause: unknown) => {
          // Later, with the next one; what is refused will not be known.
          if (!(cause instanceof CallFailed) || cause.passing) throw cause;
        });
        this.told([next]);
      }
    } catch (cause) {
      if (!(cause instanceof CallFailed)) throw cause;
    } finally {
      this.#telling = false;
    }
  }

  #keep(list: Reading[]): void {
    this.list = list;
    this.options.keeper.keepReadings(list);
  }
}
