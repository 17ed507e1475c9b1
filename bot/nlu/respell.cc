// SPDX-License-Identifier: MIT
#include "nlu/respell.h"

namespace frontdesk {
namespace {

constexpr std::size_t kDrawnOut = 3;  // so many of one letter in a row are one: "labaaas"

std::string respell(std::string_view word, bool with_ch) {
  std::string plain;
  plain.reserve(word.size() + 2);
  for (std::size_t i = 0; i < word.size();) {
    const char c = word[i];
    std::size_t run = 1;
    while (i + run < word.size() && word[i + run] == c) ++run;
    const bool is_letter = c >= 'a' && c <= 'z';
    const std::size_t times = is_letter && run >= kDrawnOut ? 1 : run;
    const char next = i + run < word.size() ? word[i + run] : ' ';
    for (std::size_t t = 0; t < times; ++t) {
      if (c == 'w')
        plain += 'v';
      else if (c == 'q')
        plain += 'k';
      else if (c == 'x')
        plain += "ks";
      else
        plain += c;
    }
    i += run;
    const bool soft = ((c == 's' || c == 'z') && next == 'h') || (c == 's' && next == 'z');
    const bool soft_c = c == 'c' && (next == 'h' || next == 'z');
    if (soft || (soft_c && with_ch)) ++i;
  }
  return plain;
}

}  // namespace

std::vector<std::string> respellings(std::string_view word) {
  std::vector<std::string> forms;
  bool changes = word.find_first_of("wqx") != std::string_view::npos;
  for (std::size_t i = 1; i < word.size() && !changes; ++i) {
    changes = word[i] == 'h' || word[i] == 'z' || word[i] == word[i - 1];
  }
  if (!changes) return forms;
  std::string all = respell(word, true);
  std::string some = respell(word, false);
  const bool both = all != some && some != word;
  if (all != word) forms.push_back(std::move(all));
  if (both) forms.push_back(std::move(some));
  return forms;
}

}  // namespace frontdesk
