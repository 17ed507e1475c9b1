// SPDX-License-Identifier: MIT
#include "nlu/fasttext_member.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <sstream>
#include <streambuf>

namespace frontdesk {
namespace {

constexpr std::int32_t kMagic = 793712314;  // of fastText's files
constexpr std::int32_t kVersion = 12;
constexpr std::size_t kHeader = 8;
constexpr std::string_view kLabel = "__label__";
constexpr float kLeast = -11.5F;  // log-probability of a class without a row; fastText's own least

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
  fasttext::FastText model;
  std::shared_ptr<const fasttext::Dictionary> words;
  std::size_t classes = 0;
  std::vector<std::size_t> class_of;  // fastText's label id -> N
};

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
    parts->model.loadModel(in);
    if (!in || parts->model.getArgs().model != fasttext::model_name::sup) return foreign;
    parts->classes = classes;
    parts->words = parts->model.getDictionary();
    if (parts->words->nlabels() > static_cast<std::int32_t>(classes)) return foreign;
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

std::vector<float> FastTextMember::log_probabilities(std::string_view text) const {
  std::vector<float> found(parts_->classes, 0);
  if (text.empty()) return found;
  // Lines of the training file end in a newline, which fastText counts as a word.
  std::string line(text);
  line += '\n';
  ViewBuffer buffer(line);
  std::istream in(&buffer);
  std::vector<std::int32_t> words;
  std::vector<std::int32_t> labels;
  parts_->words->getLine(in, words, labels);
  fasttext::Predictions predictions;
  // It throws when there is not even the end-of-line word; the zeros say that nothing is known.
  if (words.empty()) return found;
  parts_->model.predict(parts_->words->nlabels(), words, predictions);
  std::fill(found.begin(), found.end(), kLeast);
  for (const auto& [log_probability, label] : predictions) {
    found[parts_->class_of[static_cast<std::size_t>(label)]] = log_probability;
  }
  return found;
}

}  // namespace frontdesk
