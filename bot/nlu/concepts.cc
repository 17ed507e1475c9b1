// SPDX-License-Identifier: MIT
#include "nlu/concepts.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "nlu/bytes.h"
#include "nlu/features.h"
#include "nlu/function_words.h"
#include "nlu/inflection.h"
#include "nlu/normalise.h"
#include "nlu/respell.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMostConcepts = 0xFFFF;
constexpr std::size_t kLongestForm = 32;   // bytes; nothing in the lexicon comes near
constexpr std::size_t kGuessFrom = 5;      // letters of a word, and of a form, for one edit
constexpr std::size_t kGuessStemFrom = 6;  // letters of a form that an ending follows
constexpr std::size_t kMostPieces = 32;    // of one word; more are left out

// A polynomial over the bytes, modulo 2^64: its value without one byte follows from those of beginnings.
constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;

constexpr std::uint64_t inverse_of(std::uint64_t odd) {
  std::uint64_t x = odd;  // right to 3 bits; each Newton step doubles them
  for (int i = 0; i < 5; ++i) x *= 2 - odd * x;
  return x;
}
constexpr std::uint64_t kInverse = inverse_of(kBase);
static_assert(kBase * kInverse == 1);

constexpr auto kPowers = [] {
  std::array<std::uint64_t, kLongestForm + 2> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * kBase;
  return powers;
}();

// The sum over a text's beginnings: at(n) is that of n bytes.
class Sums {
 public:
  /// Reads at most `most` bytes.
  Sums(std::string_view text, std::size_t most) : size_(std::min(text.size(), most)) {
    for (std::size_t i = 0; i < size_; ++i) {
      sums_[i + 1] = sums_[i] + (static_cast<unsigned char>(text[i]) + 1ULL) * kPowers[i];
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint64_t at(std::size_t size) const { return sums_[size]; }
  /// That of `size` bytes without the one at `skipped`.
  [[nodiscard]] std::uint64_t without(std::size_t size, std::size_t skipped) const {
    return sums_[skipped] + (sums_[size] - sums_[skipped + 1]) * kInverse;
  }

 private:
  std::array<std::uint64_t, kLongestForm + 2> sums_{};
  std::size_t size_;
};

std::uint64_t finish(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Whether one letter more, less or other, or two neighbours swapped, makes `said` of `meant`. The first
// letter may be wrong only by having changed places with the second.
bool is_one_edit(std::string_view said, std::string_view meant) {
  if (said.size() > meant.size() + 1 || meant.size() > said.size() + 1) return false;
  std::size_t i = 0;
  while (i < said.size() && i < meant.size() && said[i] == meant[i]) ++i;
  const auto same = [&](std::size_t s, std::size_t m) { return said.substr(s) == meant.substr(m); };
  const bool swapped = i + 1 < said.size() && i + 1 < meant.size() && said[i] == meant[i + 1] &&
                       said[i + 1] == meant[i] && same(i + 2, i + 2);
  if (i == 0) return swapped;
  if (said.size() < meant.size()) return same(i, i + 1);
  if (said.size() > meant.size()) return same(i + 1, i);
  return i == said.size() || same(i + 1, i + 1) || swapped;
}

std::vector<std::string_view> common_words() {
  std::vector<std::string_view> all;
  for (const auto text : {function_words("lt"), function_words("en"), everyday_words()}) {
    for (const auto each : words_of(text)) all.push_back(each);
  }
  return all;
}

// Common words are often one letter from something else and mean just themselves.
bool is_common_word(std::string_view word) {
  static const std::unordered_set<std::string_view> words = [] {
    const auto all = common_words();
    return std::unordered_set<std::string_view>(all.begin(), all.end());
  }();
  return words.contains(word);
}

void put_slot(std::vector<std::pair<std::uint64_t, std::uint32_t>>& slots, std::uint64_t sum,
              std::size_t form) {
  slots.emplace_back(finish(sum), static_cast<std::uint32_t>(form + 1));
}

// Calls `visit(form)` for every form under a hash.
template <class Slots, class Visit>
void for_each_form(const Slots& table, std::uint64_t hash, Visit visit) {
  const std::size_t mask = table.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & mask; table[at].form != 0; at = (at + 1) & mask) {
    if (table[at].tag == tag) visit(table[at].form - 1);
  }
}

}  // namespace

// The pieces that one word of a message is.
class ConceptFinder::Pieces {
 public:
  void clear() { count_ = 0; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  void add(std::uint32_t piece) {
    if (count_ < kMostPieces && !holds(piece)) pieces_[count_++] = piece;
  }
  [[nodiscard]] bool holds(std::uint32_t piece) const {
    return std::find(begin(), end(), piece) != end();
  }
  [[nodiscard]] const std::uint32_t* begin() const { return pieces_.data(); }
  [[nodiscard]] const std::uint32_t* end() const { return pieces_.data() + count_; }

 private:
  std::array<std::uint32_t, kMostPieces> pieces_;
  std::size_t count_ = 0;
};

class ConceptFinder::Builder {
 public:
  explicit Builder(ConceptFinder& made) : made_(made) {}

