// SPDX-License-Identifier: MIT
#include "service/calls.h"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

namespace frontdesk {
namespace {

constexpr std::size_t kWorkers = 2;
constexpr int kDeepest = 16;
constexpr std::size_t kLongestValue = 500;

/// Parses with a bound on depth before anything is built: dump and copy of nlohmann's values recurse.
nlohmann::json parse_bounded(const std::string& text) {
  bool too_deep = false;
  auto json = nlohmann::json::parse(
      text,
      [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        too_deep = too_deep || depth > kDeepest;
        return !too_deep;
      },
      false);
  return too_deep ? nlohmann::json(nlohmann::json::value_t::discarded) : json;
}

std::string as_text(const nlohmann::json& value) {
  if (value.is_null()) return "";
  auto text = value.is_string()
                  ? value.get<std::string>()
                  : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return clean_text(text.size() > kLongestValue ? text.substr(0, kLongestValue) : text);
}

}  // namespace

Result<std::map<std::string, std::string>> saved_values(
    const std::string& json, const std::map<std::string, std::string>& save) {
  std::map<std::string, std::string> values;
  if (save.empty()) return values;
  const auto parsed = parse_bounded(json);
  if (parsed.is_discarded()) return Error{Code::invalid, "the shop's answer is not JSON"};
  for (const auto& [slot, pointer] : save) {
    try {
      const nlohmann::json::json_pointer place(pointer);
      values[slot] = parsed.contains(place) ? as_text(parsed.at(place)) : "";
    } catch (const nlohmann::json::exception&) {
      return Error{Code::invalid, "'" + pointer + "' is no JSON pointer"};
    }
  }
  return values;
}

Calls::Calls(Conversations& conversations, const OutboundClient& client)
    : conversations_(conversations), client_(client) {
  const auto open = conversations_.store().list({.open_call = true});
  if (open) {
    for (const auto& row : *open) {
      const auto log = conversations_.log(row.conversation);
      if (!log || !(*log)->conversation.flow || !(*log)->conversation.flow->open_call) continue;
      orders_.push_back({row.conversation, *(*log)->conversation.flow->open_call});
      keys_.insert(orders_.back().request.key);
    }
  }
  for (std::size_t i = 0; i < kWorkers; ++i) workers_.emplace_back([this] { work(); });
}

Calls::~Calls() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    orders_.clear();
  }
  wake_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void Calls::take(const Event& event) {
  const auto* request = std::get_if<CallRequested>(&event.fact);
  if (request == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !keys_.insert(request->key).second) return;
    orders_.push_back({event.conversation, *request});
  }
  wake_.notify_one();
}

void Calls::work() {
  for (;;) {
    Order order;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !orders_.empty(); });
      if (stopping_) return;
      order = std::move(orders_.front());
      orders_.pop_front();
    }
    make(order);
    const std::lock_guard lock(mutex_);
    keys_.erase(order.request.key);
  }
}

void Calls::make(const Order& order) {
  OutboundRequest request{
      .method = order.request.method,
      .url = order.request.url,
      .headers = {{"Accept", "application/json"}, {"Idempotency-Key", order.request.key}},
      .timeout = order.request.timeout};
  if (!order.request.body.empty()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = nlohmann::json(order.request.body)
                       .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  CallReturned returned{.key = order.request.key};
  if (auto response = client_.send(request)) {
    returned.status = response->status;
    if (response->status < 400) {
      if (auto saved = saved_values(response->body, order.request.save)) {
        returned.saved = std::move(*saved);
      } else {
        returned.status = 0;
        returned.error = saved.error().message;
      }
    }
  } else {
    returned.error = response.error().message;
    spdlog::warn("call {} failed: {}", order.request.key, returned.error);
  }
  const auto settled = conversations_.settle(
      [&] { return conversations_.call_returned(order.conversation, returned); });
  if (!settled) {
    // The order stands in the log without a receipt, so the next start makes the call again.
    spdlog::error("call {} could not be recorded: {}", order.request.key, settled.error().message);
  }
}

}  // namespace frontdesk
