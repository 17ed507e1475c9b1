// SPDX-License-Identifier: MIT
// All of the console's words in Lithuanian: a file of its own, fetched when it is spoken.

import { lithuanian } from "./base_lt";
import { pagesLithuanian } from "./pages_lt";
import { workLithuanian } from "./work_lt";

export const lt = { ...lithuanian, ...workLithuanian, ...pagesLithuanian };

export type Words = typeof lt;
