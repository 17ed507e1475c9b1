// SPDX-License-Identifier: MIT
// An article as the plain text that goes into a draft. Pure.

import type { Block, Inline } from "../../shared/protocol";

const inline = (nodes: (Block | Inline)[] | undefined): string =>
  (nodes ?? [])
    .map((node) => {
      if (node.type === "break") return "\n";
      if ("children" in node && node.children) return inline(node.children);
      const text = node.text ?? "";
      const href = node.type === "link" ? (node as Inline).href : undefined;
      return href && href !== text && /^https?:/.test(href) ? `${text} (${href})` : text;
    })
    .join("");

/** Paragraphs apart by an empty line, items as "- item" or "1. item". */
export function plainText(body: Block[]): string {
  const blocks = body.map((block) => {
    if (block.type !== "ul" && block.type !== "ol") return inline(block.children) || (block.text ?? "");
    return (block.children ?? [])
      .map((item, i) => `${block.type === "ol" ? `${i + 1}.` : "-"} ${inline([item]).trim()}`)
      .join("\n");
  });
  return blocks.map((text) => text.trim()).filter(Boolean).join("\n\n");
}

/** A snippet without its marks, and without the ellipses of where it was cut. */
export function plainSnippet(snippet: string): string {
  return snippet
    .replace(/[\uE000\uE001]/g, "")
    .replace(/^[…\s]+|[…\s]+$/g, "");
}
