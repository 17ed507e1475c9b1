// SPDX-License-Identifier: MIT
// Line drawings on a 24 × 24 grid. They never stand without a word: beside them or as the button's name.

const paths = {
  inbox: "M4 13 6.500 5h11L20 13v6H4zM4 13h4.500l1.500 3h4l1.500-3H20",
  bot: "M5 9h14v10H5zM12 9V5M9 13.500h.01M15 13.500h.01M9.500 16.500h5M12 3.500v.01",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500V12l3 2",
  warning: "M12 4 2.500 20h19zM12 10v4.500M12 17.300v.01",
  tick: "M5 12.500l4.500 4.500L19 7.500",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  down: "M12 5v13.500M6 12.500l6 6 6-6",
  up: "M12 19V5.500M6 11.500l6-6 6 6",
  find: "M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM16 16l4.500 4.500",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20a7.500 7.500 0 0 1 15 0",
  sliders: "M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4",
  keyboard: "M3.500 6.500h17v11h-17zM7 10h.01M10.300 10h.01M13.700 10h.01M17 10h.01M8 14h8",
  panel: "M4 5h16v14H4zM14.500 5v14",
  note: "M5 4.500h14v10l-5 5H5zM14 19.500v-5h5M8.500 9h7M8.500 12.500h4",
  fold: "M6 9.500l6 6 6-6",
  document: "M6.500 3h7.500l4.500 4.500V21h-12zM13.500 3v5h5M9.500 12.500h6M9.500 16.500h6",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 20.500a2 2 0 0 0 4 0",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  question: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 17h.01",
  people: "M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM2.500 20a6.500 6.500 0 0 1 13 0M16 5.500a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5.500",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  pause: "M8.500 6v12M15.500 6v12",
  twoTicks: "m2 13 4 4 8-9M11 16l1 1 9-9",
  pin: "M9 4h6l-1 6 3.500 3.500h-11L10 10zM12 13.500V20",
  flag: "M6 21V4h11l-2.500 4 2.500 4H6",
  offline: "M3 3l18 18M8.500 15a5 5 0 0 1 6.500.500M5 11.500a10 10 0 0 1 4-2.400M19 11.500a10 10 0 0 0-6-2.900M12 19v.01",
};

export type IconName = keyof typeof paths;

export function Icon(props: { name: IconName; class?: string }) {
  return (
    <svg class={props.class ? `i ${props.class}` : "i"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[props.name]} />
    </svg>
  );
}