  void add(std::uint16_t id, const std::string& text) {
    const std::string folded = fold(text);
    std::vector<std::uint32_t> pieces;
    for (std::size_t from = 0; from < folded.size();) {
      const std::size_t to = std::min(folded.find(' ', from), folded.size());
      const std::string words = model_text(folded.substr(from, to - from));
      const bool is_beginning = folded[to - 1] == '*';
      for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        pieces.push_back(piece(words.substr(at, end - at), is_beginning && end == words.size()));
        at = end + 1;
      }
      from = to + 1;
    }
    if (pieces.empty() || pieces.size() > kMostWords) return;
    Piece& last = made_.pieces_[pieces.back()];
    if (pieces.size() == 1) {
      last.concepts.push_back(id);
      return;
    }
    Entry entry;
    std::copy(pieces.begin(), pieces.end(), entry.pieces.begin());
    entry.count = pieces.size();
    entry.id = id;
    last.entries.push_back(static_cast<std::uint32_t>(made_.entries_.size()));
    made_.entries_.push_back(entry);
  }

  void finish_tables() {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> exact;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> near;
    for (std::size_t f = 0; f < made_.forms_.size(); ++f) {
      const std::string& text = made_.forms_[f].text;
      made_.longest_ = std::max(made_.longest_, text.size());
      const Sums sums(text, kLongestForm);
      put_slot(exact, sums.at(text.size()), f);
      if (text.size() < kGuessFrom || !is_ascii(text)) continue;
      put_slot(near, sums.at(text.size()), f);
      for (std::size_t i = 0; i < text.size(); ++i) put_slot(near, sums.without(text.size(), i), f);
    }
    std::vector<std::string> words = made_.seen_;
    words.insert(words.end(), whole_words_.begin(), whole_words_.end());
    for (const auto word : common_words()) words.emplace_back(word);
    made_.near_words_ = NearWords(words);
    made_.exact_ = table_of(exact);
    made_.near_ = table_of(near);
    std::size_t bits = 64;
    while (bits < near.size() * 8) bits *= 2;
    made_.sieve_.assign(bits / 64, 0);
    for (const auto& [hash, form] : near) {
      const std::size_t bit = hash & (bits - 1);
      made_.sieve_[bit / 64] |= 1ULL << (bit % 64);
    }
  }

 private:
  std::uint32_t piece(const std::string& word, bool is_beginning) {
    const auto number = static_cast<std::uint32_t>(made_.pieces_.size());
    const auto [place, is_new] = known_.try_emplace({word, is_beginning}, number);
    if (!is_new) return place->second;
    made_.pieces_.emplace_back();
    if (is_beginning) {
      form(word, Rest::anything, number);
    } else {
      form(word, Rest::nothing, number);
      whole_words_.push_back(word);
      if (word.size() >= kGuessFrom && is_ascii(word)) {
        for (const auto& stem : stems_of(word)) form(stem, Rest::ending, number);
      }
    }
    return number;
  }

