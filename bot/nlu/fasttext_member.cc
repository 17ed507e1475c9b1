// SPDX-License-Identifier: MIT
#include "nlu/fasttext_member.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <sstream>
#include <streambuf>

#include "nlu/fasttext_words.h"
#include "nlu/row_table.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr std::int32_t kMagic = 793712314;  // of fastText's files
constexpr std::int32_t kVersion = 12;
constexpr std::size_t kHeader = 8;
constexpr std::string_view kLabel = "__label__";
constexpr float kLeast =
    -11.5F;  // the logit of a class without a row; fastText clamps about here too

// Lets a stream read bytes where they are.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

struct FastTextMember::Parts {
  FastTextWords words;
  std::size_t classes = 0;
  std::size_t dimensions = 0;
  RowTable rows;                      // words, then n-grams
  RowTable outputs;                   // labels x dimensions
  std::vector<std::size_t> class_of;  // fastText's label id -> N
};

// A matrix of fastText's as a table of ours; false when a number is not finite.
bool FastTextMember::take_table(const fasttext::DenseMatrix& matrix, RowTable& table) {
  const std::int64_t rows = matrix.rows();
  const std::int64_t columns = matrix.cols();
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(rows * columns));
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t k = 0; k < columns; ++k) values.push_back(matrix.at(i, k));
  }
  table = RowTable(values, static_cast<std::size_t>(columns));
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

// False when the matrices do not belong together.
bool FastTextMember::take_tables(const fasttext::FastText& model, Parts& parts) {
  const auto& input = *model.getInputMatrix();
  const auto& output = *model.getOutputMatrix();
  const auto dictionary = model.getDictionary();
  const auto dimensions = static_cast<std::size_t>(input.cols());
  if (dimensions == 0 || dimensions > VectorKernels::kMostColumns ||
      output.cols() != input.cols() || output.rows() != dictionary->nlabels() ||
      input.rows() != std::int64_t{dictionary->nwords()} + model.getArgs().bucket) {
    return false;
  }
  parts.dimensions = dimensions;
  return take_table(input, parts.rows) && take_table(output, parts.outputs);
}

FastTextMember::FastTextMember(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
FastTextMember::~FastTextMember() = default;

Result<std::unique_ptr<FastTextMember>> FastTextMember::load(const std::string& bytes,
                                                             std::size_t classes) {
  const Error foreign{Code::invalid, "the fastText part of the model is damaged"};
  std::int32_t head[2] = {0, 0};
  if (bytes.size() < kHeader) return foreign;
  std::memcpy(head, bytes.data(), sizeof head);
  if (head[0] != kMagic || head[1] != kVersion) return foreign;
  auto parts = std::make_unique<Parts>();
  try {
    ViewBuffer buffer(std::string_view(bytes).substr(kHeader));
    std::istream in(&buffer);
    fasttext::FastText model;
    model.loadModel(in);
    const fasttext::Args args = model.getArgs();
    if (!in || args.model != fasttext::model_name::sup || args.loss != fasttext::loss_name::ova) {
      return foreign;
    }
    parts->classes = classes;
    const auto dictionary = model.getDictionary();
    if (dictionary->nlabels() > static_cast<std::int32_t>(classes) || args.bucket < 0 ||
        !take_tables(model, *parts)) {
      return foreign;
    }
    parts->words = FastTextWords(*dictionary, args);
    for (std::int32_t i = 0; i < dictionary->nlabels(); ++i) {
      const std::string label = dictionary->getLabel(i);
      std::size_t number = classes;
      if (label.rfind(kLabel, 0) == 0) {
        std::from_chars(label.data() + kLabel.size(), label.data() + label.size(), number);
      }
      if (number >= classes) return foreign;
      parts->class_of.push_back(number);
    }
  } catch (const std::exception&) {
    return foreign;
  }
  return std::unique_ptr<FastTextMember>(new FastTextMember(std::move(parts)));
}

void FastTextMember::logits(std::string_view text, std::vector<float>& found) const {
  found.assign(parts_->classes, 0);
  if (text.empty()) return;
  static thread_local std::vector<std::uint32_t> ids;
  static thread_local std::vector<Feature> features;
  static thread_local std::vector<float> hidden;
  static thread_local std::vector<float> said;
  parts_->words.rows_of(text, ids);
  features.clear();
  const float share = 1 / static_cast<float>(std::max<std::size_t>(ids.size(), 1));
  for (const std::uint32_t id : ids) features.push_back({id, share});
  hidden.assign(RowTable::padded(parts_->dimensions), 0);
  parts_->rows.add(features, hidden.data());
  said.resize(parts_->class_of.size());
  parts_->outputs.multiply(hidden.data(), said.data());
  std::fill(found.begin(), found.end(), kLeast);
  for (std::size_t label = 0; label < said.size(); ++label) {
    found[parts_->class_of[label]] = std::clamp(said[label], kLeast, -kLeast);
  }
}

}  // namespace frontdesk
