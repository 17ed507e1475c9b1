// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/markdown_writer.h"

#include <algorithm>

#include "kb-connector/ingest/charset.h"
#include "kb-connector/ingest/inline_markdown.h"
#include "kb-connector/markdown.h"

namespace frontdesk {
namespace {

// A paragraph is ended and begun anew when it becomes this long, so that the cut of an endless one is near the
// limit of the whole: at a line break, at a blank, anywhere.
constexpr std::size_t kLongAtBreak = 8 * 1024;
constexpr std::size_t kLongAtBlank = 12 * 1024;
constexpr std::size_t kLongAnywhere = 16 * 1024;
constexpr std::size_t kMostRuns = 4096;
constexpr std::size_t kMostColumns = 50;

bool is_break(std::string_view text) { return text == "\n"; }

}  // namespace

int MarkdownWriter::link(std::string address) {
  if (links_.empty() || links_.back() != address) links_.push_back(std::move(address));
  return static_cast<int>(links_.size()) - 1;
}

void MarkdownWriter::text(std::string_view text, InlineStyle style) {
  if (style.link >= 0) style = {.link = style.link};
  if (style.code) style = {.code = true};
  if (style.strong) style.emphasis = false;
  for (std::size_t at = 0; at < text.size() && !full_;) {
    const std::size_t blank = blank_length(text.substr(at));
    const bool after_blank =
        runs_.empty() || is_break(runs_.back().text) || runs_.back().text.ends_with(' ');
    const bool too_long = run_bytes_ > kLongAnywhere || runs_.size() > kMostRuns ||
                          (run_bytes_ > kLongAtBlank && blank > 0);
    if (too_long && !in_cell_ && heading_ == 0) {
      end_block();
      continue;
    }
    if (too_long && blank == 0) truncated_ = true;
    if ((blank > 0 && after_blank) || (too_long && blank == 0)) {
      at += std::max<std::size_t>(blank, 1);
      continue;
    }
    if (runs_.empty() || is_break(runs_.back().text) || !(runs_.back().style == style)) {
      runs_.push_back({"", style});
    }
    auto& last = runs_.back().text;
    const std::size_t before = last.size();
    if (blank > 0) {
      last += ' ';
      at += blank;
    } else {
      do {
        last += text[at++];
      } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    }
    run_bytes_ += last.size() - before;
  }
}

void MarkdownWriter::line_break() {
  if (in_cell_ || heading_ > 0) return text(" ", {});
  if (run_bytes_ > kLongAtBreak) return end_block();
  if (!runs_.empty()) runs_.push_back({"\n", {}});
}

/// The runs without blanks around breaks and at the ends, with blanks moved out of styles, and without styles
/// that cannot be written.
std::vector<MarkdownWriter::Run> MarkdownWriter::tidied() {
  std::vector<Run> out;
  const auto add = [&](std::string_view text, const InlineStyle& style) {
    if (text.empty()) return;
    if (!out.empty() && out.back().style == style && !is_break(out.back().text)) {
      out.back().text += text;
    } else {
      out.push_back({std::string(text), style});
    }
  };
  for (const auto& run : runs_) {
    if (is_break(run.text)) {
      while (!out.empty() && out.back().text == " ") out.pop_back();
      if (!out.empty() && out.back().text.ends_with(' ')) out.back().text.pop_back();
      if (!out.empty() && !is_break(out.back().text)) out.push_back(run);
      continue;
    }
    const std::string_view text = run.text;
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
      add(text, {});
      continue;
    }
    const auto last = text.find_last_not_of(' ');
    add(text.substr(0, first), {});
    add(text.substr(first, last - first + 1), run.style);
    add(text.substr(last + 1), {});
  }
  while (!out.empty() && (is_break(out.back().text) || out.back().text == " ")) out.pop_back();
  if (!out.empty() && out.back().text.ends_with(' ')) out.back().text.pop_back();
  runs_.clear();
  run_bytes_ = 0;
  return out;
}

