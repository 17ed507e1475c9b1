// SPDX-License-Identifier: MIT
#include "kb-connector/markdown_article.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string>

#include "content/yaml.h"
#include "kb-connector/index/heading.h"
#include "kb-connector/index/tokens.h"
#include "kb-connector/markdown.h"
#include "nlu/normalise.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!std::isdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  const int month = std::stoi(text.substr(5, 2));
  const int day = std::stoi(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

int lines_in(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// What stands between the first two lines of three hyphens, and the rest.
struct Parts {
  std::string_view front;
  std::string_view body;
  int body_line = 1;
};

std::optional<Parts> split(std::string_view text) {
  const auto line_end = [&](std::size_t from) {
    return std::min(text.find('\n', from), text.size());
  };
  const auto is_rule = [&](std::size_t from) {
    std::string_view line = text.substr(from, line_end(from) - from);
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) {
      line.remove_suffix(1);
    }
    return line == "---";
  };
  if (!is_rule(0)) return std::nullopt;
  const std::size_t begin = std::min(line_end(0) + 1, text.size());
  for (std::size_t at = begin; at < text.size(); at = line_end(at) + 1) {
    if (!is_rule(at)) continue;
    const std::size_t after = std::min(line_end(at) + 1, text.size());
    return Parts{text.substr(begin, at - begin), text.substr(after),
                 1 + lines_in(text.substr(0, after))};
  }
  return std::nullopt;
}

// "%C4%8D" as an editor writes "č" into a link.
std::string without_percent(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return to_nfc(out);
}

// Targets of [words](target) outside of code, each with its place.
std::vector<MarkdownLink> links_of(std::string_view body, const std::string& file, int first_line) {
  std::vector<MarkdownLink> links;
  bool fenced = false;
  int number = first_line;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const std::size_t text = std::min(line.find_first_not_of(" \t"), line.size());
    if (line.substr(text, 3) == "```" || line.substr(text, 3) == "~~~") fenced = !fenced;
    for (std::size_t at = 0; !fenced && (at = line.find("](", at)) != std::string_view::npos;) {
      at += 2;
      const std::size_t stop = std::min(line.find_first_of(") #", at), line.size());
      MarkdownLink link{.to = std::string(line.substr(at, stop - at))};
      if (stop < line.size() && line[stop] == '#') {
        const std::size_t last = std::min(line.find_first_of(") ", stop), line.size());
        link.anchor = anchor_of(without_percent(line.substr(stop + 1, last - stop - 1)));
      }
      if (link.to.empty() && link.anchor.empty()) continue;
      link.at = {file, number, static_cast<int>(count_code_points(line.substr(0, at))) + 1};
      links.push_back(std::move(link));
    }
    ++number;
  }
  return links;
}

void read_front(std::string_view text, const std::string& language, const std::string& id,
                FrontMatter front, MarkdownArticle& file, std::vector<Problem>& problems) {
  yaml::Document document = yaml::read_text(text, file.article.at.file, 2);
  const bool readable = document.root.is_map();
  // A key that could not be read must not be called missing as well.
  if (readable || document.problems.empty()) {
    yaml::Fields fields(document.root, "an article", document.problems);
    Article& article = file.article;
    const bool strict = front == FrontMatter::strict;
    article.title = strict ? fields.required_text("title") : fields.text("title");
    article.id = ArticleId(fields.text("id", id));
    article.language = fields.text("lang", language);
    article.questions = fields.texts("questions");
    article.tags = fields.texts("tags");
    article.pages = fields.texts("pages");
    article.review_by = fields.text("review_by");
    article.reviewed = fields.text("reviewed");
    article.draft = fields.flag("draft", false);
    if (strict) fields.finish();

    auto& said = document.problems;
    if (article.id.empty()) yaml::add_error(said, fields.key_at("id"), "an article's id is empty");
    if (strict && article.language != language) {
      yaml::add_error(said, fields.key_at("lang"),
                      "lang is '" + article.language + "' but the article stands in the folder '" +
                          language + "'");
      article.language = language;
    }
    const auto check_date = [&](const char* key, std::string& date) {
      if (date.empty() || is_date(date)) return;
      yaml::add_error(said, fields.key_at(key),
                      "expected a date as 2027-06-01, found '" + date + "'");
      date.clear();
    };
    check_date("review_by", article.review_by);
    check_date("reviewed", article.reviewed);
    if (count_code_points(article.title) > kLongTitle) {
      yaml::add_warning(
          said, fields.key_at("title"),
          "the title is longer than 200 letters; put other ways to ask under questions");
    }
    file.usable = !article.id.empty() && (strict || fields.get("redirect") == nullptr);
  }
  problems.insert(problems.end(), document.problems.begin(), document.problems.end());
}

