// SPDX-License-Identifier: MIT
#include "http/roles.h"

#include <algorithm>

namespace frontdesk {
namespace {

constexpr Roles kAll{Role::agent, Role::supervisor, Role::author, Role::admin};
constexpr Roles kDesk{Role::agent, Role::supervisor, Role::admin};
constexpr Roles kReview{Role::supervisor, Role::author, Role::admin};
constexpr Roles kAdmins{Role::admin};

constexpr RoleRow kTable[] = {
    {"POST", "/api/v1/agent/logout", kAll},
    {"GET", "/api/v1/agent/me", kAll},
    {"POST", "/api/v1/agent/status", kDesk},
    {"GET", "/api/v1/agent/desk", kAll},
    {"GET", "/api/v1/agent/search", kAll},
    {"GET", "/api/v1/agent/articles/:id", kAll},

    {"GET", "/api/v1/agent/review", kReview},
    {"GET", "/api/v1/agent/board", kLeads},
    {"GET", "/api/v1/agent/accounts", kAdmins},
    {"POST", "/api/v1/agent/accounts", kAdmins},
    {"POST", "/api/v1/agent/accounts/:id", kAdmins},

    {"GET", "/api/v1/agent/find", kDesk},
    {"GET", "/api/v1/agent/conversations", kDesk},
    {"GET", "/api/v1/agent/events", kDesk},
    {"GET", "/api/v1/agent/conversations/:id", kDesk},
    {"GET", "/api/v1/agent/conversations/:id/card", kDesk},
    {"GET", "/api/v1/agent/conversations/:id/events", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/take", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/messages", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/notes", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/transfer", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/return", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/close", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/hold", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/resume", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/decline", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/tags", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/priority", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/slots", kDesk},
    {"GET", "/api/v1/agent/conversations/:id/suggestion", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/suggestion", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/intent", kDesk},
    {"GET", "/api/v1/agent/conversations/:id/history", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/erase", kLeads},
    {"POST", "/api/v1/agent/conversations/:id/typing", kDesk},
    {"POST", "/api/v1/agent/conversations/:id/seen", kDesk},
};

}  // namespace

std::span<const RoleRow> role_table() { return kTable; }

Roles roles_of(std::string_view method, std::string_view pattern) {
  const auto found = std::find_if(std::begin(kTable), std::end(kTable), [&](const RoleRow& row) {
    return row.method == method && row.pattern == pattern;
  });
  return found == std::end(kTable) ? Roles{} : found->roles;
}

}  // namespace frontdesk
