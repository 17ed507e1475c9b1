// SPDX-License-Identifier: MIT
#include "content/problems.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "content/utf8.h"

namespace frontdesk {
namespace {

const char* name_of(Problem::Severity severity) {
  switch (severity) {
    case Problem::Severity::error: return "error";
    case Problem::Severity::warning: return "warning";
    case Problem::Severity::note: return "note";
  }
  return "error";
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const auto c = static_cast<unsigned char>(text[i]);
    if (length == 0) {
      // A file's name may hold any byte.
      out += "\xEF\xBF\xBD";
      ++i;
      continue;
    }
    if (c == '"' || c == '\\') {
      out += '\\';
      out += text[i];
    } else if (c < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", c);
      out += code;
    } else {
      out.append(text, i, length);
    }
    i += length;
  }
  return out + '"';
}

}  // namespace

std::string to_text(const Problem& problem) {
  return problem.at.file + ":" + std::to_string(problem.at.line) + ":" +
         std::to_string(problem.at.column) + ": " + name_of(problem.severity) + ": " + problem.text;
}

std::string to_json(const std::vector<Problem>& problems) {
  std::string out = "[";
  for (const auto& problem : problems) {
    if (out.size() > 1) out += ", ";
    out += "{\"file\": " + quoted(problem.at.file) +
           ", \"line\": " + std::to_string(problem.at.line) +
           ", \"column\": " + std::to_string(problem.at.column) + ", \"severity\": \"" +
           name_of(problem.severity) + "\", \"text\": " + quoted(problem.text) + "}";
  }
  return out + "]";
}

void sort_by_place(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.at.file, a.at.line, a.at.column) <
           std::tie(b.at.file, b.at.line, b.at.column);
  });
}

bool has_warnings(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.severity != Problem::Severity::note;
  });
}

bool has_errors(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.severity == Problem::Severity::error;
  });
}

}  // namespace frontdesk
