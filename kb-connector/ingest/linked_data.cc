// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/linked_data.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "kb-connector/ingest/html.h"

namespace frontdesk {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 32;
constexpr std::size_t kMostNodes = 20000;  // of one script
constexpr std::size_t kMostSteps = 100;

/// Whether brackets nest no deeper than anybody writes them.
bool is_shallow(std::string_view json) {
  int depth = 0;
  for (const char c : json) {
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepest) return false;
  }
  return true;
}

std::string member(const Json& value, const char* name) {
  if (!value.is_object()) return "";
  const auto found = value.find(name);
  return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_a(const Json& value, std::string_view type) {
  const auto found = value.find("@type");
  if (found == value.end()) return false;
  const auto same = [&](const Json& each) {
    if (!each.is_string()) return false;
    const std::string_view name = each.get_ref<const std::string&>();
    return name == type || name.substr(name.rfind('/') + 1) == type;
  };
  if (found->is_array()) return std::any_of(found->begin(), found->end(), same);
  return same(*found);
}

std::string answer_of(const Json& question) {
  for (const auto* name : {"acceptedAnswer", "suggestedAnswer"}) {
    const auto found = question.find(name);
    if (found == question.end()) continue;
    const Json& answer = found->is_array() && !found->empty() ? found->front() : *found;
    auto text = member(answer, "text");
    if (!text.empty()) return text;
  }
  return "";
}

/// A HowTo's steps as HTML; steps may stand in sections.
std::string steps_of(const Json& how_to) {
  std::string html;
  std::size_t count = 0;
  std::vector<const Json*> open{&how_to};
  while (!open.empty() && count < kMostSteps) {
    const Json* each = open.back();
    open.pop_back();
    if (each->is_array()) {
      for (auto step = each->rbegin(); step != each->rend(); ++step) open.push_back(&*step);
    } else if (each->is_string()) {
      html += "<li>" + each->get<std::string>() + "</li>";
      ++count;
    } else if (each->is_object()) {
      const char* inner = each == &how_to ? "step" : "itemListElement";
      if (const auto found = each->find(inner); found != each->end()) {
        open.push_back(&*found);
        continue;
      }
      const auto text = member(*each, "text");
      const auto step = text.empty() ? member(*each, "name") : text;
      if (!step.empty()) html += "<li>" + step + "</li>";
      ++count;
    }
  }
  return html.empty() ? "" : "<ol>" + html + "</ol>";
}

}  // namespace

void add_questions(std::string_view json, std::string_view url,
                   std::vector<PageQuestion>& questions) {
  if (!is_shallow(json)) return;
  const auto data = Json::parse(json, nullptr, false, true);
  if (data.is_discarded()) return;
  const auto add = [&](const std::string& question, const std::string& answer) {
    auto asked = plain_words(question);
    auto body = clean_fragment(answer, url).body;
    if (!asked.empty() && !body.empty()) questions.push_back({std::move(asked), std::move(body)});
  };
  std::vector<const Json*> open{&data};
  for (std::size_t seen = 0; !open.empty() && seen < kMostNodes; ++seen) {
    if (questions.size() >= kMostQuestions) return;
    const Json* each = open.back();
    open.pop_back();
    if (each->is_object() && is_a(*each, "Question")) {
      add(member(*each, "name").empty() ? member(*each, "text") : member(*each, "name"),
          answer_of(*each));
      continue;
    }
    if (each->is_object() && is_a(*each, "HowTo")) {
      add(member(*each, "name"), steps_of(*each));
      continue;
    }
    if (!each->is_structured()) continue;
    // Backwards, so that the last of the stack is the first of the text.
    for (auto child = each->rbegin(); child != each->rend(); ++child) open.push_back(&*child);
  }
}

}  // namespace frontdesk
