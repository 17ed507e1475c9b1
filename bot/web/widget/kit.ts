// SPDX-License-Identifier: MIT
// What the parts that are fetched later share with the one that is there: app.js hands it out, so that none of
// it is fetched twice (build.mjs).

export { Fragment, jsx, jsxs } from "preact/jsx-runtime";
export { useEffect, useRef, useState } from "preact/hooks";
export { Link, safeHref, Tree } from "../shared/markup";
export { call } from "../shared/protocol";
export { counted, fill, languageOf } from "../shared/words";
export { Card } from "./card";
export { Icon } from "./icons";
