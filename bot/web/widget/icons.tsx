// SPDX-License-Identifier: MIT
// Line drawings on a 24 × 24 grid. They never stand without a word: beside them or as the button's name.

const paths = {
  close: "M6 6l12 12M18 6 6 18",
  send: "M12 19V5.5M6 11.5l6-6 6 6",
  document: "M6.5 3h7.500l4.500 4.500V21h-12zM13.500 3v5h5M9.500 12.500h6M9.500 16.500h6",
  tick: "M5 12.500l4.500 4.500L19 7.500",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500V12l3 2",
  warning: "M12 4 2.500 20h19zM12 10v4.500M12 17.300v.01",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20a7.500 7.500 0 0 1 15 0",
  offline: "M3 3l18 18M8.500 15a5 5 0 0 1 6.500.500M5 11.500a10 10 0 0 1 4-2.400M19 11.500a10 10 0 0 0-6-2.900M12 19v.01",
  back: "M15 5l-7 7 7 7",
  down: "M12 5v13.500M6 12.500l6 6 6-6",
  find: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500 20 20",
};

export type IconName = keyof typeof paths;

export function Icon(props: { name: IconName; small?: boolean }) {
  return (
    <svg class={props.small ? "i small" : "i"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[props.name]} />
    </svg>
  );
}
