// SPDX-License-Identifier: MIT
#include "kb-connector/sources/help_center_mapping.h"

#include <algorithm>
#include <array>

#include "content/yaml.h"
#include "core/ascii.h"

extern "C" {
extern const char frontdesk_mapping_chatwoot_begin[], frontdesk_mapping_chatwoot_end[];
extern const char frontdesk_mapping_freshdesk_begin[], frontdesk_mapping_freshdesk_end[];
extern const char frontdesk_mapping_helpscout_begin[], frontdesk_mapping_helpscout_end[];
extern const char frontdesk_mapping_intercom_begin[], frontdesk_mapping_intercom_end[];
extern const char frontdesk_mapping_liveagent_begin[], frontdesk_mapping_liveagent_end[];
extern const char frontdesk_mapping_zendesk_begin[], frontdesk_mapping_zendesk_end[];
}

namespace frontdesk {
namespace {

struct BuiltIn {
  const char* name;
  const char* begin;
  const char* end;
};

const std::array<BuiltIn, 6> kBuiltIn = {{
    {"chatwoot", frontdesk_mapping_chatwoot_begin, frontdesk_mapping_chatwoot_end},
    {"freshdesk", frontdesk_mapping_freshdesk_begin, frontdesk_mapping_freshdesk_end},
    {"helpscout", frontdesk_mapping_helpscout_begin, frontdesk_mapping_helpscout_end},
    {"intercom", frontdesk_mapping_intercom_begin, frontdesk_mapping_intercom_end},
    {"liveagent", frontdesk_mapping_liveagent_begin, frontdesk_mapping_liveagent_end},
    {"zendesk", frontdesk_mapping_zendesk_begin, frontdesk_mapping_zendesk_end},
}};

// RFC 6901: "" or parts that each begin with "/"; "~" only as "~0" and "~1".
bool is_pointer(const std::string& text) {
  if (!text.empty() && text[0] != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

// The maps of a mapping, read with the same complaints.
class MappingReader {
 public:
  explicit MappingReader(yaml::Problems& problems) : problems_(problems) {}

  std::string pointer(yaml::Fields& fields, const std::string& key, std::string fallback = "") {
    std::string text = fields.text(key, std::move(fallback));
    if (!is_pointer(text)) {
      yaml::add_error(problems_, fields.key_at(key),
                      "expected a place in the answer as /articles/items, found '" + text + "'");
      return "";
    }
    return text;
  }

  std::string path(yaml::Fields& fields, const std::string& key, bool needed = true) {
    std::string text = needed ? fields.required_text(key) : fields.text(key);
    if (!text.empty() && text[0] != '/') {
      yaml::add_error(problems_, fields.key_at(key), "a path begins with '/'");
    }
    return text;
  }

  HelpCenterMapping::Step step(const yaml::Node& node) {
    yaml::Fields fields(node, "a step of the list", problems_);
    HelpCenterMapping::Step step;
    step.name = fields.required_text("name");
    step.path = path(fields, "path");
    step.items = pointer(fields, "items");
    step.next = pointer(fields, "next");
    step.link = fields.flag("link", false);
    step.pages = pointer(fields, "pages");
    step.full = static_cast<int>(fields.whole("full", 0, 1, 10'000));
    step.inside = path(fields, "inside", false);
    step.inside_count = pointer(fields, "inside_count");
    fields.finish();
    return step;
  }

  HelpCenterMapping::Fields article(const yaml::Node& node) {
    yaml::Fields fields(node, "the fields of an article", problems_);
    HelpCenterMapping::Fields article;
    article.id = pointer(fields, "id", "/id");
    fields.required("title");
    article.title = pointer(fields, "title");
    article.body = pointer(fields, "body");
    article.url = pointer(fields, "url");
    article.language = pointer(fields, "language");
    article.updated_at = pointer(fields, "updated_at");
    article.tags = pointer(fields, "tags");
    fields.finish();
    return article;
  }

  HelpCenterMapping::Fetch fetch(const yaml::Node& node) {
    yaml::Fields fields(node, "how one article is fetched", problems_);
    HelpCenterMapping::Fetch fetch;
    fetch.path = path(fields, "path");
    fetch.item = pointer(fields, "item");
    fields.required("body");
    fetch.body = pointer(fields, "body");
    fetch.tags = pointer(fields, "tags");
    fields.finish();
    return fetch;
  }

  HelpCenterMapping::Retry retry(const yaml::Node& node) {
    yaml::Fields fields(node, "when to ask again", problems_);
    HelpCenterMapping::Retry retry{fields.text("after"), fields.text("wait"), fields.text("at")};
    fields.finish();
    for (std::string* name : {&retry.after, &retry.wait, &retry.at}) {
      *name = lowered(*name);
    }
    return retry;
  }

  std::vector<HelpCenterMapping::Rule> rules(const yaml::Node* node,
                                             const std::vector<HelpCenterMapping::Step>& steps) {
    std::vector<HelpCenterMapping::Rule> rules;
    for (const yaml::Node& each : items_of(node, "rules")) {
      yaml::Fields fields(each, "a rule", problems_);
      HelpCenterMapping::Rule rule{fields.text("of"), pointer(fields, "field"), fields.texts("is"),
                                   fields.flag("or_missing", false)};
      const bool known = std::any_of(steps.begin(), steps.end(),
                                     [&](const auto& step) { return step.name == rule.of; });
      if (!rule.of.empty() && !known) {
        yaml::add_error(problems_, fields.key_at("of"), "no step is named '" + rule.of + "'");
      }
      if (rule.field.empty() || rule.is.empty()) {
        yaml::add_error(problems_, each.at, "a rule needs 'field' and 'is'");
      }
      fields.finish();
      rules.push_back(std::move(rule));
    }
    return rules;
  }

  const std::vector<yaml::Node>& items_of(const yaml::Node* node, const std::string& what) {
    static const std::vector<yaml::Node> kNone;
    if (node == nullptr) return kNone;
    if (!node->is_list()) yaml::add_error(problems_, node->at, "expected a list of " + what);
    return node->items;
  }

 private:
  yaml::Problems& problems_;
};

}  // namespace

const std::vector<std::string>& help_center_services() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const BuiltIn& each : kBuiltIn) names.emplace_back(each.name);
    return names;
  }();
  return kNames;
}

std::string_view help_center_file(std::string_view service) {
  for (const BuiltIn& each : kBuiltIn) {
    if (service == each.name) return {each.begin, static_cast<std::size_t>(each.end - each.begin)};
  }
  return {};
}

std::optional<HelpCenterMapping> read_mapping(std::string_view text, const std::string& file,
                                              std::vector<Problem>& problems) {
  yaml::Document document = yaml::read_text(text, file);
  yaml::Problems& said = document.problems;
  HelpCenterMapping mapping;
  {
    yaml::Fields fields(document.root, "a mapping", said);
    MappingReader reader(said);
    mapping.name = fields.required_text("name");
    mapping.url = fields.text("url");
    mapping.basic = fields.text("basic");
    if (const yaml::Node* headers = fields.get("headers"); headers != nullptr) {
      for (const auto& [key, at, value] : headers->entries) {
        mapping.headers.emplace_back(key, yaml::text_of(value, "a header's value", said));
      }
    }
    const yaml::Node* list = fields.required("list");
    for (const yaml::Node& step : reader.items_of(list, "steps")) {
      mapping.list.push_back(reader.step(step));
    }
    if (mapping.list.empty()) yaml::add_error(said, fields.key_at("list"), "the list has no step");
    if (const yaml::Node* article = fields.required("article"); article != nullptr) {
      mapping.article = reader.article(*article);
    }
    if (const yaml::Node* fetch = fields.get("fetch"); fetch != nullptr) {
      mapping.fetch = reader.fetch(*fetch);
    } else if (mapping.article.body.empty()) {
      yaml::add_error(said, fields.key_at("article"), "where an article's text is stands nowhere");
    }
    mapping.translations = reader.pointer(fields, "translations");
    mapping.newest_first = fields.flag("newest_first", false);
    mapping.unix_time = fields.one_of("time", "iso", {"iso", "unix"}) == "unix";
    mapping.markdown = fields.one_of("body", "html", {"html", "markdown"}) == "markdown";
    // Without a rule everything would be listed, drafts as well.
    const yaml::Node* published = fields.required("published");
    mapping.published = reader.rules(published, mapping.list);
    if (published != nullptr && mapping.published.empty()) {
      yaml::add_error(said, published->at, "at least one rule must say what is published");
    }
    mapping.everybody = reader.rules(fields.get("everybody"), mapping.list);
    if (const yaml::Node* retry = fields.get("retry"); retry != nullptr) {
      mapping.retry = reader.retry(*retry);
    }
    fields.finish();
  }
  const bool wrong = std::any_of(said.begin(), said.end(), [](const Problem& problem) {
    return problem.severity == Problem::Severity::error;
  });
  problems.insert(problems.end(), said.begin(), said.end());
  if (wrong) return std::nullopt;
  return mapping;
}

}  // namespace frontdesk
