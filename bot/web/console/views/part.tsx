// SPDX-License-Identifier: MIT
// A section of the side panel: a heading that folds it, remembered for each agent.

import type { ComponentChildren } from "preact";
import { useApp, useParts } from "./context";
import { Icon } from "./icons";

/** `more` stands beside the title while it is unfolded. */
export function Part(props: {
  name: string;
  title: ComponentChildren;
  more?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { session } = useParts();
  const { name } = props;
  const folded = useApp((state) => state.prefs.foldedParts.includes(name));
  return (
    <section class="part">
      <div class="part-head">
        <h2 id={`part-${name}`}>
          <button type="button" class="part-fold" aria-expanded={!folded} onClick={() => session.fold(name, !folded)}>
            <Icon name="fold" />
            <span>{props.title}</span>
          </button>
        </h2>
        {!folded && props.more}
      </div>
      {!folded && props.children}
    </section>
  );
}
