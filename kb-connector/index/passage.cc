// SPDX-License-Identifier: MIT
#include "kb-connector/index/passage.h"

#include <algorithm>
#include <cctype>

#include "core/ascii.h"
#include "kb-connector/index/heading.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

constexpr std::size_t kPassageLetters = 240;
// A passage is looked for in this much of an article; a page beyond it is found all the same.
constexpr std::size_t kBytesRead = 20000;

bool starts(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// Takes "> ", "- ", "* ", "+ ", "1. " and "| " off the front; says whether a list item began.
bool take_block_marks(std::string_view& line) {
  bool item = false;
  for (;;) {
    line = trimmed(line);
    if (starts(line, ">") || starts(line, "|")) {
      line.remove_prefix(1);
      continue;
    }
    if (starts(line, "- ") || starts(line, "* ") || starts(line, "+ ")) {
      line.remove_prefix(2);
      item = true;
      continue;
    }
    std::size_t digits = 0;
    while (digits < line.size() && digits < 9 &&
           std::isdigit(static_cast<unsigned char>(line[digits]))) {
      ++digits;
    }
    if (digits > 0 && (starts(line.substr(digits), ". ") || starts(line.substr(digits), ") "))) {
      line.remove_prefix(digits + 2);
      item = true;
      continue;
    }
    return item;
  }
}

// The words of a line: no emphasis, code marks, link targets or tags.
std::string inline_text(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (starts(line.substr(i), kMarkBegin) || starts(line.substr(i), kMarkEnd)) {
      i += kMarkBegin.size() - 1;
    } else if (c == '\\' && i + 1 < line.size() &&
               std::ispunct(static_cast<unsigned char>(line[i + 1]))) {
      out += line[++i];
    } else if (c == '*' || c == '`' || (c == '!' && starts(line.substr(i + 1), "[")) || c == '[') {
      continue;
    } else if (c == '~' && starts(line.substr(i + 1), "~")) {
      ++i;
    } else if (c == '_') {
      const bool inside = i > 0 && i + 1 < line.size() &&
                          std::isalnum(static_cast<unsigned char>(line[i - 1])) &&
                          std::isalnum(static_cast<unsigned char>(line[i + 1]));
      if (inside) out += c;
    } else if (c == ']') {
      // An address never holds a space or a line's end, so a lost bracket costs no more than a word.
      if (i + 1 < line.size() && line[i + 1] == '(') {
        const std::size_t end = line.find_first_of(") ", i + 2);
        i = end == std::string_view::npos ? line.size()
            : line[end] == ')'            ? end
                                          : line.find(')', end);
        if (i == std::string_view::npos) i = line.size();
      }
    } else if (c == '<' && i + 1 < line.size() &&
               (std::isalpha(static_cast<unsigned char>(line[i + 1])) || line[i + 1] == '/' ||
                line[i + 1] == '!')) {
      const std::size_t end = line.find('>', i);
      if (end == std::string_view::npos) break;
      i = end;
    } else if (c == '|') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Sentences of one section: up to a full stop before a space and no small letter, or to a line's end.
std::vector<Span> sentences_of(std::string_view text) {
  std::vector<Span> sentences;
  std::size_t begin = 0;
  const auto end_at = [&](std::size_t end) {
    while (begin < end && text[begin] == ' ') ++begin;
    if (begin < end) sentences.push_back({begin, end});
    begin = end;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      end_at(i);
      begin = i + 1;
    } else if ((text[i] == '.' || text[i] == '!' || text[i] == '?') && i + 2 < text.size() &&
               text[i + 1] == ' ' && !std::islower(static_cast<unsigned char>(text[i + 2])) &&
               !std::isdigit(static_cast<unsigned char>(text[i + 2]))) {
      end_at(i + 1);
    }
  }
  end_at(text.size());
  return sentences;
}

struct Found {
  Span at;
  std::size_t place = 0;
  double idf = 0;
};

// The asked word that `word` is a form of, or null.
const AskedWord* answers(std::string_view word, const std::vector<AskedWord>& asked,
                         const Tokens& tokens) {
  const AskedWord* best = nullptr;
  for (const AskedWord& candidate : asked) {
    if (best != nullptr && best->idf >= candidate.idf) continue;
    const std::size_t shorter = std::min(word.size(), candidate.word.size());
    const std::size_t longer = std::max(word.size(), candidate.word.size());
    std::size_t common = 0;
    while (common < shorter && word[common] == candidate.word[common]) ++common;
    const bool same = common == longer || (common >= 4 && common * 10 >= longer * 6) ||
                      (common >= 3 && tokens.stem(word) == candidate.stem);
    if (same) best = &candidate;
  }
  return best;
}

std::vector<Found> find_words(const std::string& text, const std::vector<AskedWord>& asked,
                              const Tokens& tokens) {
  std::vector<Found> found;
  const Folded folded = fold_with_origin(text);
  for (const std::string_view word : words_of(folded.text)) {
    const AskedWord* match = answers(word, asked, tokens);
    if (match == nullptr) continue;
    const auto offset = static_cast<std::size_t>(word.data() - folded.text.data());
    found.push_back(
        {{folded.origin[offset], folded.origin[offset + word.size()]}, match->place, match->idf});
  }
  return found;
}

// The byte after `letters` code points from `begin`, at most `end`.
std::size_t step_letters(std::string_view text, std::size_t begin, std::size_t letters,
                         std::size_t end) {
  std::size_t i = begin;
  for (; i < end; ++i) {
    const bool starts_letter = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (starts_letter && letters-- == 0) break;
  }
  return i;
}

std::string marked(std::string_view text, Span span, const std::vector<Found>& found,
                   double common) {
  std::string out;
  std::size_t at = span.begin;
  for (const Found& word : found) {
    if (word.at.begin < at || word.at.end > span.end || word.idf < common) continue;
    out += text.substr(at, word.at.begin - at);
    out += kMarkBegin;
    out += text.substr(word.at.begin, word.at.end - word.at.begin);
    out += kMarkEnd;
    at = word.at.end;
  }
  out += text.substr(at, span.end - at);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

// Where a link to the heading of one of the sections leads.
std::string anchor_in(const std::vector<Section>& sections, const Section& wanted) {
  if (wanted.heading.empty()) return "";
  Anchors anchors;
  std::string anchor;
  for (const Section& section : sections) {
    if (section.heading.empty()) continue;
    anchor = anchors.next(section.heading, section.id);
    if (&section == &wanted) break;
  }
  return anchor;
}

}  // namespace

std::vector<Section> sections_of(std::string_view markdown) {
  std::vector<Section> sections(1);
  bool fenced = false;
  bool joins = false;  // whether the next line goes on with the block
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    std::string_view line = trimmed(markdown.substr(0, end));
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    if (starts(line, "```") || starts(line, "~~~")) {
      fenced = !fenced;
      joins = false;
      continue;
    }
    std::size_t level = 0;
    while (level < line.size() && line[level] == '#') ++level;
    if (!fenced && level >= 1 && level <= 6 && level < line.size() && line[level] == ' ') {
      line = trimmed(line.substr(level));
      while (!line.empty() && line.back() == '#') line.remove_suffix(1);
      const Heading heading = split_heading(line);
      sections.push_back({inline_text(heading.words), "", std::string(heading.id)});
      joins = false;
      continue;
    }
    const bool item = !fenced && take_block_marks(line);
    const bool rule = line.find_first_not_of("-=*_|: ") == std::string_view::npos;
    if (line.empty() || (!fenced && rule)) {
      joins = false;
      continue;
    }
    std::string& text = sections.back().text;
    if (!text.empty()) text += joins && !item && !fenced ? ' ' : '\n';
    const std::string words = fenced ? std::string(line) : inline_text(line);
    text += trimmed(words);
    joins = true;
  }
  std::erase_if(sections, [](const Section& s) { return s.heading.empty() && s.text.empty(); });
  return sections;
}