  void form(const std::string& text, Rest rest, std::uint32_t piece) {
    if (text.size() <= kLongestForm) made_.forms_.push_back({text, rest, piece});
  }

  static std::vector<Slot> table_of(
      const std::vector<std::pair<std::uint64_t, std::uint32_t>>& slots) {
    std::size_t size = 4;
    while (size < slots.size() * 2) size *= 2;
    std::vector<Slot> table(size);
    for (const auto& [hash, form] : slots) {
      std::size_t at = hash & (size - 1);
      while (table[at].form != 0) at = (at + 1) & (size - 1);
      table[at] = {static_cast<std::uint32_t>(hash >> 32), form};
    }
    return table;
  }

  ConceptFinder& made_;
  std::map<std::pair<std::string, bool>, std::uint32_t> known_;
  std::vector<std::string> whole_words_;
};

ConceptFinder::ConceptFinder(const std::vector<Concept>& concepts, std::vector<std::string> seen)
    : concepts_(concepts), seen_(std::move(seen)) {
  if (concepts_.size() > kMostConcepts) concepts_.resize(kMostConcepts);
  Builder builder(*this);
  for (std::size_t id = 0; id < concepts_.size(); ++id) {
    for (const auto& text : concepts_[id].words) builder.add(static_cast<std::uint16_t>(id), text);
  }
  builder.finish_tables();
}

bool ConceptFinder::may_follow(Rest kind, std::string_view rest) {
  return kind == Rest::anything || (kind == Rest::ending ? is_ending(rest) : rest.empty());
}

bool ConceptFinder::look_up(std::string_view word, Pieces& pieces) const {
  const Sums sums(word, longest_);
  for (std::size_t size = 1; size <= sums.size(); ++size) {
    for_each_form(exact_, finish(sums.at(size)), [&](std::uint32_t number) {
      const Form& form = forms_[number];
      if (form.text != word.substr(0, size)) return;
      if (may_follow(form.rest, word.substr(size))) pieces.add(form.piece);
    });
  }
  return !pieces.empty();
}

void ConceptFinder::guess(std::string_view word, Pieces& pieces) const {
  if (word.size() < kGuessFrom || !is_ascii(word)) return;
  const Sums sums(word, longest_ + 1);
  const std::size_t sieve_mask = sieve_.size() * 64 - 1;
  std::size_t longest = 0;  // form found: what says more of the word is likelier meant
  const auto try_hash = [&](std::uint64_t hash, std::size_t size) {
    const std::size_t bit = hash & sieve_mask;
    if ((sieve_[bit / 64] >> (bit % 64) & 1) == 0) return;
    for_each_form(near_, hash, [&](std::uint32_t number) {
      const Form& form = forms_[number];
      // A short beginning of a long word says little of it.
      if (form.text.size() < longest || form.text.size() * 5 < word.size() * 3) return;
      if (form.rest == Rest::ending && form.text.size() < kGuessStemFrom) return;
      if (!may_follow(form.rest, word.substr(size))) return;
      if (!is_one_edit(word.substr(0, size), form.text)) return;
      if (form.text.size() > longest) pieces.clear();
      longest = form.text.size();
      pieces.add(form.piece);
    });
  };
  for (std::size_t size = kGuessFrom - 1; size <= sums.size(); ++size) {
    try_hash(finish(sums.at(size)), size);
    for (std::size_t i = 0; i < size; ++i) try_hash(finish(sums.without(size, i)), size);
  }
}

// Adds what the last of `words` words completes; `last` is a ring of kMostWords.
void ConceptFinder::hear(const Pieces* last, std::size_t words,
                         std::vector<std::uint16_t>& found) const {
  for (const std::uint32_t number : last[(words - 1) % kMostWords]) {
    const Piece& piece = pieces_[number];
    found.insert(found.end(), piece.concepts.begin(), piece.concepts.end());
    for (const std::uint32_t place : piece.entries) {
      const Entry& entry = entries_[place];
      bool whole = entry.count <= words;
      for (std::size_t back = 1; whole && back < entry.count; ++back) {
        whole = last[(words - 1 - back) % kMostWords].holds(entry.pieces[entry.count - 1 - back]);
      }
      if (whole) found.push_back(entry.id);
    }
  }
}

void ConceptFinder::find(std::string_view text, std::vector<std::uint16_t>& found,
                         Unknown unknown) const {
  found.clear();
  if (forms_.empty()) return;
  std::array<Pieces, kMostWords> last;
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    Pieces& pieces = last[words % kMostWords];
    pieces.clear();
    if (!look_up(word, pieces) && unknown == Unknown::guess && !is_common_word(word)) {
      const auto forms = respellings(word);
      for (const auto& form : forms) {
        if (look_up(form, pieces)) break;
      }
      if (pieces.empty()) guess(word, pieces);
      for (std::size_t i = 0; i < forms.size() && pieces.empty(); ++i) guess(forms[i], pieces);
      if (pieces.empty() && !near_words_.knows(word))
        static_cast<void>(look_up(near_words_.nearest(word), pieces));
    }
    ++words;
    hear(last.data(), words, found);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

void ConceptFinder::write(ByteWriter& out) const {
  out.put<std::uint32_t>(static_cast<std::uint32_t>(concepts_.size()));
  for (const auto& concept_ : concepts_) {
    out.put_text(concept_.name);
    out.put<std::uint32_t>(static_cast<std::uint32_t>(concept_.words.size()));
    for (const auto& word : concept_.words) out.put_text(word);
  }
  out.put<std::uint32_t>(static_cast<std::uint32_t>(seen_.size()));
  for (const auto& word : seen_) out.put_text(word);
}

Result<ConceptFinder> ConceptFinder::read(ByteReader& in) {
  const Error damaged{Code::invalid, "the concepts of the model are damaged"};
  const auto count = in.get<std::uint32_t>();
  if (count > kMostConcepts) return damaged;
  std::vector<Concept> concepts;
  for (std::uint32_t c = 0; c < count && in.ok(); ++c) {
    Concept read;
    read.name = in.get_text();
    const auto words = in.get<std::uint32_t>();
    for (std::uint32_t w = 0; w < words && in.ok(); ++w) read.words.push_back(in.get_text());
    concepts.push_back(std::move(read));
  }
  const auto words = in.get<std::uint32_t>();
  std::vector<std::string> seen;
  for (std::uint32_t w = 0; w < words && in.ok(); ++w) seen.push_back(in.get_text());
  if (!in.ok()) return damaged;
  return ConceptFinder(concepts, std::move(seen));
}

std::vector<Concept> concepts_of(std::vector<Concept> base, const Catalog& catalog) {
  const ConceptFinder finder(base);
  std::vector<std::uint16_t> found;
  std::vector<Concept> more;
  for (const auto& group : catalog.synonyms) {
    if (group.empty()) continue;
    std::vector<std::size_t> votes(base.size(), 0);
    for (const auto& text : group) {
      finder.find(model_text(fold(text)), found, ConceptFinder::Unknown::leave);
      for (const auto id : found) ++votes[id];
    }
    const auto most = std::max_element(votes.begin(), votes.end());
    if (most != votes.end() && *most * 2 >= group.size()) {
      auto& words = base[static_cast<std::size_t>(most - votes.begin())].words;
      words.insert(words.end(), group.begin(), group.end());
    } else {
      more.push_back({group.front(), group});
    }
  }
  base.insert(base.end(), more.begin(), more.end());
  return base;
}

}  // namespace frontdesk
