// SPDX-License-Identifier: MIT
// What the parts that are fetched later share with the one that is there: app.js hands it out, so that none of
// it is fetched twice (build.mjs).

export { Fragment, jsx, jsxs } from "preact/jsx-runtime";
// Effects as soon as what is drawn stands, before the next keystroke: one that waits for a frame leaves what is
// uncovered inert under the visitor's fingers.
export { useLayoutEffect as useCommit, useRef, useState } from "preact/hooks";
export { Link, safeHref, Tree } from "../shared/markup";
export { call } from "../shared/protocol";
export { counted, dayOf, fill, languageOf, timeOf } from "../shared/words";
export { Card } from "./card";
export { Icon } from "./icons";
