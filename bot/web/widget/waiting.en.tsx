// SPDX-License-Identifier: MIT
import { besideIn, waitingIn } from "./waiting";
import { en } from "./words/waiting_en";

export const Waiting = waitingIn(en);
export const Beside = besideIn(en);
