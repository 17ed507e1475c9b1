// SPDX-License-Identifier: MIT
#pragma once
// fastText's opinion of a message: one-vs-rest logits from words and character n-grams.
//
// Source: Joulin, Grave, Bojanowski, Mikolov: Bag of tricks for efficient text classification (EACL 2017),
// by way of libfasttext. Traps that this class knows: an empty line gets a confident answer, so an empty
// message is never asked; loadModel on a stream checks nothing, so the magic number and version are checked
// here, and models/model_file checks a SHA-256 before any byte is read.
//
// fastText trains; hashes (fasttext_words.h) and sums are ours, over rows of one byte a number: no stream is
// parsed, no exponential taken, a quarter of the memory read, and nothing of the library stays in memory.
//
// Immutable; any thread may call logits.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace fasttext {
class DenseMatrix;
class FastText;
}  // namespace fasttext

namespace frontdesk {

class RowTable;

class FastTextMember {
 public:
  /// `bytes` are a file of fastText's own format, of a supervised model whose labels are "__label__N"
  /// with N below `classes`. A class without a label is the least likely of all. Code::invalid when the
  /// bytes are not that.
  static Result<std::unique_ptr<FastTextMember>> load(const std::string& bytes,
                                                      std::size_t classes);
  ~FastTextMember();

  /// One value a class into `found`, in the order of N, above 0 where the class is likelier than not; all
  /// zero for an empty text. `text` is an output of model_text.
  void logits(std::string_view text, std::vector<float>& found) const;

 private:
  struct Parts;
  explicit FastTextMember(std::unique_ptr<Parts> parts);
  static bool take_table(const fasttext::DenseMatrix& matrix, RowTable& table);
  static bool take_tables(const fasttext::FastText& model, Parts& parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk
