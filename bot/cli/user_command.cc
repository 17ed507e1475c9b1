// SPDX-License-Identifier: MIT
#include <iostream>

#include "cli/commands.h"
#include "content/problems.h"
#include "content/settings.h"
#include "core/clock.h"
#include "service/accounts.h"
#include "store/sqlite_store.h"

namespace frontdesk {

int user_add(const UserAddCommand& command) {
  const auto role = role_named(command.role);
  if (!role) {
    std::cerr << "error: --role must be agent, supervisor, author or admin\n";
    return kBadInput;
  }
  const auto settings = settings_for(command.places.content, command.places.config);
  for (const auto& problem : settings.problems) std::cerr << to_text(problem) << '\n';
  if (has_errors(settings.problems)) return kBadInput;

  auto store = SqliteStore::open(command.places.data / "frontdesk.db");
  if (!store) {
    std::cerr << "error: " << store.error().message << '\n';
    return kCouldNotRun;
  }
  SystemRandom random;
  std::string password;
  if (command.password_from_input) {
    std::getline(std::cin, password);
    if (!password.empty() && password.back() == '\r') password.pop_back();
  } else {
    constexpr std::size_t kLength = 20;  // of base64url: 120 bits
    password = make_secret(random).substr(0, kLength);
  }
  Accounts accounts(**store, system_clock(), random, settings.settings);
  const auto added = accounts.add(command.name, *role, password);
  if (!added) {
    const bool taken = added.error().code == Code::conflict;
    std::cerr << "error: "
              << (taken ? "there is already somebody named '" + command.name + "'"
                        : added.error().message)
              << '\n';
    return added.error().code == Code::unavailable ? kCouldNotRun : kBadInput;
  }
  if (!command.password_from_input) std::cout << password << '\n';
  std::cerr << command.name << " can log in as " << name_of(*role) << '\n';
  return kGood;
}

}  // namespace frontdesk
