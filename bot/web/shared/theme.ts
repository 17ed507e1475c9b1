// SPDX-License-Identifier: MIT
// Light or dark, and a shop's colours. Both go in through the CSSOM, which a strict style-src allows.

import type { Palette } from "./protocol";

export type Theme = "light" | "dark" | "auto";

/** Puts data-theme on <html> and keeps it right while "auto" follows the reader's system. `onChange` gets
 *  the theme in force, now and later. Returns what stops it. */
export function applyTheme(theme: Theme, onChange: (dark: boolean) => void = () => {}): () => void {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const dark = theme === "dark" || (theme === "auto" && query.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    onChange(dark);
  };
  apply();
  query.addEventListener("change", apply);
  return () => query.removeEventListener("change", apply);
}

/** WCAG's relative luminance of #RRGGBB. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** A shop's four colours over the tokens of the same names. A fill that hardly differs from the surface
 *  (a white brand on white) gets an edge: --edge. */
export function applyPalette(palette: Palette | undefined, element: HTMLElement = document.documentElement): void {
  const set = (name: string, value: string | undefined) => {
    if (value && /^#[0-9a-f]{6}$/i.test(value)) element.style.setProperty(name, value);
  };
  set("--accent", palette?.accent);
  set("--accent-hover", palette?.accent);
  set("--on-accent", palette?.on_accent);
  set("--link", palette?.link);
  set("--accent-soft", palette?.accent_soft);
  const [a, b] = [palette?.accent ?? "#000000", getComputedStyle(element).getPropertyValue("--surface").trim()]
    .map((hex) => luminance(hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex) + 0.05)
    .sort((one, other) => other - one);
  element.style.setProperty("--edge", a! / b! < 3 ? "var(--control)" : "transparent");
}
