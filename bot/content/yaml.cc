// SPDX-License-Identifier: MIT
// The reader: bytes are checked first, then yaml-cpp's events become a tree. Complaints about
// values stand in fields.cc.
//
// yaml-cpp 0.7 counts columns in bytes, reports an empty value where the next token stands, accepts
// a key twice, and accepts a quote that never closes when the file ends in a newline. So every
// place is computed here from the byte offset, and every quoted text is looked at again in the
// source.
#include "content/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "content/utf8.h"

namespace frontdesk::yaml {
namespace {

/// Where a quoted text that begins at `begin` ends: just after its closing quote, or npos.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != '\'') return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

bool is_quote(char c) { return c == '\'' || c == '"'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The source, and places in it.
class Source {
 public:
  Source(std::string_view text, const std::string& file, int first_line)
      : text_(text), file_(file), first_line_(first_line) {
    starts_.push_back(0);
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i % kStride == 0) letters_.push_back(letters);
      letters += begins_letter(text[i]);
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
    letters_.push_back(letters);
  }

  [[nodiscard]] std::string_view text() const { return text_; }

  [[nodiscard]] std::size_t line_index(std::size_t offset) const {
    return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) -
                                    starts_.begin() - 1);
  }

  [[nodiscard]] SourceSpan at(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const std::size_t index = line_index(offset);
    // A place after the last newline is a line that nobody sees: show the end of the one before.
    if (offset == text_.size() && index > 0 && starts_[index] == offset) return at(offset - 1);
    const std::size_t column = letters_before(offset) - letters_before(starts_[index]) + 1;
    return {file_, first_line_ + static_cast<int>(index), static_cast<int>(column)};
  }

  [[nodiscard]] std::string_view line(std::size_t index) const {
    if (index >= starts_.size()) return {};
    const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
    return text_.substr(starts_[index], end - starts_[index]);
  }

  [[nodiscard]] std::size_t start_of_line(std::size_t index) const { return starts_[index]; }

 private:
  // Every value asks for its place: counting from the start of its line would square a long line.
  static constexpr std::size_t kStride = 64;

