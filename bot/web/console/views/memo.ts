// SPDX-License-Identifier: MIT
// Draws a view again only when one of its properties is another value.

import { Component, h, type FunctionComponent, type VNode } from "preact";

export function memo<P extends object>(View: FunctionComponent<P>): (props: P & { key?: unknown }) => VNode {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const keys = Object.keys(next) as (keyof P)[];
      return keys.some((key) => next[key] !== (this.props as P)[key]);
    }
    override render() {
      return h(View, this.props as P);
    }
  }
  // A component class is drawn like a function; only the types of the two differ.
  return Memo as unknown as (props: P & { key?: unknown }) => VNode;
}
