// SPDX-License-Identifier: MIT
#include "dialogue/words_search.h"

#include <algorithm>
#include <cctype>

#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kBefore = 6;  // words of a snippet before the first that was found
constexpr std::size_t kAfter = 14;

/// What people said or wrote in an event, a text each.
std::vector<std::string> texts_in(const Event& event) {
  if (const auto* message = std::get_if<MessageAdded>(&event.fact)) return {message->text};
  if (const auto* note = std::get_if<NoteAdded>(&event.fact)) return {note->text};
  if (const auto* filled = std::get_if<SlotFilled>(&event.fact)) {
    return {filled->value, filled->label};
  }
  if (const auto* left = std::get_if<ContactLeft>(&event.fact)) {
    return {left->name, left->email, left->phone, left->question};
  }
  if (const auto* started = std::get_if<ConversationStarted>(&event.fact)) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : started->attributes) texts.push_back(value);
    return texts;
  }
  return {};
}

std::vector<std::string_view> pieces_of(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  std::vector<std::string_view> pieces;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(kBlank, at)) != std::string_view::npos) {
    const auto end = std::min(text.find_first_of(kBlank, at), text.size());
    pieces.push_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

enum class LetterKind { letter, digit, other };

LetterKind kind_of_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (std::isdigit(byte) != 0) return LetterKind::digit;
  return std::isalpha(byte) != 0 || byte >= 0x80 ? LetterKind::letter : LetterKind::other;
}

/// Whether a folded text has a word that begins so: words are runs of letters or of digits.
bool has_word(const std::string& folded, const std::string& word) {
  for (auto at = folded.find(word); at != std::string::npos; at = folded.find(word, at + 1)) {
    if (at == 0 || kind_of_letter(folded[at - 1]) != kind_of_letter(word.front())) return true;
  }
  return false;
}

}  // namespace

WordsSearch::WordsSearch(std::string_view query) {
  const auto folded = fold(query);
  std::size_t letters = 0;
  for (const auto& word : words_of(folded)) {
    letters += word.size();
    words_.emplace_back(word);
  }
  if (letters < 2) words_.clear();
}

std::optional<std::string> WordsSearch::look(std::span<const Event> events) const {
  if (words_.empty()) return std::nullopt;
  std::vector<bool> found(words_.size(), false);
  std::string snippet;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    for (const auto& text : texts_in(*event)) {
      if (text.empty()) continue;
      const auto folded = fold(text);
      bool any = false;
      for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!has_word(folded, words_[i])) continue;
        found[i] = true;
        any = true;
      }
      if (any && snippet.empty()) snippet = cut(text);
    }
  }
  if (!std::all_of(found.begin(), found.end(), [](bool each) { return each; })) {
    return std::nullopt;
  }
  return snippet;
}

std::string WordsSearch::cut(std::string_view text) const {
  const auto pieces = pieces_of(text);
  std::size_t first = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto folded = fold(pieces[i]);
    if (std::any_of(words_.begin(), words_.end(),
                    [&](const auto& word) { return has_word(folded, word); })) {
      first = i;
      break;
    }
  }
  const auto begin = first > kBefore ? first - kBefore : 0;
  const auto end = std::min(pieces.size(), first + kAfter);
  std::string cut = begin > 0 ? "… " : "";
  for (auto i = begin; i < end; ++i) cut += (i == begin ? "" : " ") + std::string(pieces[i]);
  return end < pieces.size() ? cut + " …" : cut;
}

}  // namespace frontdesk