  static bool begins_letter(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

  [[nodiscard]] std::size_t letters_before(std::size_t offset) const {
    std::size_t letters = letters_[offset / kStride];
    for (std::size_t i = offset - offset % kStride; i < offset; ++i) {
      letters += begins_letter(text_[i]);
    }
    return letters;
  }

  std::string_view text_;
  const std::string& file_;
  int first_line_;
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> letters_;  // before each kStride bytes
};

/// Brackets opened one right after another: far above any depth that is read.
constexpr std::size_t kMaxOpenings = 1000;

/// Complains about bytes that no reader should see. False when there is no use in going on.
bool check_bytes(const Source& source, Problems& problems) {
  const std::string_view text = source.text();
  std::size_t openings = 0;
  for (std::size_t i = 0; i < text.size();) {
    // Nothing that is meant opens so many in a row; yaml-cpp need not see it.
    const bool opens = text[i] == '[' || text[i] == '{';
    openings = opens ? openings + 1 : 0;
    if (openings > kMaxOpenings) {
      add_error(problems, source.at(i), "more than " + std::to_string(kMaxDepth) + " levels deep");
      return false;
    }
    const std::size_t length = utf8_length(text, i);
    if (length == 0) {
      add_error(problems, source.at(i), "a byte that is not UTF-8; save the file as UTF-8");
      return false;
    }
    const auto c = static_cast<unsigned char>(text[i]);
    const bool line_end = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if ((c < 0x20 && c != '\n' && c != '\t' && !line_end) || c == 0x7F) {
      add_error(problems, source.at(i), "a control character; remove it");
      return false;
    }
    i += length;
  }
  bool good = true;
  for (std::size_t index = 0; index <= source.line_index(text.size()); ++index) {
    const std::string_view line = source.line(index);
    const std::size_t first = line.find_first_not_of(" \t\r");
    const std::size_t tab = line.find('\t');
    if (first != std::string_view::npos && tab < first) {
      add_error(problems, source.at(source.start_of_line(index) + tab),
                "a tab in the indentation; use spaces");
      good = false;
    }
  }
  return good;
}

/// What yaml-cpp sees instead of a question mark: 0.7 ends a text without quotes at one inside braces or
/// brackets, {lt: Kodėl?, en: Why?}, which YAML does not. One byte, so that places stay; not in any source,
/// for control characters are refused. An explicit key (`? key`) becomes a text by it, which is as well.
constexpr char kQuestion = '\x7F';

std::string swapped(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

/// Thrown through yaml-cpp to leave it; what was wrong is already among the problems.
struct Stop {};

/// Builds the tree from yaml-cpp's events.
class Builder : public YAML::EventHandler {
 public:
  Builder(const Source& source, Problems& problems) : source_(source), problems_(problems) {}

  Node root;

  /// The offset of the last token that became an event: where to look when the next one is broken.
  [[nodiscard]] std::size_t last_offset() const { return last_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ < 2) return;
    // The mark is that of the content: its `---` stands before.
    const std::size_t dashes = source_.text().rfind("---", offset_of(mark));
    add_error(problems_, source_.at(dashes == std::string_view::npos ? offset_of(mark) : dashes),
              "a second document; one file holds one");
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::size_t offset = offset_of(mark);
    const bool written = is_written_null(offset);
    Node node;
    node.at = written ? source_.at(offset) : place_of_nothing(offset);
    if (written) check_properties(offset, anchor);
    add(std::move(node), written ? offset : last_);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    const std::size_t offset = offset_of(mark);
    add_error(problems_, source_.at(offset),
              "an alias (*name) is not supported; write the value out");
    Node node;
    node.at = source_.at(offset);
    add(std::move(node), offset);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const std::size_t offset = offset_of(mark);
    Node node;
    node.kind = Node::Kind::text;
    node.at = source_.at(offset);
    node.text = swapped(value, kQuestion, '?');
    node.quoted = tag == "!";
    if (check_properties(offset, anchor) && offset < source_.text().size()) {
      const char first = source_.text()[offset];
      if (node.quoted && is_quote(first) &&
          end_of_quoted(source_.text(), offset) == std::string_view::npos) {
        add_error(problems_, node.at, "a quote that never closes");
        throw Stop{};
      }
      if (first == '|') find_block(offset, node);
    }
    if (std::any_of(value.begin(), value.end(), [](char c) {
          return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
        })) {
      add_error(problems_, node.at, "a control character in a text");
      node.text.clear();
    }
    add(std::move(node), offset);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map whose end has not been seen.
  struct Open {
    Node node;
    std::size_t offset = 0;
    bool has_key = false;  // a map that waits for the value of `key`
    bool skip_value = false;
    std::string key;
    SourceSpan key_at;
    std::unordered_map<std::string, int> keys;  // each with the line of its first
  };

  static std::size_t offset_of(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  }

  void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    const std::size_t offset = offset_of(mark);
    last_ = std::max(last_, offset);
    check_properties(offset, anchor);
    if (static_cast<int>(open_.size()) >= kMaxDepth) {
      add_error(problems_, source_.at(offset),
                "more than " + std::to_string(kMaxDepth) + " levels deep");
      throw Stop{};
    }
    Open frame;
    frame.node.kind = kind;
    frame.node.at = source_.at(offset);
    frame.offset = offset;
    open_.push_back(std::move(frame));
  }

  void close() {
    Node node = std::move(open_.back().node);
    const std::size_t offset = open_.back().offset;
    open_.pop_back();
    add(std::move(node), offset);
  }

  void add(Node node, std::size_t offset) {
    last_ = std::max(last_, offset);
    if (++nodes_ > kMaxNodes) {
      add_error(problems_, node.at,
                "more than " + std::to_string(kMaxNodes) + " values in one file");
      throw Stop{};
    }
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      take_key(parent, node);
    } else {
      parent.has_key = false;
      if (parent.skip_value) return;
      parent.node.entries.push_back(
          {std::move(parent.key), std::move(parent.key_at), std::move(node)});
    }
  }

