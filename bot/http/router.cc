// SPDX-License-Identifier: MIT
#include "http/router.h"

namespace frontdesk {
namespace {

std::vector<std::string> split(std::string_view pattern) {
  std::vector<std::string> segments;
  while (!pattern.empty()) {
    pattern.remove_prefix(pattern.front() == '/' ? 1 : 0);
    const auto end = pattern.find('/');
    if (end != 0 && !pattern.empty()) segments.emplace_back(pattern.substr(0, end));
    pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end);
  }
  return segments;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments,
             std::map<std::string, std::string>& parameters) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "*") return true;
    if (i >= segments.size()) return false;
    if (pattern[i].front() == ':') {
      parameters[pattern[i].substr(1)] = segments[i];
    } else if (pattern[i] != segments[i]) {
      return false;
    }
  }
  return pattern.size() == segments.size();
}

}  // namespace

void Router::add(Route route) {
  if (route.access == Access::agent) route.roles = roles_of(route.method, route.pattern);
  patterns_.push_back(split(route.pattern));
  routes_.push_back(std::move(route));
}

Router::Match Router::find(const std::string& method,
                           const std::vector<std::string>& segments) const {
  Match match;
  // HEAD is GET without the body, which the front leaves out.
  const std::string& wanted = method == "HEAD" ? "GET" : method;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    std::map<std::string, std::string> parameters;
    if (!matches(patterns_[i], segments, parameters)) continue;
    if (routes_[i].method == wanted) {
      match.route = &routes_[i];
      match.wrong_method = false;
      match.parameters = std::move(parameters);
      return match;
    }
    match.wrong_method = true;
    match.allowed += (match.allowed.empty() ? "" : ", ") + routes_[i].method;
  }
  return match;
}

}  // namespace frontdesk