Passage best_passage(const std::vector<Section>& sections, const std::vector<AskedWord>& asked,
                     double common, const Tokens& tokens) {
  const Section* best_section = nullptr;
  Span best_span;
  std::vector<Found> best_found;
  double best_score = -1;
  std::size_t read = 0;

  for (const Section& section : sections) {
    if (section.text.empty()) continue;
    if (read > kBytesRead) break;
    const std::string text = section.text.substr(
        0, step_letters(section.text, 0, kBytesRead - std::min(read, kBytesRead),
                        section.text.size()));
    read += text.size() + 1;
    const std::vector<Found> found = find_words(text, asked, tokens);
    const std::vector<Span> sentences = sentences_of(text);
    std::size_t first_word = 0;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      const std::size_t limit =
          step_letters(text, sentences[s].begin, kPassageLetters, text.size());
      Span span = sentences[s];
      for (std::size_t next = s + 1; next < sentences.size() && sentences[next].end <= limit;
           ++next) {
        span.end = sentences[next].end;
      }
      while (first_word < found.size() && found[first_word].at.begin < span.begin) ++first_word;
      if (span.end > limit) {
        // One long sentence: from a little before the first word that answers, at a word's beginning.
        if (first_word < found.size() && found[first_word].at.begin < span.end) {
          const std::size_t word = found[first_word].at.begin;
          if (word > limit - (limit - span.begin) / 2) {
            const std::size_t before = text.rfind(' ', word > 60 ? word - 60 : 0);
            span.begin = before == std::string::npos || before < span.begin ? word : before + 1;
          }
        }
        const std::size_t cut = step_letters(text, span.begin, kPassageLetters - 2, span.end);
        const std::size_t space = cut < span.end ? text.rfind(' ', cut) : std::string::npos;
        span.end = space != std::string::npos && space > span.begin ? space : cut;
      }
      double score = 0;
      std::vector<std::size_t> places;
      for (std::size_t w = first_word; w < found.size() && found[w].at.end <= span.end; ++w) {
        if (std::find(places.begin(), places.end(), found[w].place) != places.end()) continue;
        places.push_back(found[w].place);
        score += found[w].idf;
      }
      if (score > best_score + 1e-9) {
        best_score = score;
        best_section = &section;
        best_span = span;
        best_found = found;
      }
    }
  }
  if (best_section == nullptr) return {};
  const std::string& text = best_section->text;
  Passage passage{marked(text, best_span, best_found, common), best_section->heading,
                  anchor_in(sections, *best_section), best_section->id};
  const bool inside_begin = best_span.begin > 0 && text[best_span.begin - 1] == ' ' &&
                            best_span.begin > 1 &&
                            std::isalnum(static_cast<unsigned char>(text[best_span.begin - 2]));
  const bool inside_end = best_span.end < text.size() && text[best_span.end] != '\n' &&
                          std::isalnum(static_cast<unsigned char>(text[best_span.end - 1]));
  if (inside_begin) passage.text.insert(0, "…");
  if (inside_end) passage.text += "…";
  return passage;
}

}  // namespace frontdesk