  void take_key(Open& parent, Node& node) {
    parent.has_key = true;
    parent.skip_value = true;
    parent.key_at = node.at;
    if (node.kind != Node::Kind::text) {
      add_error(problems_, node.at,
                std::string("expected a text as key, found ") + name_of(node.kind));
    } else if (node.text == "<<" && !node.quoted) {
      add_error(problems_, node.at, "a merge key (<<) is not supported; write the keys out");
    } else if (const auto [first, added] = parent.keys.emplace(node.text, node.at.line); !added) {
      add_error(problems_, node.at,
                "the key '" + node.text + "' stands here twice, first in line " +
                    std::to_string(first->second));
    } else {
      parent.skip_value = false;
      parent.key = std::move(node.text);
    }
  }

  /// Complains about an anchor or a tag before a value. True when there is none.
  bool check_properties(std::size_t offset, YAML::anchor_t anchor) {
    const std::string_view text = source_.text();
    if (anchor != 0) {
      add_error(problems_, source_.at(offset),
                "an anchor (&name) is not supported; write the value out where it is needed");
      return false;
    }
    if (offset < text.size() && text[offset] == '!') {
      add_error(problems_, source_.at(offset), "a tag (!name) is not supported");
      return false;
    }
    return true;
  }

  /// Whether an empty value is one that was written: ~ or null.
  [[nodiscard]] bool is_written_null(std::size_t offset) const {
    const std::string_view rest = source_.text().substr(std::min(offset, source_.text().size()));
    if (rest.empty()) return false;
    if (rest[0] == '!' || rest[0] == '&') return true;
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (rest.substr(0, word.size()) != word) continue;
      const std::size_t next = rest.find_first_not_of(" \t", word.size());
      if (next == std::string_view::npos ||
          std::string_view("\r\n,]}#").find(rest[next]) != std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  /// An empty value stands where its key does; an empty item where its dash or comma is.
  [[nodiscard]] SourceSpan place_of_nothing(std::size_t offset) const {
    if (open_.empty()) return source_.at(0);
    const Open& parent = open_.back();
    if (parent.has_key) return parent.key_at;
    std::size_t index = source_.line_index(std::min(offset, source_.text().size()));
    for (;; --index) {
      const std::string_view line = source_.line(index);
      const std::size_t start = source_.start_of_line(index);
      const std::size_t first = line.find_first_not_of(" \t\r");
      const bool before =
          first != std::string_view::npos && line[first] != '#' && start + first < offset;
      if (before) return source_.at(start + first);
      if (index == 0) return source_.at(offset);
    }
  }

  void find_block(std::size_t offset, Node& node) const {
    std::size_t index = source_.line_index(offset) + 1;
    for (const char c : node.text) {
      if (c != '\n') break;
      ++index;
    }
    const std::string_view line = source_.line(index);
    const std::size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos || node.text.empty()) return;
    const SourceSpan at = source_.at(source_.start_of_line(index) + first);
    node.block_line = at.line;
    node.block_column = at.column;
  }

  const Source& source_;
  Problems& problems_;
  std::vector<Open> open_;
  std::size_t last_ = 0;
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

/// From `offset` on, the first quoted text that does not end on its own line, or npos: what most
/// often makes a file unreadable, and the reader complains far below it.
std::size_t open_quote_after(std::string_view text, std::size_t offset, std::size_t until) {
  bool token_start = true;
  for (std::size_t i = offset; i < text.size() && i <= until;) {
    const char c = text[i];
    if (is_blank(c)) {
      token_start = true;
      ++i;
    } else if (c == '#' && token_start) {
      i = std::min(text.find('\n', i), text.size());
    } else if (is_quote(c) && token_start) {
      const std::size_t end = end_of_quoted(text, i);
      if (end == std::string_view::npos ||
          text.substr(i, end - i).find('\n') != std::string_view::npos) {
        return i;
      }
      i = end;
      token_start = false;
    } else {
      token_start = c == '[' || c == '{' || c == ',';
      ++i;
    }
  }
  return std::string_view::npos;
}

/// yaml-cpp's words for what authors do most often, in ours.
std::string explain(const std::string& message) {
  using namespace YAML::ErrorMsg;
  static const std::vector<std::pair<std::string, std::string>> kWords = {
      {END_OF_MAP,
       "expected a key of the map above, or the end of it; is the indentation right, or a "
       "quote or a colon missing?"},
      {END_OF_MAP_FLOW, "a '{' without its '}', or a comma missing"},
      {END_OF_SEQ, "expected a '-' of the list above, or the end of it; is the indentation right?"},
      {END_OF_SEQ_FLOW, "a '[' without its ']', or a comma missing"},
      {MAP_VALUE, "a ':' that no value may follow; put quotes around a text with ': ' in it"},
      {MAP_KEY, "a key that cannot stand here; is the indentation right?"},
      {BLOCK_ENTRY, "a '-' that cannot stand here; is the indentation right?"},
      {FLOW_END, "a ']' or '}' without its beginning"},
      {EOF_IN_SCALAR, "a quote that never closes"},
      {TAB_IN_INDENTATION, "a tab in the indentation; use spaces"},
      {UNKNOWN_TOKEN, "a text that cannot begin with this sign; put quotes around it"},
      {CHAR_IN_SCALAR, "a sign that cannot stand in a text without quotes"},
      {UNKNOWN_ANCHOR,
       "an alias (*name) is not supported; put quotes around a text that begins with *"},
      {ALIAS_NOT_FOUND,
       "an alias (*) is not supported; put quotes around a text that begins with *"},
      {ANCHOR_NOT_FOUND,
       "an anchor (&) is not supported; put quotes around a text that begins with &"},
  };
  for (const auto& [theirs, ours] : kWords) {
    if (message == theirs) return ours;
  }
  return "not YAML: " + swapped(message, kQuestion, '?');
}

void parse(const Source& source, Document& document) {
  std::istringstream stream{swapped(std::string(source.text()), '?', kQuestion)};
  Builder builder(source, document.problems);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    document.root = std::move(builder.root);
    if (document.root.is_empty() && document.root.at.line == 0) document.root.at = source.at(0);
  } catch (const Stop&) {
    document.root = Node{.at = source.at(0)};
  } catch (const YAML::Exception& error) {
    const std::size_t offset = error.mark.pos < 0 ? 0 : static_cast<std::size_t>(error.mark.pos);
    const std::size_t quote = open_quote_after(source.text(), builder.last_offset(), offset);
    if (quote != std::string_view::npos) {
      const bool closes = end_of_quoted(source.text(), quote) != std::string_view::npos;
      add_error(
          document.problems, source.at(quote),
          closes ? "a quoted text that does not close on its line, and what follows it is not YAML"
                 : "a quote that never closes");
    } else {
      add_error(document.problems, source.at(offset), explain(error.msg));
    }
    document.root = Node{.at = source.at(0)};
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Document read_text(std::string_view text, const std::string& file, int first_line) {
  Document document;
  document.root.at = {file, first_line, 1};
  if (text.size() > kMaxFileBytes) {
    add_error(document.problems, document.root.at,
              "the file has " + std::to_string(text.size()) + " bytes, above the limit of " +
                  std::to_string(kMaxFileBytes));
    return document;
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const Source source(text, file, first_line);
  if (check_bytes(source, document.problems)) parse(source, document);
  return document;
}

Result<std::string> read_bytes(const std::filesystem::path& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    return Error{Code::invalid, "expected a file, found a folder"};
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{Code::not_found, "the file cannot be read"};
  // A device or a pipe must not fill the memory.
  std::string bytes(kMaxFileBytes + 1, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (stream.bad()) return Error{Code::unavailable, "the file cannot be read"};
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

Document read_file(const std::filesystem::path& path, const std::string& name) {
  const auto bytes = read_bytes(path);
  if (bytes) return read_text(*bytes, name);
  Document document;
  document.root.at = {name, 1, 1};
  add_error(document.problems, document.root.at, bytes.error().message);
  return document;
}

std::vector<Line> lines_of(const Node& node) {
  std::vector<Line> lines;
  std::istringstream stream(node.text);
  std::string line;
  int number = node.block_line;
  while (std::getline(stream, line)) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (number == node.block_line && node.block_line > 0 && lines.empty() && line.empty()) continue;
    if (first != std::string::npos) {
      const std::size_t last = line.find_last_not_of(" \t\r");
      SourceSpan at = node.at;
      if (node.block_line > 0) {
        at.line = number;
        at.column = node.block_column + static_cast<int>(first);
      }
      lines.push_back({line.substr(first, last - first + 1), at});
    }
    ++number;
  }
  return lines;
}

}  // namespace frontdesk::yaml
