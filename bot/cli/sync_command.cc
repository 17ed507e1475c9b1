// SPDX-License-Identifier: MIT
#include <array>
#include <csignal>
#include <iostream>

#include "cli/commands.h"
#include "cli/syncing.h"
#include "content/problems.h"
#include "content/settings.h"
#include "service/accounts.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

constexpr std::size_t kSaidEvery = 50;  // articles

/// The sources of the content folder that are to be synced; an exit code when there are none.
int choose(const SyncCommand& command, std::vector<SourceConfig>& sources) {
  auto read = read_sources(command.places.content);
  for (const auto& problem : read.problems) std::cerr << to_text(problem) << '\n';
  if (has_errors(read.problems)) return kBadInput;
  std::string names;
  for (auto& config : read.sources) {
    names += (names.empty() ? "" : ", ") + config.name;
    if (command.source.empty() || config.name == command.source) {
      sources.push_back(std::move(config));
    }
  }
  if (!sources.empty()) return kGood;
  if (names.empty()) {
    std::cerr << "error: " << (command.places.content / "sources.yaml").string()
              << " names no source\n";
  } else {
    std::cerr << "error: there is no source '" << command.source << "'; there are: " << names
              << '\n';
  }
  return kBadInput;
}

// A signal handler can reach nothing but what is static.
Syncing* running = nullptr;

extern "C" void on_interrupt(int signal) {
  if (running != nullptr) running->stop();
  std::signal(signal, SIG_DFL);  // the second one does not wait
}

// While it lives, an interrupt lets a sync end after its article, so that it gives the source back.
class Interruptible {
 public:
  explicit Interruptible(Syncing& syncing) {
    running = &syncing;
    for (const int each : kSignals) std::signal(each, on_interrupt);
  }
  ~Interruptible() {
    for (const int each : kSignals) std::signal(each, SIG_DFL);
    running = nullptr;
  }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM};
};

}  // namespace

int sync(const SyncCommand& command) {
  const auto settings = settings_for(command.places.content, command.places.config);
  for (const auto& problem : settings.problems) std::cerr << to_text(problem) << '\n';
  if (has_errors(settings.problems)) return kBadInput;
  std::vector<SourceConfig> sources;
  if (const int code = choose(command, sources); code != kGood) return code;

  auto store = SqliteStore::open(command.places.data / "frontdesk.db");
  if (!store) {
    std::cerr << "error: " << store.error().message << '\n';
    return kCouldNotRun;
  }
  const OutboundClient outbound(settings.settings.outbound);
  SystemRandom random;
  Syncing syncing(command.places, outbound, **store, system_clock(), random, "frontdesk sync");
  const Interruptible interruptible(syncing);
  int code = kGood;
  for (const auto& config : sources) {
    std::cerr << config.name << ": listing\n";
    std::size_t said = 0;
    const auto summary = syncing.sync(config, command.confirm, [&](const SyncProgress& now) {
      const bool all = now.fetched == now.to_fetch;
      if (now.fetched > said && (now.fetched % kSaidEvery == 0 || all)) {
        said = now.fetched;
        std::cerr << config.name << ": " << said << " of " << now.to_fetch << " fetched\n";
      }
      return true;
    });
    for (const auto& problem : summary.problems) std::cerr << to_text(problem) << '\n';
    std::cout << to_text(summary) << std::endl;
    if (summary.error) {
      code = kCouldNotRun;
    } else if (code == kGood && (summary.held > 0 || !summary.failures.empty())) {
      code = kNotGood;
    }
  }
  return code;
}

}  // namespace frontdesk
