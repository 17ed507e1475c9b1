// SPDX-License-Identifier: MIT
#pragma once
// The agents' list as a console reads it first: every open conversation, as service/open_list.h has them.
//
// A row is the same text for everybody but those whom it asks, so it is written once however many consoles
// come at once, as they all do after a restart. The Store is read again when what is remembered is older than
// a second; what this process commits in between is taken in from the hub. Any thread may call any function.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "service/conversations.h"

namespace frontdesk {

class ListRows {
 public:
  /// `conversations` must outlive this.
  explicit ListRows(Conversations& conversations) : conversations_(conversations) {}

  struct Snapshot {
    std::uint64_t version = 0;  // of the hub: what was announced later is not in it
    std::string json;           // {"conversations": [...], "cut": [...]?}
  };
  Result<Snapshot> read(const AgentId& reader);

 private:
  struct Row {
    Summary summary;
    std::string json;  // for who is not asked
  };
  Result<Done> catch_up();
  Result<Done> read_store();
  void take_in(const Summary& summary);
  [[nodiscard]] Row row_of(const Summary& summary) const;

  Conversations& conversations_;
  std::mutex mutex_;
  std::shared_ptr<const Brain> brain_;    // whose labels the rows have
  std::optional<std::uint64_t> version_;  // nothing: the Store is to be read
  Time read_at_;
  std::vector<Row> rows_;
  std::vector<Status> cut_;
};

}  // namespace frontdesk
