// SPDX-License-Identifier: MIT
#pragma once
// Which handler answers which request: a table of methods and path segments.
//
// No regular expressions: std::regex recurses on the length of a path. A segment ":name" matches any one
// segment; a last segment "*" matches the rest. The table is data, so that a test can walk it.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/store.h"
#include "http/front.h"
#include "http/roles.h"

namespace frontdesk {

/// Who may call.
enum class Access {
  anybody,
  visitor,  // the token of a contact
  agent,    // a session
};

/// A request with what the router and the gate before the handlers found out.
struct Call {
  const Request& request;
  std::map<std::string, std::string> parameters;  // of ":name" segments
  ContactId contact;                              // for Access::visitor
  AgentAccount agent;                             // for Access::agent
  bool was_present = false;                       // his lease lived before this call renewed it
};

struct Route {
  std::string method;
  std::string pattern;  // "/api/v1/conversations/:id/messages"
  Access access;
  std::function<Reply(const Call&)> handle;
  Roles roles = {};  // for Access::agent: filled by add() from the table of roles.h
};

class Router {
 public:
  void add(Route route);

  struct Match {
    const Route* route = nullptr;  // null: no such path
    bool wrong_method = false;     // the path exists, the method does not
    std::string allowed;           // the methods it has, for the Allow header
    std::map<std::string, std::string> parameters;
  };
  [[nodiscard]] Match find(const std::string& method,
                           const std::vector<std::string>& segments) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> patterns_;  // routes_[i].pattern, split
};

}  // namespace frontdesk
