// SPDX-License-Identifier: MIT
#pragma once
// Looking for words in what was said in a conversation, whatever their case and accents: "graz" finds
// "Grąžinimas".
//
// Pure, over the facts as they are: an erasure takes a conversation's words from here too, since nothing else
// holds them.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"

namespace frontdesk {

class WordsSearch {
 public:
  /// Each word of `query` is looked for as the beginning of a word.
  explicit WordsSearch(std::string_view query);

  /// Whether there is anything to look for: two letters or digits at least.
  [[nodiscard]] bool empty() const { return words_.empty(); }

  /// A piece of the newest text that has a word of the query, or nothing unless every word of it stands
  /// somewhere: in messages, notes, the visitor's name, what he told a flow and the address that he left.
  /// `events` are all facts of one conversation.
  [[nodiscard]] std::optional<std::string> look(std::span<const Event> events) const;

 private:
  /// The words around the first that was found.
  [[nodiscard]] std::string cut(std::string_view text) const;

  std::vector<std::string> words_;  // folded
};

}  // namespace frontdesk