// The words of a heading.
std::string words_of_heading(const MarkdownNode& node) {
  std::string words = node.text;
  for (const MarkdownNode& child : node.children) words += words_of_heading(child);
  return words;
}

void read_headings(const std::vector<MarkdownNode>& blocks, FrontMatter front,
                   MarkdownArticle& file) {
  for (const MarkdownNode& block : blocks) {
    if (block.type != "h") continue;
    const std::string words = words_of_heading(block);
    if (front == FrontMatter::loose && block.level == 1 && file.article.title.empty()) {
      file.article.title = words;
    }
    // A link in a file is compared as it is read: decoded and folded.
    file.anchors.insert(anchor_of(without_percent(block.anchor)));
  }
}

// Links that lead out: there is nothing to compare them with.
bool leads_out(const MarkdownLink& link) {
  return is_safe_link(link.to + (link.anchor.empty() ? "" : "#" + link.anchor));
}

}  // namespace

MarkdownArticle read_markdown_article(std::string_view bytes, const fs::path& path,
                                      const std::string& shown, const std::string& language,
                                      const std::string& id, FrontMatter front,
                                      std::vector<Problem>& problems) {
  MarkdownArticle file;
  file.path = path;
  file.hash = hash_bytes(bytes, 0);
  file.article.at = {shown, 1, 1};
  file.article.language = language;
  if (bytes.size() > kMarkdownFileBytes) {
    yaml::add_error(problems, file.article.at, "the file is larger than 1 MB");
    return file;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!is_valid_utf8(bytes)) {
    yaml::add_error(problems, file.article.at, "the file is not UTF-8");
    return file;
  }
  std::optional<Parts> parts = split(bytes);
  if (!parts && front == FrontMatter::strict) {
    yaml::add_error(problems, file.article.at,
                    "expected front matter: a line '---', keys such as title, a line '---'");
    return file;
  }
  if (parts) {
    read_front(parts->front, language, id, front, file, problems);
  } else {
    parts = Parts{"", bytes};
    file.article.id = ArticleId(id);
    file.usable = !file.article.id.empty();
  }
  file.article.body = to_nfc(parts->body);
  file.links = links_of(parts->body, shown, parts->body_line);
  const std::vector<MarkdownNode> blocks = parse_markdown(file.article.body);
  read_headings(blocks, front, file);
  if (file.usable && file.article.title.empty() && front == FrontMatter::loose) {
    yaml::add_error(problems, file.article.at,
                    "the file has no title: neither in front matter nor as a heading");
  }
  file.usable = file.usable && !file.article.title.empty();
  if (file.usable && !file.article.draft && plain_text(blocks).empty()) {
    yaml::add_warning(problems, file.article.at, "the article has no text");
  }
  return file;
}

void check_links(const std::vector<MarkdownArticle>& articles, std::vector<Problem>& problems) {
  std::map<fs::path, const MarkdownArticle*> by_path;
  for (const MarkdownArticle& file : articles) by_path[file.path] = &file;
  for (const MarkdownArticle& file : articles) {
    for (const MarkdownLink& link : file.links) {
      if (leads_out(link)) continue;
      const fs::path target =
          link.to.empty() ? file.path
                          : (file.path.parent_path() / without_percent(link.to)).lexically_normal();
      const auto found = by_path.find(target);
      if (target.extension() != ".md" || link.to.find(':') != std::string::npos) {
        yaml::add_warning(
            problems, link.at,
            "this link is shown as words only: visitors can follow http, https, mailto "
            "and tel");
      } else if (found == by_path.end()) {
        yaml::add_error(problems, link.at, "there is no article '" + target.generic_string() + "'");
      } else if (found->second->article.draft && !file.article.draft) {
        yaml::add_warning(problems, link.at,
                          "the article '" + target.generic_string() + "' is a draft");
      } else if (!link.anchor.empty() && !found->second->anchors.contains(link.anchor)) {
        const std::vector<std::string> known(found->second->anchors.begin(),
                                             found->second->anchors.end());
        yaml::add_error(problems, link.at,
                        "'" + target.generic_string() + "' has no heading '#" + link.anchor + "'" +
                            yaml::did_you_mean(link.anchor, known));
      }
    }
  }
}

}  // namespace frontdesk
