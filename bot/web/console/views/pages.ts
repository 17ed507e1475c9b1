// SPDX-License-Identifier: MIT
// What is beside the desk, fetched once somebody is there (later.tsx).

export { Accounts } from "./accounts";
export { AwayDialog } from "./away";
export { Board } from "./board";
export { FirstPage } from "./first";
export { KeysetDialog } from "./keyset";
export { Review } from "./review";
export { SettingsDialog } from "./settings";
export { ShiftDialog } from "./shift";
