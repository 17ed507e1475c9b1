// SPDX-License-Identifier: MIT
#pragma once
// Where articles come from: a folder, a shop's wiki, a help centre.
//
// A source lists what it has, cheaply, and gives one article at a time; who keeps the articles decides
// from versions what to fetch. What only one source can do (web hooks, dumps) is no part of this.

#include <optional>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/ids.h"
#include "core/knowledge.h"
#include "core/result.h"

namespace frontdesk {

/// What a list says of an article. One entry a language.
struct SourceEntry {
  std::string id;  // within the source and language, stable over edits
  std::string language;
  std::string version;  // differs when the article does; nothing else may be read from it
  std::optional<Time> updated_at;
  bool deleted = false;  // it was there and is not any more, where the source can tell
  Visibility visibility = Visibility::agents_only;  // of a source that does not know
};

/// What is to be listed, and from where on.
struct ListPosition {
  std::optional<Time>
      since;         // only what changed then or later; a source that cannot tell lists all
  std::string page;  // SourceList::next of the part before; empty: the first part
};

/// A part of a list.
struct SourceList {
  std::vector<SourceEntry> entries;
  std::string next;       // page of the next part; empty: this was the last
  bool complete = false;  // with all parts of this list, what is not listed is gone
};

/// One place of articles. Calls may block for seconds and are made from one thread at a time.
class KnowledgeSource {
 public:
  virtual ~KnowledgeSource() = default;

  /// The part of the list at `position`. unavailable: later; rate_limited: later, and not before
  /// retry_at(); invalid: the page is not ours any more, begin again; forbidden or unauthenticated: nothing
  /// will come until the owner changes something.
  virtual Result<SourceList> list(const ListPosition& position) = 0;

  /// When the server said that it may be asked again (Retry-After), after an error.
  [[nodiscard]] virtual std::optional<Time> retry_at() const { return std::nullopt; }

  /// What is wrong with what was listed last, where its author can be told a file, line and column.
  [[nodiscard]] virtual std::vector<Problem> problems() const { return {}; }

  /// One article. not_found: gone since it was listed, or not to be read by anybody.
  virtual Result<Article> fetch(const SourceEntry& entry) = 0;
};

}  // namespace frontdesk
