// SPDX-License-Identifier: MIT
#include "http/front.h"

#include <utility>

#include "http/loop.h"

namespace frontdesk {

const std::string& Request::header(const std::string& name) const {
  static const std::string kNone;
  const auto found = headers.find(name);
  return found == headers.end() ? kNone : found->second;
}

Front::Front(const Limits& limits, std::vector<std::string> trusted_proxies, Handler handler,
             Commit commit, Now now)
    : loop_(std::make_unique<Loop>(limits, trusted_proxies, std::move(handler), std::move(commit),
                                   std::move(now))) {}

Front::~Front() = default;

Result<int> Front::listen(const std::string& host, int port) { return loop_->listen(host, port); }
void Front::run() { loop_->run(); }
void Front::stop() noexcept { loop_->stop(); }
void Front::announce(const std::string& topic) { loop_->announce(topic); }
FrontFigures Front::figures() const { return loop_->figures(); }

}  // namespace frontdesk
