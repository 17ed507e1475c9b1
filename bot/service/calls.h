// SPDX-License-Identifier: MIT
#pragma once
// Calls that flows ask for: made outside every turn, and made again after a crash.
//
// A CallRequested fact is the order, a CallReturned fact the receipt. Between the two the call is made, as
// often as it takes, always with the same Idempotency-Key, so that a shop which honours it does the thing
// once. Two worker threads; a shop that is slow holds up other shops' calls, never a visitor's message.

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/event.h"
#include "outbound/client.h"
#include "service/conversations.h"

namespace frontdesk {

class Calls {
 public:
  /// Starts the workers, and finds the calls that an earlier run left open.
  Calls(Conversations& conversations, const OutboundClient& client);
  /// Waits for the calls under way; what has not begun is found at the next start.
  ~Calls();

  /// Takes an order out of a committed event; any other fact is ignored. Any thread; does not wait.
  void take(const Event& event);

 private:
  struct Order {
    ConversationId conversation;
    CallRequested request;
  };
  void work();
  void make(const Order& order);

  Conversations& conversations_;
  const OutboundClient& client_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Order> orders_;
  std::set<std::string> keys_;  // ordered and not yet returned
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

/// The values at `save`'s JSON pointers in a JSON answer, as text. A missing one is the empty text.
/// invalid: not JSON, or nested too deeply.
Result<std::map<std::string, std::string>> saved_values(
    const std::string& json, const std::map<std::string, std::string>& save);

}  // namespace frontdesk
