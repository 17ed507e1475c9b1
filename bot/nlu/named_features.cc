// SPDX-License-Identifier: MIT
#include <algorithm>

#include "nlu/concepts.h"
#include "nlu/features.h"
#include "nlu/grams.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

// "…abc…": dots where the word goes on.
std::string name_of_characters(std::string_view word, std::size_t begin, std::size_t count) {
  std::string text = begin == 0 ? "" : "…";
  std::size_t place = 1;
  for (std::size_t at = 0; at < word.size(); ++place) {
    const std::size_t from = at;
    next_code_point(word, at);
    if (place >= begin && place < begin + count) text.append(word.substr(from, at - from));
  }
  if (begin + count <= place) text += "…";
  return text;
}

std::string name_of_words(const std::vector<std::string_view>& words, bool skip, std::size_t first,
                          std::size_t last) {
  std::string text(words[first]);
  if (skip) return text.append(" … ").append(words[last]);
  for (std::size_t i = first + 1; i <= last; ++i) text.append(" ").append(words[i]);
  return text;
}

}  // namespace

std::vector<Vocabulary::Named> Vocabulary::named(const ModelMessage& message,
                                                 const ConceptFinder& finder) const {
  std::vector<Named> found;
  if (size(Plan::plain) == 0) return found;
  const Features features = extract(message, Plan::plain);
  std::vector<bool> told(features.values.size());
  const auto parts = words_of_model_text(message.text);
  const auto name = [&](Block block, std::size_t first, std::size_t last) {
    if (block == characters) {
      return name_of_characters(parts[first], last / kGramPlace, last % kGramPlace + 1);
    }
    if (block != concepts) return name_of_words(parts, block == skips, first, last);
    return "=" + finder.name(message.concepts[first]);
  };
  Grams grams(message, kPlain, [&](const Gram& gram) {
    const std::uint32_t id = find(gram.hash, Plan::plain);
    if (id == kUnknown) return;
    const auto at = std::find_if(features.values.begin(), features.values.end(),
                                 [&](const Feature& feature) { return feature.id == id; });
    const auto place = static_cast<std::size_t>(at - features.values.begin());
    if (told[place]) return;
    told[place] = true;
    Named made{*at, name(gram.block, gram.first, gram.last), std::nullopt, false};
    made.whole = gram.block == words && gram.first == gram.last;
    if (made.whole || gram.block == characters) made.word = gram.first;
    found.push_back(std::move(made));
  });
  return found;
}

}  // namespace frontdesk
