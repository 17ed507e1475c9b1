// SPDX-License-Identifier: MIT
#include "nlu/inflection.h"

#include <algorithm>
#include <array>

namespace frontdesk {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestEnding = 7;
constexpr std::size_t kShortestStem = 3;

constexpr auto kEndings = std::to_array<std::string_view>(
    {"a",    "ai",   "aia",  "aiai", "aisiais", "am",   "ame",   "ams",  "as",   "asi",  "ate",
     "au",   "aus",  "ausi", "e",    "ei",      "eis",  "eje",   "ejo",  "em",   "eme",  "emis",
     "ems",  "ens",  "es",   "ese",  "ete",     "i",    "ia",    "iai",  "iais", "iam",  "iame",
     "iams", "ias",  "iasi", "iate", "iau",     "iaus", "ie",    "iems", "ies",  "im",   "ime",
     "imi",  "imis", "ims",  "io",   "ioje",    "iom",  "iomis", "ioms", "ios",  "iose", "is",
     "ite",  "iu",   "iui",  "ium",  "iumi",    "iuos", "iuose", "ius",  "j",    "ja",   "jam",
     "je",   "ji",   "jo",   "joje", "jos",     "ju",   "jui",   "jus",  "k",    "kim",  "kit",
     "kite", "o",    "oj",   "oje",  "om",      "ome",  "omis",  "oms",  "os",   "ose",  "osi",
     "ot",   "ote",  "s",    "si",   "siu",     "sim",  "sime",  "site", "t",    "tas",  "te",
     "tes",  "ti",   "tis",  "tu",   "tume",    "u",    "ui",    "uje",  "um",   "ume",  "umi",
     "umis", "ums",  "uo",   "uos",  "uosi",    "uose", "us",    "usi",  "y",    "yj",   "yje",
     "yju",  "ym",   "ys",   "yse",  "siau"});

// Of the basic form of a noun, an adjective or a verb; longer ones first.
constexpr auto kBasicEndings =
    std::to_array<std::string_view>({"iai", "ias", "ius", "ia", "ai", "as", "is", "ys", "us", "os",
                                     "es", "uo", "ti", "a", "e", "i", "o", "u"});

std::array<std::string_view, kEndings.size()> sorted_endings() {
  auto endings = kEndings;
  std::sort(endings.begin(), endings.end());
  return endings;
}

}  // namespace

std::vector<std::string> stems_of(std::string_view word) {
  for (const auto ending : kBasicEndings) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kShortestStem) continue;
    const std::string stem(word.substr(0, word.size() - ending.size()));
    std::vector<std::string> stems{stem};
    if (ending == "ti") return stems;
    if (stem.back() == 't') stems.push_back(stem.substr(0, stem.size() - 1) + "c");
    if (stem.back() == 'd') stems.push_back(stem + "z");
    return stems;
  }
  return {std::string(word)};
}

bool is_ending(std::string_view text) {
  static const auto endings = sorted_endings();
  return text.size() <= kLongestEnding && std::binary_search(endings.begin(), endings.end(), text);
}

}  // namespace frontdesk
