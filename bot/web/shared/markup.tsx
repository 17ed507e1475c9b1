// SPDX-License-Identifier: MIT
// Texts as trees, and trees as elements. There is no HTML string anywhere: what a visitor, an agent, an
// author or a page of the knowledge base wrote can only become text nodes, a handful of elements, and
// links of four schemes.

import { Fragment, type ComponentChildren, type VNode } from "preact";
import type { Block, Inline } from "./protocol";

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if it is absolute and of an allowed scheme, else null. */
export function safeHref(href: string | undefined): string | null {
  if (!href) return null;
  try {
    const url = new URL(href);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const ADDRESS = /https?:\/\/[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w{2,}/g;
const TRAILING = /[.,;:!?)\]}'"»“”’]+$/;

/** Plain text with the addresses in it as links. */
export function linked(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    let found = match[0];
    const tail = TRAILING.exec(found)?.[0] ?? "";
    // A closing bracket belongs to the address when its opening one does, as in Wikipedia's.
    const keep = tail.startsWith(")") && found.includes("(") ? 1 : 0;
    found = found.slice(0, found.length - tail.length + keep);
    if (match.index > from) parts.push({ type: "text", text: text.slice(from, match.index) });
    const href = found.startsWith("http") ? found : `mailto:${found}`;
    parts.push({ type: "link", text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ type: "text", text: text.slice(from) });
  return parts;
}

const MARK = /\*\*(\S(?:[^*]*\S)?)\*\*|`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)/g;

function inlines(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const [whole, strong, code, label, href] = match;
    parts.push(...linked(text.slice(from, match.index)));
    if (strong) parts.push({ type: "strong", text: strong });
    else if (code) parts.push({ type: "code", text: code });
    else parts.push({ type: "link", text: label, href });
    from = match.index + whole.length;
  }
  parts.push(...linked(text.slice(from)));
  return parts;
}

const withBreaks = (lines: string[]): Inline[] =>
  lines.flatMap((line, i) => (i > 0 ? [{ type: "break" } as Inline, ...inlines(line)] : inlines(line)));

/** The little Markdown that answers use: paragraphs, lists, **strong**, `code`, [links](https://…). */
export function parseMarkup(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let list: (Block | Inline)[] | null = null;
  let listType: Block["type"] = "ul";
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ type: "p", children: withBreaks(paragraph) });
    paragraph = [];
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const item = /^\s*(?:([-*•])|\d{1,2}[.)])\s+(.*)$/.exec(line);
    if (item) {
      flush();
      const type = item[1] ? "ul" : "ol";
      if (!list || listType !== type) {
        listType = type;
        blocks.push({ type, children: (list = []) });
      }
      list.push({ type: "li", children: inlines(item[2] ?? "") });
      continue;
    }
    list = null;
    if (line.trim() === "") flush();
    else paragraph.push(line);
  }
  flush();
  return blocks;
}

const BLOCKS = new Set(["p", "h", "ul", "ol", "li", "quote"]);

/** Draws a link in its own way; null: as any other. */
export type DrawLink = (href: string, inside: ComponentChildren) => VNode | null;

function draw(node: Block | Inline, link?: DrawLink): ComponentChildren {
  const children = (node as Block).children;
  const inside = children ? children.map((child) => draw(child, link)) : node.text;
  if (children && BLOCKS.has(node.type)) {
    switch (node.type) {
      case "h": {
        const { level, anchor } = node as Block;
        const Heading = `h${Math.min(6, Math.max(3, (level ?? 2) + 1))}` as "h3";
        return (
          <Heading data-anchor={anchor} tabIndex={-1}>
            {inside}
          </Heading>
        );
      }
      case "ul":
        return <ul>{children.map((child) => item(child, link))}</ul>;
      case "ol":
        return <ol>{children.map((child) => item(child, link))}</ol>;
      case "li":
        return <li>{inside}</li>;
      case "quote":
        return <blockquote>{inside}</blockquote>;
      default:
        return <p>{inside}</p>;
    }
  }
  switch (node.type) {
    case "strong":
      return <strong>{inside}</strong>;
    case "em":
      return <em>{inside}</em>;
    case "code":
      // A block of code ends with its last line, one within a line does not.
      return node.text?.endsWith("\n") ? <pre tabIndex={0}><code>{inside}</code></pre> : <code>{inside}</code>;
    case "break":
      return <br />;
    case "link": {
      const href = (node as Inline).href;
      return link?.(href ?? "", inside) ?? <Link href={href}>{inside}</Link>;
    }
    case "p":
    case "h":
    case "quote":
      return <p>{inside}</p>;
    default:
      return inside;
  }
}

const item = (node: Block | Inline, link?: DrawLink) =>
  node.type === "li" ? draw(node, link) : <li>{draw(node, link)}</li>;

/** A link that leaves the conversation; only its text where the address is not one we allow. */
export function Link(props: { href?: string; children: ComponentChildren }): VNode {
  const href = safeHref(props.href);
  if (!href) return <Fragment>{props.children}</Fragment>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {props.children}
    </a>
  );
}

export function Tree(props: { nodes: (Block | Inline)[]; link?: DrawLink }): VNode {
  return <Fragment>{props.nodes.map((node) => draw(node, props.link))}</Fragment>;
}

/** A message: with markup when we wrote it, as it was typed (with its line breaks and addresses) when not. */
export function MessageText(props: { text: string; markup: boolean }): VNode {
  if (props.markup) return <Tree nodes={parseMarkup(props.text)} />;
  return (
    <Tree
      nodes={props.text
        .replace(/\r\n?/g, "\n")
        .split("\n")
        .flatMap((line, i) => (i > 0 ? [{ type: "break" } as Inline, ...linked(line)] : linked(line)))}
    />
  );
}

/** A search snippet: the words that answer stand between U+E000 and U+E001. */
export function Snippet(props: { text: string }): VNode {
  const parts = props.text.split(/\uE000([^\uE001]*)\uE001?/);
  return <Fragment>{parts.map((part, i) => (i % 2 ? <mark>{part}</mark> : part))}</Fragment>;
}
