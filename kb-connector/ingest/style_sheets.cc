// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/style_sheets.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/ascii.h"
#include "kb-connector/ingest/css.h"
#include "kb-connector/ingest/hidden.h"
#include "kb-connector/ingest/html_tree.h"

namespace frontdesk {
namespace {

constexpr std::array<std::string_view, 10> kProperties = {
    "background", "background-color", "color", "display",     "font-size",
    "left",       "margin-left",      "top",   "text-indent", "visibility"};
constexpr std::size_t kLongestValue = 100;
constexpr std::size_t kClassesRead = 40;
constexpr std::size_t kComparisons = 2'000'000;
constexpr std::size_t kStepsInside = 500'000;
// A background that nobody here knows.
constexpr std::string_view kUnknown = "url()";

bool is_background(std::string_view property) { return property.starts_with("background"); }

/// Which declaration of a property wins: the greater.
using Rank = std::tuple<bool, bool, std::size_t, std::size_t, std::size_t>;

struct Chosen {
  Rank rank;
  std::string value;
};
using Given = std::map<std::string_view, Chosen>;  // by property, of kProperties

class Sheets {
 public:
  /// Reads the page's sheets; whether they say anything.
  bool read(const xmlNode* root) {
    std::size_t left = kSheetBytes;
    for (const auto* each = root; each != nullptr; each = following(each, root)) {
      if (is_element(each, "link")) {
        const auto rel = attribute(each, "rel");
        elsewhere_ = elsewhere_ || rel.find("stylesheet") != std::string::npos;
      }
      if (is_element(each, "main") || attribute_is(each, "role", "main")) {
        for (const auto* around = each; around != nullptr; around = around->parent) {
          if (!around_main_.insert(around).second) break;
        }
      }
      if (is_element(each, "style") && left > 0) left -= std::min(left, add(each, left));
    }
    return !by_key_.empty();
  }

  /// What the sheets say of an element.
  Given style_of(const xmlNode* element) {
    Given style;
    std::set<std::string_view> sometimes;
    const auto id = attribute(element, "id");
    const auto classes = classes_of(element);
    const auto name = std::string(name_of(element));
    meet(name, name, id, classes, style, sometimes);
    if (!id.empty()) meet("#" + id, name, id, classes, style, sometimes);
    for (const auto& each : classes) meet("." + each, name, id, classes, style, sometimes);
    settle(element, style, sometimes);
    return style;
  }

 private:
  struct Entry {
    std::size_t rule;
    bool whole;  // the selector asks nothing of anything else
    Selector selector;
  };

  static bool attribute_is(const xmlNode* node, const char* name, std::string_view value) {
    return node->type == XML_ELEMENT_NODE && node->properties != nullptr &&
           attribute(node, name) == value;
  }

  static std::vector<std::string> classes_of(const xmlNode* element) {
    std::vector<std::string> classes;
    const auto text = attribute(element, "class");
    for (std::size_t at = 0; at < text.size() && classes.size() < kClassesRead;) {
      const auto begin = text.find_first_not_of(" \t\r\n\f", at);
      if (begin == std::string::npos) break;
      at = std::min(text.find_first_of(" \t\r\n\f", begin), text.size());
      auto one = text.substr(begin, at - begin);
      if (std::find(classes.begin(), classes.end(), one) == classes.end()) {
        classes.push_back(std::move(one));
      }
    }
    return classes;
  }

  /// Reads one <style> element, `most` bytes at most; how many it had.
  std::size_t add(const xmlNode* element, std::size_t most) {
    // Without scripts nobody reads the page here, but its readers have them.
    for (const auto* around = element->parent; around != nullptr; around = around->parent) {
      if (is_element(around, "noscript") || is_element(around, "template")) return 0;
    }
    const auto type = lowered(attribute(element, "type"));
    if (!type.empty() && type != "text/css") return 0;
    std::string text;
    for (const auto* each = element->children; each != nullptr; each = each->next) {
      if (each->content != nullptr) text += reinterpret_cast<const char*>(each->content);
    }
    const auto media = attribute(element, "media");
    const bool always = media.empty() || media == "all" || media == "screen";
    const auto sheet = read_style_sheet(std::string_view(text).substr(0, most));
    elsewhere_ = elsewhere_ || sheet.imports;
    for (const auto& rule : sheet.rules) add(rule, always);
    return text.size();
  }

  void add(const StyleRule& rule, bool always) {
    std::vector<std::pair<std::string_view, Declaration>> declared;
    for (const auto& one : rule.declared) {
      const auto* found = std::find(kProperties.begin(), kProperties.end(), one.property);
      if (found != kProperties.end() && one.value.size() <= kLongestValue) {
        declared.emplace_back(*found, one);
      }
    }
    if (declared.empty() || rules_.size() >= kSheetRules) return;
    for (const auto& each : rule.selectors) add(each, always);
    for (const auto& each : rule.sometimes) add(each, false);
    rules_.push_back(std::move(declared));
  }

