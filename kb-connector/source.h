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
#include "core/result.h"

namespace frontdesk {

/// What a list says of an article. One entry a language.
struct SourceEntry {
  /// Who may read it. A source that does not know says agents_only: an article that is not public must
  /// never reach a visitor.
  enum class Visibility { everybody, agents_only };

  std::string id;  // within the source and language, stable over edits
  std::string language;
  std::string version;  // differs when the article does; nothing else may be read from it
  std::optional<Time> updated_at;
  bool deleted = false;  // it was there and is not any more, where the source can tell
  Visibility visibility = Visibility::agents_only;
};

/// A part of a list.
struct SourceList {
  std::vector<SourceEntry> entries;
  std::string next;       // cursor of the next part; empty: this was the last
  bool complete = false;  // with all parts of this list, what is not listed is gone
};

/// One place of articles. Calls may block for seconds and are made from one thread at a time.
class KnowledgeSource {
 public:
  virtual ~KnowledgeSource() = default;

  /// The part of the list at `cursor`; empty is the beginning. unavailable: later; invalid: the cursor is
  /// not ours any more, begin again.
  virtual Result<SourceList> list(const std::string& cursor) = 0;

  /// One article. not_found: gone since it was listed.
  virtual Result<Article> fetch(const SourceEntry& entry) = 0;
};

}  // namespace frontdesk
