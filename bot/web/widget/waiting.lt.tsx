// SPDX-License-Identifier: MIT
import { besideIn, waitingIn } from "./waiting";
import { lt } from "./words/waiting_lt";

export const Waiting = waitingIn(lt);
export const Beside = besideIn(lt);
