// SPDX-License-Identifier: MIT
#pragma once
// The whole list of a source, part after part, for tests of sources.

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "kb-connector/source.h"

namespace support {

struct Listing {
  std::vector<frontdesk::SourceEntry> entries;
  std::size_t parts = 0;
  bool complete = false;                  // as the last part said
  std::optional<frontdesk::Error> error;  // at which it ended

  /// "lt/12 everybody, en/12 agents, lt/13 gone"; of an error "code: message".
  [[nodiscard]] std::string text() const {
    using frontdesk::Visibility;
    if (error) return std::string(name_of(error->code)) + ": " + error->message;
    std::string out;
    for (const auto& entry : entries) {
      if (!out.empty()) out += ", ";
      out += entry.language + "/" + entry.id +
             (entry.deleted                               ? " gone"
              : entry.visibility == Visibility::everybody ? " everybody"
                                                          : " agents");
    }
    return out;
  }
  [[nodiscard]] const frontdesk::SourceEntry& at(std::size_t i) const { return entries.at(i); }
};

inline Listing list_all(frontdesk::KnowledgeSource& source,
                        std::optional<frontdesk::Time> since = std::nullopt) {
  Listing listing;
  frontdesk::ListPosition position{.since = since};
  do {
    auto part = source.list(position);
    if (!part) {
      listing.error = part.error();
      break;
    }
    ++listing.parts;
    listing.entries.insert(listing.entries.end(), part->entries.begin(), part->entries.end());
    listing.complete = part->complete;
    position.page = part->next;
  } while (!position.page.empty());
  return listing;
}

}  // namespace support