std::string MarkdownWriter::rendered(bool one_line, bool cell) {
  auto runs = tidied();
  // Emphasis that would not work becomes text before the text around it is written, so that what stands at the
  // start of a line is known.
  std::vector<Run> merged;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto& run = runs[i];
    if (run.style.strong || run.style.emphasis) {
      const bool marked_before =
          !merged.empty() && (merged.back().style.strong || merged.back().style.emphasis);
      const bool at_start = merged.empty() || is_break(merged.back().text);
      const bool at_end = i + 1 == runs.size() || is_break(runs[i + 1].text);
      const std::string before = at_start                        ? ""
                                 : merged.back().style.link >= 0 ? ")"
                                                                 : merged.back().text;
      const std::string after = at_end ? "" : runs[i + 1].style.link >= 0 ? "[" : runs[i + 1].text;
      if (marked_before || !emphasis_works(before, run.text, after)) run.style = {};
    }
    const bool plain = run.style == InlineStyle{} && !is_break(run.text);
    if (plain && !merged.empty() && merged.back().style == InlineStyle{} &&
        !is_break(merged.back().text)) {
      merged.back().text += run.text;
    } else {
      merged.push_back(std::move(run));
    }
  }
  std::string out;
  for (std::size_t i = 0; i < merged.size(); ++i) {
    const auto& [text, style] = merged[i];
    if (is_break(text)) {
      out += one_line ? " " : "\\\n";
      continue;
    }
    const bool line_start = i == 0 || is_break(merged[i - 1].text);
    const bool link_next = i + 1 < merged.size() && merged[i + 1].style.link >= 0;
    TextPlace place{line_start && heading_ == 0, link_next, heading_ > 0, cell};
    if (style.link >= 0) {
      out += "[" + escaped_markdown(text, {.heading = heading_ > 0, .cell = cell}) + "](" +
             links_[static_cast<std::size_t>(style.link)] + ")";
    } else if (style.code) {
      out += code_span(text, cell);
    } else if (style.strong || style.emphasis) {
      place.line_start = false;
      place.link_next = false;
      const auto* const mark = style.strong ? "**" : "*";
      out += mark + escaped_markdown(text, place) + mark;
    } else {
      out += escaped_markdown(text, place);
    }
  }
  return out;
}

void MarkdownWriter::end_block() {
  if (in_cell_) return text(" ", {});
  if (runs_.empty()) return;
  const auto line = rendered(heading_ > 0, false);
  if (line.empty()) return;
  if (heading_ == 0) return write(line);
  const auto id = heading_id_.empty() ? "" : " {#" + heading_id_ + "}";
  write(std::string(static_cast<std::size_t>(heading_), '#') + " " + line + id);
  heading_id_.clear();  // what follows in the same heading is no place of its own
}

void MarkdownWriter::heading(int level, std::string_view id) {
  end_block();
  heading_ = std::clamp(level, 0, 6);
  heading_id_ = escaped_id(id);
}

void MarkdownWriter::code_block(std::string_view code) {
  end_block();
  while (code.ends_with('\n')) code.remove_suffix(1);
  while (code.starts_with('\n')) code.remove_prefix(1);
  if (code.find_first_not_of(" \t\n") == std::string_view::npos) return;
  if (code.size() > most_ / 2) {
    std::size_t cut = most_ / 2;
    while (cut > 0 && (static_cast<unsigned char>(code[cut]) & 0xC0) == 0x80) --cut;
    code = code.substr(0, cut);
    truncated_ = true;
  }
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  write(fence + "\n" + std::string(code) + "\n" + fence);
}

void MarkdownWriter::open_quote() {
  end_block();
  Container quote{.kind = Container::Kind::quote, .first = "> ", .rest = "> "};
  if (depth_ >= static_cast<std::size_t>(kMarkdownDepth)) quote = {Container::Kind::deeper};
  depth_ += quote.first.empty() ? 0 : 1;
  containers_.push_back(std::move(quote));
}

void MarkdownWriter::open_list(bool ordered, int first) {
  end_block();
  Container list{.kind = Container::Kind::list, .ordered = ordered};
  list.mark = ordered ? '.' : '-';
  list.next = std::clamp(first, 0, 999999);
  if (list_end_ == out_.size() && list_mark_ == list.mark) list.mark = ordered ? ')' : '*';
  containers_.push_back(std::move(list));
}

