// SPDX-License-Identifier: MIT
#pragma once
// When two questions count as the same one: equal words, whatever their accents, case and punctuation.

#include <string>
#include <string_view>

#include "nlu/normalise.h"

namespace frontdesk {

inline std::string question_key(std::string_view question) {
  const auto folded = fold(question);
  std::string key;
  for (const auto word : words_of(folded)) key.append(word).push_back(' ');
  return key;
}

}  // namespace frontdesk
