// SPDX-License-Identifier: MIT
#pragma once
// The server as a value: every part built in order, serving until stopped, taken down in reverse.
//
// Tests start the same thing as main does.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/workspace.h"
#include "core/clock.h"
#include "core/store.h"

namespace frontdesk {

struct ServerOptions {
  Places places;
  std::string host;                     // empty: from the settings
  int port = -1;                        // negative: from the settings; 0 picks one
  std::optional<Workspace> basis = {};  // of the brain; see Reloading
  std::int64_t articles_version = 0;    // of the Store, that the brain was made with
};

class Server {
 public:
  /// Builds everything. `store`, `clock` and `random` must outlive this.
  Server(ServerOptions options, Settings settings, std::shared_ptr<const Brain> brain, Store& store,
         const Clock& clock, Random& random);
  ~Server();

  /// Binds and listens. Returns the port.
  Result<int> listen();

  /// The path under which the first admin makes himself, "/console/#first=TOKEN", once and for a while;
  /// nothing when somebody has an account. Another call makes another.
  Result<std::optional<std::string>> first_admin();

  /// Serves until stop(). On the caller's thread.
  void run();

  /// From any thread or a signal handler.
  void stop() noexcept;

  /// Looks for changed content and changed articles now; for tests. Otherwise upkeep does.
  void reload();

  /// Syncs the sources that are due now; for tests. Otherwise upkeep does.
  void sync();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk
