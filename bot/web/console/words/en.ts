// SPDX-License-Identifier: MIT
// All of the console's words in English.

import { english } from "./base_en";
import { pagesEnglish } from "./pages_en";
import { workEnglish } from "./work_en";
import type { Words } from "./lt";

export const en: Words = { ...english, ...workEnglish, ...pagesEnglish };
