// SPDX-License-Identifier: MIT
// Line drawings on a 24 × 24 grid. They never stand without a word: beside them or as the button's name.

const paths = {
  close: "M6 6l12 12M18 6 6 18",
  send: "M12 19V5.5M6 11.5l6-6 6 6",
  document: "M6.5 3h7.5l4.5 4.5V21h-12zM13.5 3v5h5M9.5 12.5h6M9.5 16.5h6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  ticks: "M2 13l4 4 8-9M11 16l1 1 9-9",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
  warning: "M12 4 2.5 20h19zM12 10v4.5M12 17.3v.01",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20a7.5 7.5 0 0 1 15 0",
  offline: "M3 3l18 18M8.5 15a5 5 0 0 1 6.5.5M5 11.5a10 10 0 0 1 4-2.4M19 11.5a10 10 0 0 0-6-2.9M12 19v.01",
  back: "M15 5l-7 7 7 7",
  down: "M12 5v13.5M6 12.5l6 6 6-6",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
};

export type IconName = keyof typeof paths;

export function Icon(props: { name: IconName; small?: boolean }) {
  return (
    <svg class={props.small ? "i small" : "i"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[props.name]} />
    </svg>
  );
}
