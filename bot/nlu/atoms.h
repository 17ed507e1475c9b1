// SPDX-License-Identifier: MIT
#pragma once
// Finds which of many short strings stand in a text, in one pass over it.
//
// Source: Aho, Corasick: Efficient string matching: an aid to bibliographic search (CACM 18, 1975).
// The automaton is complete (a table of states x byte classes), so a byte costs one look-up.
// Immutable after it is made; any thread may call find.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

class AtomMatcher {
 public:
  AtomMatcher() : AtomMatcher(std::vector<std::string>{}) {}

  /// The ids that find gives are places in `atoms`. An empty atom is never found.
  explicit AtomMatcher(const std::vector<std::string>& atoms);

  /// Ids of the atoms that stand in `text`, each once, ascending.
  [[nodiscard]] std::vector<int> find(std::string_view text) const;

 private:
  std::array<std::uint16_t, 256> class_of_{};  // 0: a byte that no atom has
  std::size_t classes_ = 1;
  std::vector<std::int32_t> next_;  // state * classes_ + class -> state; state 0 is the root
  std::vector<std::int32_t>
      reported_;  // state -> nearest state, itself or a suffix, that ends an atom; or 0
  std::vector<std::int32_t> shorter_;   // the same, suffixes only
  std::vector<std::vector<int>> ends_;  // state -> atoms that end there
};

}  // namespace frontdesk
