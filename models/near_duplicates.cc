// SPDX-License-Identifier: MIT
#include "models/near_duplicates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "nlu/features.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

// Sums of floats: products that are 1 on paper come out a little below.
constexpr double kSlack = 1e-5;

// One folded text, and the first row of each label that has it.
struct Text {
  std::string words;
  std::map<std::string_view, std::size_t> first_rows;
  std::vector<Feature> features;  // by id, of length 1
};

std::vector<Text> distinct_texts(const std::vector<LabelledView>& rows) {
  std::vector<Text> texts;
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string words = model_text(fold(rows[row].text));
    if (words.empty()) continue;
    const auto [found, is_new] = places.emplace(words, texts.size());
    if (is_new) texts.push_back({std::move(words), {}, {}});
    texts[found->second].first_rows.emplace(rows[row].label, row);
  }
  return texts;
}

// Returns how many texts have each n-gram.
std::vector<std::uint32_t> add_features(std::vector<Text>& texts) {
  std::vector<ModelMessage> all;
  all.reserve(texts.size());
  for (const auto& text : texts) all.push_back({text.words, {}});
  const auto vocabulary = Vocabulary::build(all, Vocabulary::Plan::plain, {1, 1, 1, 1});
  std::vector<std::uint32_t> times(vocabulary.size());
  for (auto& text : texts) {
    text.features = vocabulary.extract({text.words, {}}).values;
    std::sort(text.features.begin(), text.features.end(),
              [](const Feature& a, const Feature& b) { return a.id < b.id; });
    double length = 0;
    for (const auto& feature : text.features) {
      length += static_cast<double>(feature.value) * feature.value;
      ++times[feature.id];
    }
    const auto scale = static_cast<float>(1 / std::sqrt(std::max(length, 1e-12)));
    for (auto& feature : text.features) feature.value *= scale;
  }
  return times;
}

// The n-grams of which a text near enough must have at least one.
std::vector<std::uint32_t> telling_grams(const Text& text, const std::vector<std::uint32_t>& times,
                                         double least) {
  std::vector<Feature> by_rarity = text.features;
  std::sort(by_rarity.begin(), by_rarity.end(), [&](const Feature& a, const Feature& b) {
    return std::pair(times[a.id], a.id) < std::pair(times[b.id], b.id);
  });
  std::vector<std::uint32_t> grams;
  double left = 1;  // square of the length of what is not yet taken
  for (const auto& feature : by_rarity) {
    if (left < least * least - kSlack) break;
    grams.push_back(feature.id);
    left -= static_cast<double>(feature.value) * feature.value;
  }
  return grams;
}

double product(const std::vector<Feature>& a, const std::vector<Feature>& b) {
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].id == b[j].id) {
      sum += static_cast<double>(a[i++].value) * b[j++].value;
    } else if (a[i].id < b[j].id) {
      ++i;
    } else {
      ++j;
    }
  }
  return std::min(sum, 1.0);
}

void add_pairs(const Text& one, const Text& other, double similarity,
               std::vector<NearDuplicate>& found) {
  for (const auto& [label, row] : one.first_rows) {
    for (const auto& [other_label, other_row] : other.first_rows) {
      const bool twice = &one == &other && label >= other_label;
      if (label == other_label || twice) continue;
      found.push_back({std::min(row, other_row), std::max(row, other_row), similarity});
    }
  }
}

bool have_one_label(const Text& one, const Text& other) {
  return one.first_rows.size() == 1 && other.first_rows.size() == 1 &&
         one.first_rows.begin()->first == other.first_rows.begin()->first;
}

}  // namespace

std::vector<NearDuplicate> near_duplicates(const std::vector<LabelledView>& rows, double least) {
  std::vector<Text> texts = distinct_texts(rows);
  const std::vector<std::uint32_t> times = add_features(texts);
  std::vector<std::vector<std::uint32_t>> index(times.size());  // n-gram -> texts before this one
  std::vector<std::size_t> asked_by(texts.size(), texts.size());
  std::vector<NearDuplicate> found;
  for (std::size_t place = 0; place < texts.size(); ++place) {
    const Text& text = texts[place];
    add_pairs(text, text, 1, found);
    for (const std::uint32_t gram : telling_grams(text, times, least)) {
      for (const std::uint32_t other : index[gram]) {
        if (std::exchange(asked_by[other], place) == place) continue;
        if (have_one_label(text, texts[other])) continue;
        const double similarity = product(text.features, texts[other].features);
        if (similarity >= least - kSlack) add_pairs(text, texts[other], similarity, found);
      }
      index[gram].push_back(static_cast<std::uint32_t>(place));
    }
  }
  std::sort(found.begin(), found.end(), [](const NearDuplicate& x, const NearDuplicate& y) {
    return std::tuple(-x.similarity, x.a, x.b) < std::tuple(-y.similarity, y.a, y.b);
  });
  return found;
}

}  // namespace frontdesk
