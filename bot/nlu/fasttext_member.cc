// SPDX-License-Identifier: MIT
#include "nlu/fasttext_member.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <sstream>
#include <streambuf>

#include "nlu/network.h"
#include "nlu/row_table.h"

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
  std::shared_ptr<const fasttext::Dictionary> words;
  std::size_t classes = 0;
  std::size_t dimensions = 0;
  int longest = 0;                    // words in a row that have a row of their own
  std::size_t buckets = 0;            // rows for n-grams, behind those of words
  RowTable rows;                      // words, then buckets
  std::vector<float> outputs;         // labels x padded dimensions
  std::vector<std::size_t> class_of;  // fastText's label id -> N
};

// fastText's matrices as tables of ours; false when they do not belong together.
bool FastTextMember::take_rows(const fasttext::DenseMatrix& input,
                               const fasttext::DenseMatrix& output, Parts& parts) {
  const auto dimensions = static_cast<std::size_t>(input.cols());
  const auto rows = static_cast<std::size_t>(input.rows());
  const auto labels = static_cast<std::size_t>(parts.words->nlabels());
  if (dimensions == 0 || static_cast<std::size_t>(output.cols()) != dimensions ||
      static_cast<std::size_t>(output.rows()) != labels ||
      rows != static_cast<std::size_t>(parts.words->nwords()) + parts.buckets) {
    return false;
  }
  parts.dimensions = dimensions;
  std::vector<float> values(rows * dimensions);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < dimensions; ++k) {
      values[i * dimensions + k] =
          input.at(static_cast<std::int64_t>(i), static_cast<std::int64_t>(k));
    }
  }
  const auto finite = [](float value) { return std::isfinite(value); };
  if (!std::all_of(values.begin(), values.end(), finite)) return false;
  parts.rows = RowTable(values, dimensions);
  const std::size_t width = RowTable::padded(dimensions);
  parts.outputs.assign(labels * width, 0);
  for (std::size_t i = 0; i < labels; ++i) {
    for (std::size_t k = 0; k < dimensions; ++k) {
      parts.outputs[i * width + k] =
          output.at(static_cast<std::int64_t>(i), static_cast<std::int64_t>(k));
    }
  }
  return std::all_of(parts.outputs.begin(), parts.outputs.end(), finite);
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
    parts->words = model.getDictionary();
    if (parts->words->nlabels() > static_cast<std::int32_t>(classes)) return foreign;
    parts->longest = args.wordNgrams;
    parts->buckets = static_cast<std::size_t>(args.bucket);
    if (!take_rows(*model.getInputMatrix(), *model.getOutputMatrix(), *parts)) return foreign;
    for (std::int32_t i = 0; i < parts->words->nlabels(); ++i) {
      const std::string label = parts->words->getLabel(i);
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

std::vector<float> FastTextMember::logits(std::string_view text) const {
  std::vector<float> found(parts_->classes, 0);
  if (text.empty()) return found;
  static thread_local std::vector<std::int32_t> ids;
  static thread_local std::vector<Feature> features;
  ids_of_line(text, ids);
  features.clear();
  const float share = 1 / static_cast<float>(std::max<std::size_t>(ids.size(), 1));
  for (const std::int32_t id : ids) features.push_back({static_cast<std::uint32_t>(id), share});
  std::vector<float> hidden(RowTable::padded(parts_->dimensions), 0);
  parts_->rows.add(features, hidden.data());
  std::fill(found.begin(), found.end(), kLeast);
  const std::vector<float> none(parts_->class_of.size(), 0);
  std::vector<float> said(parts_->class_of.size());
  output_layer(parts_->outputs.data(), none.data(), hidden.data(), hidden.size(), said.size(),
               said.data());
  for (std::size_t label = 0; label < said.size(); ++label) {
    found[parts_->class_of[label]] = std::clamp(said[label], kLeast, -kLeast);
  }
  return found;
}

// As Dictionary::getLine does, without its stream: subwords of each word, then hashes of words in a row.
// Lines of the training file end in a newline, which fastText counts as a word.
void FastTextMember::ids_of_line(std::string_view text, std::vector<std::int32_t>& ids) const {
  static thread_local std::vector<std::int32_t> hashes;
  static thread_local std::string word;
  ids.clear();
  hashes.clear();
  const auto& dictionary = *parts_->words;
  const auto add = [&](bool end_of_line) {
    const std::uint32_t hash = dictionary.hash(word);
    const std::int32_t id = dictionary.getId(word, hash);
    if (id >= 0 && dictionary.getType(id) != fasttext::entry_type::word) return;
    if (id >= 0) {
      const auto& subwords = dictionary.getSubwords(id);
      ids.insert(ids.end(), subwords.begin(), subwords.end());
    } else if (!end_of_line) {
      dictionary.computeSubwords("<" + word + ">", ids);
    }
    hashes.push_back(static_cast<std::int32_t>(hash));
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    word.assign(text.substr(at, end - at));
    at = end + 1;
    add(false);
  }
  word = fasttext::Dictionary::EOS;
  add(true);
  if (parts_->buckets == 0) return;
  constexpr std::uint64_t kFactor = 116049371;  // of fastText's
  const std::int32_t words = dictionary.nwords();
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    auto hash = static_cast<std::uint64_t>(hashes[i]);
    for (std::size_t j = i + 1;
         j < std::min(hashes.size(), i + static_cast<std::size_t>(parts_->longest)); ++j) {
      hash = hash * kFactor + static_cast<std::uint64_t>(hashes[j]);
      ids.push_back(words + static_cast<std::int32_t>(hash % parts_->buckets));
    }
  }
}

}  // namespace frontdesk
