// SPDX-License-Identifier: MIT
// Tags of a conversation: chosen from the desk's list.

import { useState } from "preact/hooks";
import type { Opened } from "../state/panes";
import { textIn } from "../state/canned";
import { tagsOf } from "../state/conversation";
import type { Tag } from "../wire";
import { useApp, useParts, useSay } from "./context";
import { Ask, Modal } from "./modal";

export function TagChoice(props: {
  tags: readonly Tag[];
  chosen: readonly string[];
  problem?: string;
  onChange: (tags: string[]) => void;
}) {
  const { words, language } = useSay();
  const { tags, chosen, onChange } = props;
  return (
    <fieldset class="choice tags" aria-describedby="tags-problem">
      <legend>{words.tags}</legend>
      {tags.map((tag) => (
        <label key={tag.id} class="check tag">
          <input
            type="checkbox"
            checked={chosen.includes(tag.id)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...chosen, tag.id] : chosen.filter((one) => one !== tag.id))
            }
          />
          {textIn(tag.label, language, language) || tag.id}
        </label>
      ))}
      <p id="tags-problem" class="state danger" role="alert">
        {props.problem ?? ""}
      </p>
    </fieldset>
  );
}

export function TagsDialog({ opened }: { opened: Opened }) {
  const { session, commands } = useParts();
  const { words } = useSay();
  const tags = useApp((state) => state.desk?.tags);
  const [chosen, setChosen] = useState(() => tagsOf(opened.conversation, opened.row));
  return (
    <Modal title={words.tagsTitle}>
      <Ask
        action={words.save}
        field
        run={() => {
          session.dialog(null);
          void commands.tag(opened.id, chosen).then((done) => done && session.say("saved"));
        }}
      >
        {tags && tags.length > 0 ? (
          <TagChoice tags={tags} chosen={chosen} onChange={setChosen} />
        ) : (
          <p>{words.noTags}</p>
        )}
      </Ask>
    </Modal>
  );
}

/** How a tag is called; its own name where the desk does not know it any more. */
export function useTagName(): (tag: string) => string {
  const { language } = useSay();
  const tags = useApp((state) => state.desk?.tags);
  return (tag) => textIn(tags?.find((one) => one.id === tag)?.label, language, language) || tag;
}
