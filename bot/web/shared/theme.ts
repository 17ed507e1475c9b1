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

/** A shop's four colours over the tokens of the same names. */
export function applyPalette(palette: Palette | undefined, element: HTMLElement = document.documentElement): void {
  const set = (name: string, value: string | undefined) => {
    if (value && /^#[0-9a-f]{3,8}$/i.test(value)) element.style.setProperty(name, value);
  };
  set("--accent", palette?.accent);
  set("--accent-hover", palette?.accent);
  set("--on-accent", palette?.on_accent);
  set("--link", palette?.link);
  set("--accent-soft", palette?.accent_soft);
}
