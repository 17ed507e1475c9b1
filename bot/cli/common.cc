// SPDX-License-Identifier: MIT
#include <chrono>
#include <iostream>

#include "cli/commands.h"
#include "content/problems.h"
#include "core/clock.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

class SystemClock : public Clock {
 public:
  [[nodiscard]] Time now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

bool read_or_complain(const Places& places, Workspace& workspace) {
  workspace = read_workspace(places, system_clock().now());
  for (const auto& problem : workspace.problems) std::cerr << to_text(problem) << '\n';
  return !has_errors(workspace.problems);
}

void add_stored(const Places& places, Workspace& workspace) {
  const auto file = places.data / "frontdesk.db";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return;
  auto store = SqliteStore::open(file);
  auto added = store ? add_verdicts(workspace, **store) : store.error();
  if (added) added = add_sourced_articles(workspace, **store);
  if (!added) {
    std::cerr << "warning: no synced articles and ratings: " << added.error().message << '\n';
  }
}

std::shared_ptr<const Brain> brain_or_complain(const Places& places, int& exit_code) {
  Workspace workspace;
  if (!read_or_complain(places, workspace)) {
    exit_code = kBadInput;
    return nullptr;
  }
  add_stored(places, workspace);
  auto brain = make_brain(places, std::move(workspace),
                          [](const std::string& what) { std::cerr << what << '\n'; });
  if (!brain) {
    std::cerr << "error: " << brain.error().message << '\n';
    exit_code = brain.error().code == Code::invalid ? kBadInput : kCouldNotRun;
    return nullptr;
  }
  return *brain;
}

}  // namespace frontdesk
