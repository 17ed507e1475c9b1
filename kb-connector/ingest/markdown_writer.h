// SPDX-License-Identifier: MIT
#pragma once
// Writes Markdown from the parts of a text, so that it reads back as exactly these parts.
//
// Text is escaped where it would mean something. What Markdown cannot say is said more plainly: emphasis at a
// place where its marks would not work is left out, emphasis within strong text and any style within a link
// too, a list deeper than kMarkdownDepth is written at that depth.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// How a piece of a line is written.
struct InlineStyle {
  bool strong = false;
  bool emphasis = false;
  bool code = false;
  int link = -1;  // of MarkdownWriter::link
  friend bool operator==(const InlineStyle&, const InlineStyle&) = default;
};

/// One document, written from front to back. Blocks open and close in pairs.
class MarkdownWriter {
 public:
  /// Writes no more than `most` bytes; what comes after them is left out at the border of a block.
  explicit MarkdownWriter(std::size_t most) : most_(most) {}

  /// The number of an address (safe_address) for InlineStyle.
  int link(std::string address);

  /// Adds to the line. White space of any kind and length is one blank, none at the ends of a block. The text
  /// is visible_text().
  void text(std::string_view text, InlineStyle style);
  void line_break();

  /// Ends a block of text, if there is one; the next text is a paragraph of its own.
  void end_block();
  /// The blocks of text from here on are headings of a level from 1 to 6; with 0 they are paragraphs again.
  /// `id` is what links to it end with, "" where that is not known: it stands behind the words as "{#id}".
  void heading(int level, std::string_view id = {});
  /// A block of code, its lines as they are.
  void code_block(std::string_view code);

  void open_quote();
  void open_list(bool ordered, int first);
  void open_item();
  /// Closes the last quote, list or item that is open.
  void close();

  /// Text goes into a cell until end_cell, all on one line.
  void begin_cell();
  void end_cell();
  /// The cells since the last row are a row; the first row of a table is its head.
  void end_row();
  void end_table();

  /// Whether something was left out; whether everything is from here on.
  [[nodiscard]] bool truncated() const { return truncated_; }
  [[nodiscard]] bool full() const { return full_; }
  /// The whole text, without a newline at its end.
  std::string take();

 private:
  struct Run {
    std::string text;  // "\n": a line break
    InlineStyle style;
  };
  struct Container {
    enum class Kind { quote, list, item, deeper } kind = Kind::quote;
    std::string first{};  // before the first line in it
    std::string rest{};   // before every other
    bool begun = false;
    bool ordered = false;  // of a list
    char mark = '-';
    int next = 1;
    bool follows =
        false;  // of an item: it is not its list's first, or may begin right under a line
  };

  std::vector<Run> tidied();
  std::string rendered(bool one_line, bool cell);
  void write(std::string_view lines, bool glued = false);
  [[nodiscard]] std::string before_line();
  [[nodiscard]] std::string before_blank_line() const;

  std::size_t most_;
  bool truncated_ = false;
  bool full_ = false;
  std::string out_;
  std::vector<std::string> links_;
  std::vector<Run> runs_;
  std::size_t run_bytes_ = 0;
  int heading_ = 0;
  std::string heading_id_;
  std::vector<Container> containers_;
  std::size_t depth_ = 0;  // containers that have a mark
  bool in_cell_ = false;
  std::vector<std::string> cells_;
  std::size_t columns_ = 0;  // of the table's head; 0: no row yet
  // Where the last list ended, and with which mark: a second list right after it needs another.
  std::size_t list_end_ = std::string::npos;
  char list_mark_ = 0;
};

}  // namespace frontdesk