void MarkdownWriter::open_item() {
  end_block();
  Container item{.kind = Container::Kind::deeper};
  const auto list = std::find_if(containers_.rbegin(), containers_.rend(), [](const auto& each) {
    return each.kind == Container::Kind::list;
  });
  if (list != containers_.rend() && depth_ < static_cast<std::size_t>(kMarkdownDepth)) {
    item.kind = Container::Kind::item;
    item.first = list->ordered ? std::to_string(list->next) + list->mark + " "
                               : std::string(1, list->mark) + " ";
    item.rest = std::string(item.first.size(), ' ');
    const bool nested = depth_ > 0 && (!list->ordered || list->next == 1);
    item.follows = list->begun || nested;
    ++depth_;
  }
  containers_.push_back(std::move(item));
}

void MarkdownWriter::close() {
  end_block();
  if (containers_.empty()) return;
  const auto closed = std::move(containers_.back());
  containers_.pop_back();
  if (!closed.first.empty()) --depth_;
  if (closed.kind == Container::Kind::list && closed.begun) {
    list_end_ = out_.size();
    list_mark_ = closed.mark;
  }
  if (closed.kind == Container::Kind::item && closed.begun) {
    const auto list = std::find_if(containers_.rbegin(), containers_.rend(), [](const auto& each) {
      return each.kind == Container::Kind::list;
    });
    if (list != containers_.rend()) {
      list->begun = true;
      ++list->next;
    }
  }
}

void MarkdownWriter::begin_cell() {
  end_block();
  in_cell_ = true;
}

void MarkdownWriter::end_cell() {
  if (!in_cell_) return;
  const auto cell = rendered(true, true);
  in_cell_ = false;
  if (cells_.size() < kMostColumns) {
    cells_.push_back(cell);
  } else if (!cell.empty()) {
    truncated_ = true;
  }
}

void MarkdownWriter::end_row() {
  const auto cells = std::move(cells_);
  cells_.clear();
  const bool empty =
      std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
  if (empty) return;
  std::string line = "|";
  for (const auto& cell : cells) line += " " + cell + " |";
  const bool head = columns_ == 0;
  if (head) {
    columns_ = cells.size();
    line += "\n|";
    for (std::size_t i = 0; i < columns_; ++i) line += " --- |";
  } else if (cells.size() > columns_) {
    truncated_ = true;  // a table's rows have no more cells than its head
  }
  write(line, !head);
}

void MarkdownWriter::end_table() {
  end_row();
  columns_ = 0;
}

std::string MarkdownWriter::before_line() {
  std::string out;
  for (auto& each : containers_) {
    out += each.begun ? each.rest : each.first;
    if (each.kind != Container::Kind::list) each.begun = true;
  }
  return out;
}

std::string MarkdownWriter::before_blank_line() const {
  std::string out;
  for (const auto& each : containers_) {
    if (each.kind == Container::Kind::list) continue;
    if (!each.begun) break;
    out += each.rest;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

/// Adds the lines of a block, or with `glued` more lines to the last one.
void MarkdownWriter::write(std::string_view lines, bool glued) {
  constexpr std::size_t kPrefixes = 4096;  // room for the marks of quotes and lists
  full_ = full_ || out_.size() + lines.size() + kPrefixes > most_;
  if (full_) {
    truncated_ = true;
    return;
  }
  const auto item = std::find_if(containers_.begin(), containers_.end(), [](const auto& each) {
    return each.kind == Container::Kind::item && !each.begun;
  });
  const bool follows = item != containers_.end() && item->follows;
  if (!out_.empty()) {
    out_ += '\n';
    if (!glued && !follows) out_ += before_blank_line() + "\n";
  }
  for (std::size_t at = 0; at <= lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    auto line = before_line() + std::string(lines.substr(at, end - at));
    if (end == at) line.erase(line.find_last_not_of(' ') + 1);
    if (at > 0) out_ += '\n';
    out_ += line;
    at = end + 1;
    if (out_.size() > most_) {  // thousands of short lines, each behind many marks
      out_.resize(out_.rfind('\n'));
      truncated_ = full_ = true;
      break;
    }
  }
}

std::string MarkdownWriter::take() {
  end_block();
  return std::move(out_);
}

}  // namespace frontdesk
