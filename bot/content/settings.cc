// SPDX-License-Identifier: MIT
#include "content/settings.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <type_traits>

#include "content/readers.h"
#include "content/yaml.h"

extern "C" const char frontdesk_settings_file_begin[], frontdesk_settings_file_end[];

namespace frontdesk {
namespace {

constexpr double kDay = 86400;
constexpr int kMany = std::numeric_limits<int>::max();

/// What a value may be: bounds for numbers, a list for texts (empty: any).
struct Allowed {
  double least = 0;
  double most = kMany;
  std::vector<std::string> texts;
};

/// What a team without a word of its own can have: a priority_list has its list in desk.yaml.
std::vector<std::string> default_methods() {
  auto names = routing_method_names();
  std::erase(names, name_of(RoutingMethod::priority_list));
  return names;
}

// The bindings below name every member of their struct, so that a new one stops the build here
// until it is read, too.
template <class Visitor>
void visit_limits(Limits& limits, Visitor visit) {
  auto& [request_line, path_segment, header_count, header_bytes, visitor_body, agent_body,
         header_seconds, body_seconds, write_blocked_seconds, keep_alive_seconds,
         requests_per_connection, connections, connections_per_address, streams_per_visitor,
         backlog, stream_buffer, heartbeat_seconds, stream_seconds, message_code_points,
         messages_per_second, message_burst, messages_per_minute, conversations_per_hour,
         handoffs_per_hour, article_requests_per_minute, agent_requests_per_second,
         logins_per_minute, json_depth, exempt] = limits;
  visit("limits", "request_line", request_line, Allowed{64, 1e6, {}});
  visit("limits", "path_segment", path_segment, Allowed{36, 1e6, {}});
  visit("limits", "header_count", header_count, Allowed{8, 1e4, {}});
  visit("limits", "header_bytes", header_bytes, Allowed{512, 1e6, {}});
  visit("limits", "visitor_body", visitor_body, Allowed{256, 1e8, {}});
  visit("limits", "agent_body", agent_body, Allowed{256, 1e8, {}});
  visit("limits", "header_seconds", header_seconds, Allowed{0.01, kDay, {}});
  visit("limits", "body_seconds", body_seconds, Allowed{0.01, kDay, {}});
  visit("limits", "write_blocked_seconds", write_blocked_seconds, Allowed{0.01, kDay, {}});
  visit("limits", "keep_alive_seconds", keep_alive_seconds, Allowed{0, kDay, {}});
  visit("limits", "requests_per_connection", requests_per_connection, Allowed{1, kMany, {}});
  visit("limits", "connections", connections, Allowed{1, 1e6, {}});
  visit("limits", "connections_per_address", connections_per_address, Allowed{1, 1e6, {}});
  visit("limits", "streams_per_visitor", streams_per_visitor, Allowed{1, 1e6, {}});
  visit("limits", "backlog", backlog, Allowed{1, 65535, {}});
  visit("limits", "stream_buffer", stream_buffer, Allowed{1024, 1e8, {}});
  visit("limits", "heartbeat_seconds", heartbeat_seconds, Allowed{0.01, kDay, {}});
  visit("limits", "stream_seconds", stream_seconds, Allowed{0.01, kDay, {}});
  visit("limits", "message_code_points", message_code_points, Allowed{1, 1e6, {}});
  visit("limits", "messages_per_second", messages_per_second, Allowed{0.001, 1e6, {}});
  visit("limits", "message_burst", message_burst, Allowed{1, 1e6, {}});
  visit("limits", "messages_per_minute", messages_per_minute, Allowed{1, 1e6, {}});
  visit("limits", "conversations_per_hour", conversations_per_hour, Allowed{1, 1e9, {}});
  visit("limits", "handoffs_per_hour", handoffs_per_hour, Allowed{1, 1e9, {}});
  visit("limits", "article_requests_per_minute", article_requests_per_minute, Allowed{1, 1e6, {}});
  visit("limits", "agent_requests_per_second", agent_requests_per_second, Allowed{0.001, 1e6, {}});
  visit("limits", "logins_per_minute", logins_per_minute, Allowed{1, 1e6, {}});
  visit("limits", "json_depth", json_depth, Allowed{2, 256, {}});
  visit("limits", "exempt", exempt, Allowed{});
}

template <class Visitor>
void visit_policy(Policy& policy, Visitor visit) {
  auto& [false_handoff_rate, wrong_answer_cost, needless_handoff_cost, article_answer,
         article_offer, steps_per_turn] = policy;
  visit("policy", "false_handoff_rate", false_handoff_rate, Allowed{0, 1, {}});
  visit("policy", "wrong_answer_cost", wrong_answer_cost, Allowed{0, 1e6, {}});
  visit("policy", "needless_handoff_cost", needless_handoff_cost, Allowed{1e-6, 1e6, {}});
  visit("policy", "article_answer", article_answer, Allowed{0, 1, {}});
  visit("policy", "article_offer", article_offer, Allowed{0, 1, {}});
  visit("policy", "steps_per_turn", steps_per_turn, Allowed{1, 10000, {}});
}

/// Calls visit(block, name, member, allowed) for every setting, in the order of bot.yaml's blocks.
template <class Visitor>
void visit_settings(Settings& settings, Visitor visit) {
  auto& [host, port, public_url, allowed_origins, trusted_proxies, languages, log_level, limits,
         policy, desk, outbound, variables, session_idle_hours, session_days, password_length] =
      settings;
  visit("", "host", host, Allowed{});
  visit("", "port", port, Allowed{0, 65535, {}});
  visit("", "public_url", public_url, Allowed{});
  visit("", "allowed_origins", allowed_origins, Allowed{});
  visit("", "trusted_proxies", trusted_proxies, Allowed{});
  visit("", "languages", languages, Allowed{});
  visit("", "log_level", log_level,
        Allowed{0, 0, {"trace", "debug", "info", "warn", "error", "critical", "off"}});
  visit("", "variables", variables, Allowed{});
  visit("", "password_length", password_length, Allowed{8, 128, {}});
  visit("session", "idle_hours", session_idle_hours, Allowed{1, 8760, {}});
  visit("session", "days", session_days, Allowed{1, 3650, {}});
  {
    auto& [always_open, routing, waiting_limit_seconds, lease_seconds, alarm_seconds,
           silent_hold_seconds, silent_warning_seconds, silent_close_seconds] = desk;
    visit("desk", "always_open", always_open, Allowed{});
    visit("desk", "routing", routing, Allowed{0, 0, default_methods()});
    visit("desk", "waiting_limit_seconds", waiting_limit_seconds, Allowed{1, kMany, {}});
    visit("desk", "lease_seconds", lease_seconds, Allowed{20, 86400, {}});
    visit("desk", "alarm_seconds", alarm_seconds, Allowed{0, kMany, {}});
    visit("desk", "silent_hold_seconds", silent_hold_seconds, Allowed{0, kMany, {}});
    visit("desk", "silent_warning_seconds", silent_warning_seconds, Allowed{0, kMany, {}});
    visit("desk", "silent_close_seconds", silent_close_seconds, Allowed{0, kMany, {}});
  }
  visit_policy(policy, visit);
  {
    auto& [allow, connect_seconds, total_seconds, answer_bytes] = outbound;
    visit("outbound", "allow", allow, Allowed{});
    visit("outbound", "connect_seconds", connect_seconds, Allowed{0.01, 600, {}});
    visit("outbound", "total_seconds", total_seconds, Allowed{0.01, 600, {}});
    visit("outbound", "answer_bytes", answer_bytes, Allowed{1, 1e8, {}});
  }
  visit_limits(limits, visit);
}

/// Reads single values into members of every type that a setting has.
class Reader {
 public:
  explicit Reader(yaml::Problems& problems) : problems_(problems) {}

