// SPDX-License-Identifier: MIT
#include "kb-connector/index/tokens.h"

#include <libstemmer.h>

#include <map>
#include <memory>

namespace frontdesk {
namespace {

constexpr std::uint64_t kStemSeed = 0x73746d00;
constexpr std::uint64_t kGramSeed = 0x67726100;
constexpr std::uint64_t kBeginningSeed = 0x62656700;
// Longer runs of letters are not words, and grams of them only cost.
constexpr std::size_t kLongestWord = 64;

struct DeleteStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using StemmerPtr = std::unique_ptr<sb_stemmer, DeleteStemmer>;

sb_stemmer* stemmer_of_this_thread(const std::string& language) {
  thread_local std::map<std::string, StemmerPtr> stemmers;
  const auto found = stemmers.find(language);
  if (found != stemmers.end()) return found->second.get();
  return stemmers.emplace(language, StemmerPtr(sb_stemmer_new(language.c_str(), "UTF_8")))
      .first->second.get();
}

}  // namespace

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  // FNV-1a, then the finisher of MurmurHash3: FNV alone leaves the high bits of short keys alike.
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33;
  return hash;
}

Tokens::Tokens(const std::string& language) : language_(language) {}

std::string Tokens::stem_text(std::string_view word) const {
  word = word.substr(0, kLongestWord);
  sb_stemmer* stemmer = stemmer_of_this_thread(language_);
  if (stemmer == nullptr) return std::string(word);
  const auto* stem = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                                     static_cast<int>(word.size()));
  if (stem == nullptr) return std::string(word);
  return {reinterpret_cast<const char*>(stem),
          static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

Term Tokens::term_of_stem(std::string_view stem) { return hash_bytes(stem, kStemSeed); }

Term Tokens::stem(std::string_view word) const { return term_of_stem(stem_text(word)); }

void Tokens::add_grams(std::string_view word, std::vector<Term>& out) {
  constexpr std::size_t kGram = 4;
  std::string padded = "_";
  padded += word.substr(0, kLongestWord);
  padded += '_';
  // Where the code points begin, so that a gram of Cyrillic is four letters too.
  std::size_t starts[kLongestWord + 3];
  std::size_t letters = 0;
  for (std::size_t i = 0; i < padded.size(); ++i) {
    if ((static_cast<unsigned char>(padded[i]) & 0xC0) != 0x80) starts[letters++] = i;
  }
  starts[letters] = padded.size();
  if (letters <= kGram) {
    out.push_back(hash_bytes(padded, kGramSeed));
    return;
  }
  for (std::size_t i = 0; i + kGram <= letters; ++i) {
    out.push_back(hash_bytes(
        std::string_view(padded).substr(starts[i], starts[i + kGram] - starts[i]), kGramSeed));
  }
}

Term Tokens::beginning(std::string_view word) {
  constexpr int kLetters = 5;
  std::size_t end = 0;
  for (int letters = 0; end < word.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(word[end]) & 0xC0) != 0x80;
    if (begins && ++letters > kLetters) break;
  }
  return hash_bytes(word.substr(0, end), kBeginningSeed);
}

}  // namespace frontdesk
