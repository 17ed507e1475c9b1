// SPDX-License-Identifier: MIT
#pragma once
// Articles that came from elsewhere, as the Store keeps them, and what is known of each source.
//
// A source is one place of articles, named in the content's sources.yaml. The Store has the articles of all
// sources; the search index is made from them and from the content's own `articles/` and can always be made
// again. An article that is gone leaves a tombstone, so that a source that lists it late does not bring it
// back, and an agent who meets its id in an old conversation learns that it was there.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/ids.h"

namespace frontdesk {

/// Who may read an article. One that is not for everybody must never reach a visitor.
enum class Visibility { everybody, agents_only };

/// Which article of which source, in which language.
struct ArticleKey {
  std::string source;
  ArticleId id;
  std::string language;
  friend auto operator<=>(const ArticleKey&, const ArticleKey&) = default;
};

/// An article of a source. `key` is how the source lists it, `article` what it then gave: a page's own
/// language may be known only when it is read.
struct SourcedArticle {
  ArticleKey key;
  std::string version;  // the source's; differs when the article does
  Visibility visibility = Visibility::agents_only;
  std::optional<Time> updated_at;  // the source's
  Time fetched_at;
  Article article;
};

/// What a sync needs to know of an article that was fetched before.
struct KnownArticle {
  ArticleKey key;
  std::string version;
  Visibility visibility = Visibility::agents_only;
  std::string title;
  bool deleted = false;
};

/// How a source is doing.
struct SourceState {
  std::string source;
  std::optional<Time> synced_at;      // last sync that ended well
  std::optional<Time> reconciled_at;  // last one that saw the complete list
  std::optional<Time> since;          // what changed before was seen: where the next list begins
  std::optional<Time> attempted_at;
  std::optional<Time> retry_at;  // not before
  int failures = 0;              // in a row
  std::string error;             // of the last attempt; empty when it went well
  std::string held;              // why a change waits for the owner's word; empty when none does
  std::size_t articles = 0;      // that are there
};

/// What is left of an article that is gone.
struct Tombstone {
  ArticleKey key;
  std::string version;  // at which it could not be had; empty: any listing of it is worth a look
};

/// Who syncs a source. Nobody else does until `until`, and then anybody may, however the holder ended.
struct SourceLease {
  std::string source;
  std::string holder;  // one attempt of one process: never used again, and worded for people
  Time since;          // when this holder got it
  Time until;
};

/// What one step of a sync changes, made durable as a whole.
struct SyncChange {
  SourceState state;                   // without `articles`, which is counted
  std::vector<SourcedArticle> put;     // new, or in place of what was there, a tombstone too
  std::vector<ArticleKey> restricted;  // become agents_only; their words stay
  std::vector<Tombstone> gone;         // lose their words
  Time at;
  std::string holder = {};  // of the source's lease; empty: it was never leased
};

}  // namespace frontdesk
