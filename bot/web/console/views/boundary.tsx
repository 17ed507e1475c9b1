// SPDX-License-Identifier: MIT
// A part of the page that cannot be drawn says so in its own place, and the rest goes on.

import { Component, type ComponentChildren } from "preact";
import { useSay } from "./context";

interface Props {
  children: ComponentChildren;
}

export class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }
  override componentDidCatch(error: unknown) {
    console.error(error);
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return <Failed again={() => this.setState({ failed: false })} />;
  }
}

function Failed(props: { again: () => void }) {
  const { words } = useSay();
  return (
    <section class="conversation notice">
      <p role="alert">{words.drawFailed}</p>
      <button type="button" class="btn" onClick={props.again}>
        {words.retry}
      </button>
    </section>
  );
}
