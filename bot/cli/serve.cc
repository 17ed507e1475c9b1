// SPDX-License-Identifier: MIT
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <iostream>

#include "cli/commands.h"
#include "cli/server.h"
#include "core/clock.h"
#include "service/accounts.h"
#include "store/data_folder.h"
#include "store/sqlite_store.h"

namespace frontdesk {
namespace {

// A signal handler can reach nothing but what is static.
Server* running = nullptr;

extern "C" void on_signal(int) {
  if (running != nullptr) running->stop();
}

}  // namespace

int serve(const ServeCommand& command) {
  // Standard output holds the one line that scripts wait for; the log goes beside it.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("frontdesk"));

  Workspace workspace;
  if (!read_or_complain(command.places, workspace)) return kBadInput;
  const auto settings = workspace.settings;
  spdlog::set_level(spdlog::level::from_str(settings.log_level));

  auto lock = lock_data_folder(command.places.data);
  if (!lock) {
    std::cerr << "error: " << lock.error().message << '\n';
    return kCouldNotRun;
  }
  auto store = SqliteStore::open(command.places.data / "frontdesk.db");
  if (!store) {
    std::cerr << "error: " << store.error().message << '\n';
    return kCouldNotRun;
  }
  ServerOptions options{command.places, command.host, command.port};
  auto added = add_verdicts(workspace, **store);
  options.basis = basis_of(workspace);
  if (added) added = add_sourced_articles(workspace, **store);
  if (!added) {
    std::cerr << "error: " << added.error().message << '\n';
    return kCouldNotRun;
  }
  options.articles_version = workspace.articles_version;
  auto brain = make_brain(command.places, std::move(workspace),
                          [](const std::string& what) { spdlog::info("{}", what); });
  if (!brain) {
    std::cerr << "error: " << brain.error().message << '\n';
    return brain.error().code == Code::invalid ? kBadInput : kCouldNotRun;
  }

  SystemRandom random;
  Server server(std::move(options), settings, std::move(*brain), **store, system_clock(), random);
  const auto port = server.listen();
  if (!port) {
    std::cerr << "error: " << port.error().message << '\n';
    return kCouldNotRun;
  }
  running = &server;
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);
  std::signal(SIGPIPE, SIG_IGN);
  const auto& host = command.host.empty() ? settings.host : command.host;
  const std::string address = "http://" + host + ":" + std::to_string(*port);
  if (const auto first = server.first_admin(); first && *first) {
    const auto& url = settings.public_url.empty() ? address : settings.public_url;
    std::cerr << "Nobody has an account yet. Make the first admin here, once, within an hour:\n  "
              << url.substr(0, url.find_last_not_of('/') + 1) << **first << '\n';
  }
  std::cout << "listening on " << address << std::endl;
  server.run();
  running = nullptr;
  return kGood;
}

}  // namespace frontdesk