  void add(const Selector& selector, bool whole) {
    const Entry entry{rules_.size(), whole, selector};
    for (const auto& name : selector.classes) by_key_["." + name].push_back(entry);
    if (!selector.id.empty()) by_key_["#" + selector.id].push_back(entry);
    const bool tag_alone = selector.classes.empty() && selector.id.empty();
    if (tag_alone && !selector.tag.empty()) by_key_[selector.tag].push_back(entry);
  }

  /// Takes the rules of a key, each that fits into `style`, each that fits sometimes into `sometimes`.
  void meet(const std::string& key, const std::string& name, const std::string& id,
            const std::vector<std::string>& classes, Given& style,
            std::set<std::string_view>& sometimes) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    for (const auto& [rule, whole, selector] : found->second) {
      if (++compared_ > kComparisons) return;
      const bool fits =
          (selector.tag.empty() || selector.tag == name) &&
          (selector.id.empty() || selector.id == id) &&
          std::all_of(selector.classes.begin(), selector.classes.end(), [&](const auto& each) {
            return std::find(classes.begin(), classes.end(), each) != classes.end();
          });
      const bool other_tag = !selector.tag.empty() && selector.tag != name;
      for (const auto& [property, one] : rules_[rule]) {
        if (whole && fits) {
          const Rank rank{one.important, !selector.id.empty(), selector.classes.size(),
                          selector.tag.empty() ? 0 : 1, rule};
          auto& chosen = style[property];
          if (rank >= chosen.rank) chosen = {rank, one.value};
        } else if (!other_tag && !hides(property, one.value)) {
          sometimes.insert(property);
        }
      }
    }
  }

  /// Drops what is in doubt.
  void settle(const xmlNode* element, Given& style,
              const std::set<std::string_view>& sometimes) const {
    const bool both = style.contains("color") &&
                      (style.contains("background") || style.contains("background-color"));
    const bool of_page = around_main_.contains(element) || is_element(element, "body") ||
                         is_element(element, "html");
    std::erase_if(style, [&](const auto& each) {
      const bool colour = each.first == "color" || is_background(each.first);
      return colour ? elsewhere_ && !both : of_page && hides(each.first, each.second.value);
    });
    for (const auto property : sometimes) {
      if (is_background(property)) {
        style.erase("background-color");
        style["background"].value = kUnknown;
      } else {
        style.erase(property);
      }
    }
  }

  std::vector<std::vector<std::pair<std::string_view, Declaration>>> rules_;
  std::unordered_map<std::string, std::vector<Entry>> by_key_;
  std::unordered_set<const xmlNode*> around_main_;
  bool elsewhere_ = false;
  std::size_t compared_ = 0;
};

/// Whether letters have a size that does not depend on what is around.
bool has_own_size(std::string_view size) {
  return !hides("font-size", size) &&
         (size.ends_with("px") || size.ends_with("pt") || size.ends_with("rem"));
}

}  // namespace

void apply_style_sheets(xmlDoc* tree) {
  auto* root = xmlDocGetRootElement(tree);
  if (root == nullptr) return;
  Sheets sheets;
  if (!sheets.read(root)) return;

  std::vector<std::pair<const xmlNode*, Given>> styled;
  std::unordered_set<const xmlNode*> sized;
  for (const xmlNode* each = root; each != nullptr; each = following(each, root)) {
    if (each->type != XML_ELEMENT_NODE) continue;
    auto style = sheets.style_of(each);
    if (style.empty()) continue;
    if (const auto size = style.find("font-size");
        size != style.end() && has_own_size(size->second.value)) {
      sized.insert(each);
    }
    styled.emplace_back(each, std::move(style));
  }

  std::size_t steps = 0;
  for (auto& [element, style] : styled) {
    const auto size = style.find("font-size");
    if (size != style.end() && hides("font-size", size->second.value)) {
      bool inside = false;
      for (const auto* each = element; each != nullptr && !inside && ++steps < kStepsInside;
           each = following(each, element)) {
        inside = each != element && sized.contains(each);
      }
      if (inside || steps >= kStepsInside) style.erase(size);
    }
    std::string before;
    std::string after;  // what is important wins over the element's own
    for (const auto& [property, chosen] : style) {
      auto& to = std::get<0>(chosen.rank) ? after : before;
      to.append(property).append(":").append(chosen.value).append(";");
    }
    const auto own = attribute(element, "style").substr(0, kDeclarationBytes / 2);
    xmlSetProp(const_cast<xmlNode*>(element), reinterpret_cast<const xmlChar*>("style"),
               reinterpret_cast<const xmlChar*>((before + own + ";" + after).c_str()));
  }
}

}  // namespace frontdesk