  void operator()(const yaml::Node& node, const std::string& name, std::string& member,
                  const Allowed& allowed) {
    const std::string text = yaml::text_of(node, "a text for '" + name + "'", problems_);
    if (!node.is_text()) return;
    const auto& texts = allowed.texts;
    if (texts.empty() || std::find(texts.begin(), texts.end(), text) != texts.end()) {
      member = text;
      return;
    }
    std::string list;
    for (const auto& each : texts) list += (list.empty() ? "" : ", ") + each;
    yaml::add_error(problems_, node.at,
                    "'" + text + "' is none of " + list + yaml::did_you_mean(text, texts));
  }

  void operator()(const yaml::Node& node, const std::string&, bool& member, const Allowed&) {
    member = yaml::flag_of(node, member, problems_);
  }

  void operator()(const yaml::Node& node, const std::string&, double& member,
                  const Allowed& allowed) {
    member = yaml::number_of(node, member, allowed.least, allowed.most, problems_);
  }

  template <class Whole>
  requires std::is_integral_v<Whole>
  void operator()(const yaml::Node& node, const std::string&, Whole& member,
                  const Allowed& allowed) {
    member = static_cast<Whole>(yaml::whole_of(node, static_cast<long long>(member),
                                               static_cast<long long>(allowed.least),
                                               static_cast<long long>(allowed.most), problems_));
  }

  void operator()(const yaml::Node& node, const std::string& name, std::vector<std::string>& member,
                  const Allowed&) {
    member = yaml::texts_of(node, "'" + name + "'", problems_);
  }

  void operator()(const yaml::Node& node, const std::string& name,
                  std::map<std::string, std::string>& member, const Allowed&) {
    if (!node.is_map() && !node.is_empty()) {
      yaml::add_error(problems_, node.at,
                      "expected '" + name + "': a map of texts, found " + yaml::name_of(node.kind));
      return;
    }
    member.clear();
    for (const auto& entry : node.entries) {
      member[entry.key] = yaml::text_of(entry.value, "a text for '" + entry.key + "'", problems_);
    }
  }

