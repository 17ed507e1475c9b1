// SPDX-License-Identifier: MIT
#pragma once
// The one strict YAML reader: text -> a tree of plain values, and everything that is wrong with it.
//
// It reads a careful part of YAML 1.2. Refused, each with its place: anchors, aliases and merge
// keys (a few lines of them can stand for gigabytes), tags, a second document, a key that stands
// twice in one map, keys that are not texts, tabs in the indentation, bytes that are not UTF-8,
// control characters, a quoted text whose quote never closes, and anything above the limits below.
// Nothing is guessed: a value is text, a list, a map or empty; `no`, `12` and `2027-06-01` are
// texts until a caller asks for a flag, a number or a date.
//
// Lines and columns count from 1, columns in code points. The place of an empty value is that of
// its key.
//
//   yaml::Document document = yaml::read_file(path, "faq/returns.yaml");
//   yaml::Fields fields(document.root, "an intent", document.problems);
//   intent.name = fields.required_text("intent");
//   fields.finish();  // complains about keys that nobody asked for: did you mean 'answer'?
//
// Front matter of an article: cut out what stands between the two `---` lines, call
// read_text(cut, "articles/lt/x.md", 2), for its first line is line 2 of the file. The body's own
// first line is the caller's to count.
//
// Values only, no globals: any thread may read. No exception leaves this file, and none of
// yaml-cpp's types.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"

namespace frontdesk::yaml {

constexpr std::size_t kMaxFileBytes = 1'000'000;
constexpr std::size_t kMaxNodes = 200'000;
constexpr int kMaxDepth = 32;

using Problems = std::vector<Problem>;

/// A value and where it stands.
struct Node {
  enum class Kind { empty, text, list, map };
  struct Entry;

  Kind kind = Kind::empty;
  std::string text;            // of a text: without quotes, escapes resolved
  bool quoted = false;         // in quotes, or a block after | or >
  std::vector<Node> items;     // of a list
  std::vector<Entry> entries;  // of a map, in file order, keys unique
  SourceSpan at;               // of a block after | or >: its sign
  int block_line = 0;  // of a block after |: the line and column of its first letter, else 0
  int block_column = 0;

  [[nodiscard]] bool is_empty() const { return kind == Kind::empty; }
  [[nodiscard]] bool is_text() const { return kind == Kind::text; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }

  /// The value of a key, or null when this is no map or has no such key.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

struct Node::Entry {
  std::string key;
  SourceSpan key_at;
  Node value;
};

/// One file. Where it is not YAML at all, root is empty; otherwise it is everything that could be
/// read.
struct Document {
  Node root;
  Problems problems;
};

/// Reads text. `file` is the name that problems carry; `first_line` the number that its first line
/// has there.
Document read_text(std::string_view text, const std::string& file, int first_line = 1);

/// The bytes of a file of at most kMaxFileBytes + 1 (one more than is allowed, so that the limit
/// shows).
Result<std::string> read_bytes(const std::filesystem::path& path);

/// Reads a file, shown as `name`. A file that cannot be opened is a problem at 1:1.
Document read_file(const std::filesystem::path& path, const std::string& name);

/// The lines of a text, each with its place: for blocks that hold one thing a line. White space
/// around a line is cut off; empty lines are left out.
struct Line {
  std::string text;
  SourceSpan at;
};
std::vector<Line> lines_of(const Node& node);

// ---- Reading values, with complaints
// ---------------------------------------------------------------

void add_error(Problems& problems, const SourceSpan& at, std::string text);
void add_warning(Problems& problems, const SourceSpan& at, std::string text);

/// "a text", "a list", "a map" or "nothing": for "expected a list of texts, found a map".
const char* name_of(Node::Kind kind);

/// The text of a node that must be one (a list, a map and nothing are errors); "" when it is not.
/// `what` is what was expected, as in "expected the name of an intent".
std::string text_of(const Node& node, const std::string& what, Problems& problems);

/// A list of texts; one text alone is a list of one, and nothing is an empty list.
std::vector<std::string> texts_of(const Node& node, const std::string& what, Problems& problems);

/// A flag: `true` or `false`.
bool flag_of(const Node& node, bool fallback, Problems& problems);

/// A whole or a decimal number within bounds, both included.
long long whole_of(const Node& node, long long fallback, long long least, long long most,
                   Problems& problems);
double number_of(const Node& node, double fallback, double least, double most, Problems& problems);

/// Of `known` the word most like `word`, when it is near enough to be meant; else "".
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// ", did you mean 'answer'?", or "" when no word is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// The fields of a map, asked for one by one. A node that is no map is one problem, and then every
/// field is absent. Getters return `fallback` for an absent field, and for a wrong one after
/// complaining.
class Fields {
 public:
  /// `what` names the whole in complaints: "an intent", "a step". Both references must outlive
  /// this.
  Fields(const Node& node, std::string what, Problems& problems);

  /// The value, or null when the key is absent. An empty value (`key:` and nothing) is not absent.
  const Node* get(const std::string& key);
  /// The same, and an error at the map when absent.
  const Node* required(const std::string& key);

  std::string text(const std::string& key, std::string fallback = "");
  std::string required_text(const std::string& key);
  std::vector<std::string> texts(const std::string& key);
  bool flag(const std::string& key, bool fallback);
  long long whole(const std::string& key, long long fallback, long long least, long long most);
  double number(const std::string& key, double fallback, double least, double most);
  /// A text that is one of `allowed`.
  std::string one_of(const std::string& key, std::string fallback,
                     const std::vector<std::string>& allowed);

  /// Where a key stands; of an absent key, where the map stands.
  [[nodiscard]] SourceSpan key_at(const std::string& key) const;

  /// Complains about every key that was never asked for. Call it once, last.
  void finish();

 private:
  const Node& node_;
  std::string what_;
  Problems& problems_;
  std::vector<std::string> asked_;
};

}  // namespace frontdesk::yaml
