// SPDX-License-Identifier: MIT
#include "content/lexicon.h"

#include <algorithm>

#include "content/readers.h"

extern "C" const char frontdesk_concepts_file_begin[], frontdesk_concepts_file_end[];

namespace frontdesk {

bool check_stars(const std::string& words, const SourceSpan& at, yaml::Problems& problems) {
  constexpr std::size_t kLeastLetters = 2;
  for (std::size_t star = words.find('*'); star != std::string::npos;
       star = words.find('*', star + 1)) {
    const bool at_end = star + 1 == words.size() || words[star + 1] == ' ';
    const std::size_t begin = star == 0 ? 0 : words.rfind(' ', star - 1) + 1;
    if (at_end && star - begin >= kLeastLetters) continue;
    yaml::add_error(problems, at,
                    "'" + words +
                        "': a star stands for the rest of a word, after two letters or more"
                        ": siunt*");
    return false;
  }
  return true;
}

std::vector<Concept> read_concepts(std::string_view text, const std::string& file,
                                   std::vector<Problem>& problems) {
  const yaml::Document document = yaml::read_text(text, file);
  problems.insert(problems.end(), document.problems.begin(), document.problems.end());
  std::vector<Concept> concepts;
  yaml::Fields top(document.root, "the concepts", problems);
  const auto* all = top.required("concepts");
  top.finish();
  if (all == nullptr) return concepts;
  if (!all->is_map()) {
    yaml::add_error(problems, all->at, "expected 'concepts': a map of names to lists of words");
    return concepts;
  }
  for (const auto& [name, at, list] : all->entries) {
    check_name(name, at, "a concept", problems);
    if (!list.is_list() || list.items.empty()) {
      yaml::add_error(problems, list.at,
                      std::string("expected a list of words, found ") + yaml::name_of(list.kind));
      continue;
    }
    Concept read{name, {}};
    for (const auto& item : list.items) {
      auto word = yaml::text_of(item, "a word", problems);
      if (word.empty() || !check_stars(word, item.at, problems)) continue;
      if (std::find(read.words.begin(), read.words.end(), word) != read.words.end()) {
        yaml::add_error(problems, item.at, "'" + word + "' stands twice in '" + name + "'");
        continue;
      }
      read.words.push_back(std::move(word));
    }
    concepts.push_back(std::move(read));
  }
  return concepts;
}

std::vector<Concept> base_concepts() {
  const std::string_view text(
      frontdesk_concepts_file_begin,
      static_cast<std::size_t>(frontdesk_concepts_file_end - frontdesk_concepts_file_begin));
  std::vector<Problem> none;
  return read_concepts(text, "models/concepts.yaml", none);
}

}  // namespace frontdesk