 private:
  yaml::Problems& problems_;
};

/// What cannot be said of one value alone.
void check_settings(const Settings& settings, const yaml::Node& root, yaml::Problems& problems) {
  const auto at = [&](const char* key) {
    const auto* node = root.find(key);
    return node == nullptr ? root.at : node->at;
  };
  if (settings.languages.empty()) {
    yaml::add_error(problems, at("languages"), "a bot has at least one language");
  }
  for (const auto& language : settings.languages) {
    const bool good =
        language.size() == 2 &&
        std::all_of(language.begin(), language.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!good) {
      yaml::add_error(problems, at("languages"),
                      "expected a language as two letters like 'lt', found '" + language + "'");
    }
  }
  const std::string& url = settings.public_url;
  if (!url.empty() && url.rfind("https://", 0) != 0 && url.rfind("http://", 0) != 0) {
    yaml::add_error(problems, at("public_url"), "an address begins with https:// or http://");
  }
  if (settings.policy.article_offer > settings.policy.article_answer) {
    yaml::add_error(
        problems, at("policy"),
        "article_offer is above article_answer: an article would answer before it is offered");
  }
}

void write(std::ostringstream& out, const std::string& value) { out << '\'' << value << '\''; }
void write(std::ostringstream& out, bool value) { out << (value ? "true" : "false"); }
void write(std::ostringstream& out, double value) { out << value; }
template <class Whole>
requires std::is_integral_v<Whole>
void write(std::ostringstream& out, Whole value) { out << value; }
void write(std::ostringstream& out, const std::vector<std::string>& values) {
  out << '[';
  for (const auto& value : values) {
    write(out, value);
    out << ',';
  }
  out << ']';
}
void write(std::ostringstream& out, const std::map<std::string, std::string>& values) {
  out << '{';
  for (const auto& [name, value] : values) {
    write(out, name);
    out << ':';
    write(out, value);
    out << ',';
  }
  out << '}';
}

std::string text_of_settings(Settings settings, const std::vector<std::string>& only) {
  std::ostringstream out;
  visit_settings(settings, [&](const std::string& block, const std::string& name, auto& member,
                               const Allowed&) {
    const std::string full = block.empty() ? name : block + "." + name;
    const auto wanted = [&](const std::string& each) { return each == full || each == block; };
    if (!only.empty() && std::none_of(only.begin(), only.end(), wanted)) return;
    out << full << " = ";
    write(out, member);
    out << '\n';
  });
  return out.str();
}

}  // namespace

void apply_settings(std::string_view text, const std::string& file, Settings& settings,
                    std::vector<Problem>& problems, bool complete) {
  const yaml::Document document = yaml::read_text(text, file);
  problems.insert(problems.end(), document.problems.begin(), document.problems.end());
  // A file of comments only overrides nothing.
  if (document.root.is_empty()) return;
  yaml::Fields top(document.root, "the settings", problems);
  std::map<std::string, yaml::Fields> blocks;
  Reader read(problems);
  visit_settings(settings, [&](const std::string& block, const std::string& name, auto& member,
                               const Allowed& allowed) {
    const yaml::Node* node = nullptr;
    if (block.empty()) {
      node = top.get(name);
    } else if (const auto* inner = top.get(block); inner != nullptr) {
      auto found = blocks.find(block);
      if (found == blocks.end()) {
        found = blocks.emplace(block, yaml::Fields(*inner, "'" + block + "'", problems)).first;
      }
      node = found->second.get(name);
    }
    if (node != nullptr) {
      read(*node, name, member, allowed);
    } else if (complete) {
      yaml::add_error(problems, document.root.at,
                      "no default for '" + (block.empty() ? "" : block + ".") + name + "'");
    }
  });
  for (auto& [name, fields] : blocks) fields.finish();
  top.finish();
  check_settings(settings, document.root, problems);
}

std::string_view default_settings_text() {
  return {frontdesk_settings_file_begin,
          static_cast<std::size_t>(frontdesk_settings_file_end - frontdesk_settings_file_begin)};
}

LoadedSettings read_settings(const std::vector<std::filesystem::path>& overrides) {
  LoadedSettings loaded;
  apply_settings(default_settings_text(), "bot/bot.yaml", loaded.settings, loaded.problems, true);
  for (const auto& path : overrides) {
    if (path.empty()) continue;
    const auto text = yaml::read_bytes(path);
    if (text) {
      apply_settings(*text, path.string(), loaded.settings, loaded.problems);
    } else {
      yaml::add_error(loaded.problems, {path.string(), 1, 1}, text.error().message);
    }
  }
  return loaded;
}

LoadedSettings settings_for(const std::filesystem::path& content,
                            const std::filesystem::path& config) {
  std::error_code ignored;
  const auto own = content / "bot.yaml";
  return read_settings(
      {std::filesystem::exists(own, ignored) ? own : std::filesystem::path(), config});
}

std::string to_text(const Settings& settings) { return text_of_settings(settings, {}); }

std::string behaviour_text(const Settings& settings) {
  return text_of_settings(settings, {"languages", "variables", "policy", "desk.always_open"});
}

}  // namespace frontdesk
