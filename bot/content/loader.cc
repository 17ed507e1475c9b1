// SPDX-License-Identifier: MIT
#include "content/loader.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <system_error>

#include "content/brand.h"
#include "content/phrases.h"
#include "content/problems.h"
#include "content/readers.h"
#include "content/settings.h"
#include "content/similar.h"
#include "content/yaml.h"

namespace frontdesk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 500;
constexpr std::uintmax_t kMaxBytes = 20'000'000;

/// The names of all files under the folder, with '/', sorted: the order that everything is read in.
std::vector<std::string> list_files(const fs::path& folder, yaml::Problems& problems) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    const bool hidden = at->path().filename().string().rfind('.', 0) == 0;
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      if (hidden) at.disable_recursion_pending();
    } else if (!hidden && at->is_regular_file(ignored)) {
      names.push_back(at->path().lexically_relative(folder).generic_string());
    }
  }
  if (failed) {
    yaml::add_error(problems, {folder.string(), 1, 1},
                    "the content folder cannot be read: " + failed.message());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool is_under(const std::string& name, const std::string& folder) {
  return name.rfind(folder + "/", 0) == 0;
}

bool ends_with(const std::string& name, const std::string& end) {
  return name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
}

bool is_content_yaml(const std::string& name) {
  return ends_with(name, ".yaml") && !is_under(name, "articles") && !is_under(name, "tests") &&
         !is_under(name, "demo");
}

/// SHA-256 over parts, each with its length, so that no two lists of parts look alike.
class Hash {
 public:
  Hash() { crypto_hash_sha256_init(&state_); }

  void add(std::string_view part) {
    std::uint8_t length[8];
    for (std::size_t i = 0; i < 8; ++i) {
      length[i] =
          static_cast<std::uint8_t>((static_cast<std::uint64_t>(part.size()) >> (8 * i)) & 0xFFU);
    }
    crypto_hash_sha256_update(&state_, length, sizeof length);
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }

  std::string text() {
    unsigned char bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&state_, bytes);
    char out[2 * sizeof bytes + 1];
    return sodium_bin2hex(out, sizeof out, bytes, sizeof bytes);
  }

 private:
  crypto_hash_sha256_state state_{};
};

/// Hands a tree to the reader that its place or its first keys call for.
void read_tree(const std::string& name, const yaml::Node& root, Reading& reading) {
  static const std::map<std::string, std::function<void(const yaml::Node&, Reading&)>> kByName = {
      {"desk.yaml", read_desk},         {"widget.yaml", read_widget},
      {"synonyms.yaml", read_synonyms}, {"entities.yaml", read_entities},
      {"phrases.yaml", read_phrases},   {"out_of_scope.yaml", read_out_of_scope}};
  if (const auto found = kByName.find(name); found != kByName.end()) {
    found->second(root, reading);
  } else if (is_under(name, "flows")) {
    read_flow(root, reading);
  } else if (root.find("intent") != nullptr) {
    read_intent(root, reading);
  } else if (root.find("flow") != nullptr && root.find("steps") != nullptr) {
    yaml::add_error(reading.problems, root.at, "a flow belongs into the folder flows/");
    read_flow(root, reading);
  } else if (root.find("nlu") != nullptr || root.find("stories") != nullptr) {
    yaml::add_error(reading.problems, root.at,
                    "a file of Rasa; 'frontdesk import rasa' makes files of ours from it");
  } else {
    std::vector<std::string> keys;
    std::string meant;
    for (const auto& entry : root.entries) keys.push_back(entry.key);
    if (root.is_map()) meant = yaml::nearest("intent", keys);
    yaml::add_error(
        reading.problems, root.at,
        "expected an intent: a file with 'intent: NAME'" +
            (meant.empty() ? std::string() : "; is '" + meant + "' a slip for 'intent'?"));
  }
}

/// What was read, by its bytes.
struct Versions {
  std::string all;
  std::string without_articles;
};

/// Reads what is not too much.
Versions read_files(const fs::path& folder, const std::vector<std::string>& names,
                    Reading& reading) {
  Hash all;
  Hash without_articles;
  std::size_t files = 0;
  std::uintmax_t bytes = 0;
  for (const auto& name : names) {
    const bool is_yaml = is_content_yaml(name);
    if (!is_yaml && !is_under(name, "articles")) {
      if (ends_with(name, ".yml")) {
        yaml::add_warning(reading.problems, {name, 1, 1}, "not read; content files end in .yaml");
      }
      continue;
    }
    if (is_yaml && ++files > kMaxFiles) {
      yaml::add_error(reading.problems, {name, 1, 1},
                      "more than " + std::to_string(kMaxFiles) +
                          " YAML files; this and later ones are not read");
      break;
    }
    const auto text = yaml::read_bytes(folder / name);
    if (!text) {
      yaml::add_error(reading.problems, {name, 1, 1}, text.error().message);
      continue;
    }
    bytes += text->size();
    if (bytes > kMaxBytes) {
      yaml::add_error(reading.problems, {name, 1, 1},
                      "the folder has more than " + std::to_string(kMaxBytes / 1'000'000) +
                          " MB of content; this and later files are not read");
      break;
    }
    for (Hash* hash : {&all, &without_articles}) {
      if (hash == &without_articles && !is_yaml) continue;
      hash->add(name);
      hash->add(*text);
    }
    if (!is_yaml || name == "bot.yaml" || name == "sources.yaml") continue;
    const yaml::Document document = yaml::read_text(*text, name);
    reading.problems.insert(reading.problems.end(), document.problems.begin(),
                            document.problems.end());
    // Of a file that is not YAML at all there is nothing more to say.
    if (document.root.is_empty() && !document.problems.empty()) continue;
    read_tree(name, document.root, reading);
  }
  for (Hash* hash : {&all, &without_articles}) hash->add(behaviour_text(reading.settings));
  return {all.text(), without_articles.text()};
}

}  // namespace

LoadedContent load_content(const std::filesystem::path& folder, const Settings& settings,
                           Time now) {
  LoadedContent loaded;
  Catalog& catalog = loaded.catalog;
  catalog.languages = settings.languages;
  if (catalog.languages.empty()) catalog.languages.emplace_back("en");
  catalog.variables = settings.variables;
  catalog.phrases = default_phrases();
  const Brand brand = make_brand("");
  catalog.widget.light = brand.light;
  catalog.widget.dark = brand.dark;

  const auto names = list_files(folder, loaded.problems);
  Reading reading{catalog, loaded.problems, settings, now};
  auto versions = read_files(folder, names, reading);
  catalog.version = std::move(versions.all);
  loaded.version_without_articles = std::move(versions.without_articles);
  if (!std::binary_search(names.begin(), names.end(), "desk.yaml")) add_default_team(reading);
  std::sort(catalog.intents.begin(), catalog.intents.end(),
            [](const Intent& a, const Intent& b) { return a.name < b.name; });
  if (catalog.intents.empty() && !has_errors(loaded.problems)) {
    yaml::add_error(loaded.problems, {folder.string(), 1, 1}, "the content folder has no intents");
  }
  add_implied_entities(catalog);
  check_similar_examples(catalog, loaded.problems);
  check_rule_ids(catalog, loaded.problems);
  sort_by_place(loaded.problems);
  return loaded;
}

}  // namespace frontdesk
