// SPDX-License-Identifier: MIT
#pragma once
// Which role may call which route: one table, read by the gate and by the tests.
//
// Every route that asks for a session has a row here; one without is closed to everybody. What the roles
// are for:
//
//   agent       talks with visitors, and sees every conversation
//   supervisor  an agent who also sees how the desk does, takes a conversation from a colleague and erases
//               a visitor
//   author      writes content. He searches articles and reads the review list: the messages that an agent
//               marked for him, one by one, and of conversations nothing else
//   admin       may do all of it, and makes accounts
//
// Values; any thread may call any function.

#include <initializer_list>
#include <span>
#include <string_view>

#include "core/store.h"

namespace frontdesk {

/// A set of roles.
class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const auto role : roles) bits_ |= 1U << static_cast<unsigned>(role);
  }
  [[nodiscard]] constexpr bool contains(Role role) const {
    return (bits_ >> static_cast<unsigned>(role) & 1U) != 0;
  }
  friend constexpr bool operator==(Roles, Roles) = default;

 private:
  unsigned bits_ = 0;
};

/// Those who may act on a colleague's conversation.
inline constexpr Roles kLeads{Role::supervisor, Role::admin};

struct RoleRow {
  std::string_view method;
  std::string_view pattern;  // as the route has it
  Roles roles;
};

/// All rows.
std::span<const RoleRow> role_table();

/// The roles of a route; none when it has no row.
Roles roles_of(std::string_view method, std::string_view pattern);

}  // namespace frontdesk
