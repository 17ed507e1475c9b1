// SPDX-License-Identifier: MIT
#include "nlu/nearest.h"

#include <algorithm>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

// A vector has two blocks of length 1 each.
constexpr float kBlocks = 2;

}  // namespace

NearestExamples::NearestExamples(std::vector<Row> rows) : rows_(std::move(rows)) {
  std::vector<ModelMessage> texts;
  texts.reserve(rows_.size());
  for (const auto& row : rows_) texts.push_back({model_text(fold(row.text)), {}});
  vocabulary_ = Vocabulary::build(texts, Vocabulary::Plan::plain, {1, 1, 1, 1});
  index_.resize(vocabulary_.size());
  for (std::uint32_t row = 0; row < texts.size(); ++row) {
    for (const auto& feature : vocabulary_.extract(texts[row]).values) {
      index_[feature.id].emplace_back(row, feature.value);
    }
  }
}

std::vector<NearExample> NearestExamples::find(std::string_view folded, std::size_t most) const {
  std::vector<float> product(rows_.size(), 0);
  for (const auto& feature : vocabulary_.extract({model_text(folded), {}}).values) {
    for (const auto& [row, value] : index_[feature.id]) product[row] += feature.value * value;
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t row = 0; row < product.size(); ++row) {
    if (product[row] > 0) order.push_back(row);
  }
  most = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                    [&](std::uint32_t a, std::uint32_t b) {
                      return product[a] != product[b] ? product[a] > product[b] : a < b;
                    });
  std::vector<NearExample> found;
  for (std::size_t i = 0; i < most; ++i) {
    const auto& row = rows_[order[i]];
    found.push_back({row.intent, row.text, std::min(1.0F, product[order[i]] / kBlocks)});
  }
  return found;
}

std::vector<NearestExamples::Row> training_rows(const Catalog& catalog) {
  std::vector<NearestExamples::Row> rows;
  for (const auto& intent : catalog.intents) {
    for (const auto& example : intent.examples) rows.push_back({intent.name, example.text});
  }
  for (const auto& example : catalog.out_of_scope) rows.push_back({"oos", example.text});
  return rows;
}

}  // namespace frontdesk
