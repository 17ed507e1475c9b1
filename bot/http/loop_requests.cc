// SPDX-License-Identifier: MIT
// From a framed request to its answer.
#include <spdlog/spdlog.h>

#include <string_view>

#include "http/error_response.h"
#include "http/loop.h"

namespace frontdesk {
namespace {

using std::chrono::milliseconds;

// A batch ends at either: the first of its requests waits for the last.
constexpr std::size_t kBatch = 256;
constexpr milliseconds kBatchTime{20};
// Who has waited longer than this for his handler is told to come later: serving only those who have given
// up waiting is how an overloaded server serves nobody.
constexpr milliseconds kQueueTime{200};
constexpr int kConflicts = 8;

bool is_urgent(std::string_view target) {
  return target.starts_with("/api/v1/agent/") || target.starts_with("/healthz") ||
         target.starts_with("/readyz");
}

Response internal_error() { return error_response({Code::internal, ""}); }

}  // namespace

void Front::Loop::take_request(Connection& connection) {
  auto framed = connection.framer->take();
  auto flight = std::make_unique<InFlight>();
  flight->target = std::move(framed.target);
  flight->keep_alive = framed.keep_alive;
  flight->urgent = is_urgent(flight->target);
  flight->request.method = std::move(framed.method);
  flight->request.headers = std::move(framed.headers);
  flight->request.body = std::move(framed.body);
  flight->request.address =
      client_address(connection.peer, flight->request.header("x-forwarded-for"), trusted_proxies_);
  connection.in_flight = std::move(flight);
  ++connection.requests;
  ++figures_.requests;
  enqueue(connection);
}

void Front::Loop::enqueue(Connection& connection) {
  connection.state = State::ready;
  connection.deadline = Instant::max();
  connection.in_flight->ready_at = now_;
  (connection.in_flight->urgent ? urgent_ : ready_).push_back(connection.id);
}

Connection* Front::Loop::next_ready() {
  for (auto* queue : {&urgent_, &ready_}) {
    while (!queue->empty()) {
      auto* connection = find(queue->front());
      queue->pop_front();
      if (connection != nullptr) return connection;
    }
  }
  return nullptr;
}

void Front::Loop::handle_ready() {
  for (std::size_t i = 0; i < kBatch; ++i) {
    auto* connection = next_ready();
    if (connection == nullptr) break;
    const auto& flight = *connection->in_flight;
    if (!flight.again && now_ - flight.ready_at > kQueueTime) {
      ++figures_.refused;
      answer_busy(*connection);
    } else {
      handle(*connection);
    }
    if (clock_() - now_ > kBatchTime) break;
  }
  commit_batch();
  for (auto id = again_.rbegin(); id != again_.rend(); ++id) {
    auto* connection = find(*id);
    if (connection == nullptr) continue;
    connection->state = State::ready;
    connection->in_flight->again = true;
    (connection->in_flight->urgent ? urgent_ : ready_).push_front(*id);
  }
  again_.clear();
}

Reply Front::Loop::call_handler(const Request& request) {
  try {
    return handler_(request);
  } catch (const std::exception& exception) {
    spdlog::error("http: a handler threw: {}", exception.what());
  } catch (...) {
    spdlog::error("http: a handler threw something that is no std::exception");
  }
  return {.response = internal_error()};
}

void Front::Loop::handle(Connection& connection) {
  auto& flight = *connection.in_flight;
  connection.state = State::handling;
  flight.request.again = flight.again;
  Reply reply;
  auto bytes = adapter_.exchange(flight.request, flight.target, last_of(connection),
                                 [&]() -> std::optional<Response> {
                                   reply = call_handler(flight.request);
                                   if (reply.slow || reply.park || reply.stream)
                                     return std::nullopt;
                                   return std::move(reply.response);
                                 });
  if (reply.slow) return go_slow(connection, std::move(reply.slow));
  if (reply.park) return park(connection, std::move(*reply.park));
  if (reply.stream) return start_stream(connection, std::move(reply));
  if (!reply.append) return send(connection, bytes, last_of(connection));

  if (!in_batch_.insert(reply.append->conversation).second) {
    return again_.push_back(connection.id);
  }
  batch_.push_back(std::move(*reply.append));
  staged_.push_back({connection.id, std::move(bytes)});
}

// ---- The batch ---------------------------------------------------------------------------------------

void Front::Loop::commit_batch() {
  if (batch_.empty()) return;
  std::vector<Result<Sequence>> results;
  try {
    results = commit_(batch_);
  } catch (const std::exception& exception) {
    spdlog::error("http: the commit threw: {}", exception.what());
  }
  if (results.size() != batch_.size()) {
    results.assign(batch_.size(), Error{Code::internal, "The commit gave no answer."});
  }
  ++figures_.batches;
  figures_.appends += batch_.size();
  batch_.clear();
  in_batch_.clear();
  const auto staged = std::exchange(staged_, {});
  for (std::size_t i = 0; i < staged.size(); ++i) {
    if (auto* connection = find(staged[i].connection)) {
      on_committed(*connection, staged[i], results[i]);
    }
  }
}

void Front::Loop::on_committed(Connection& connection, const Staged& staged,
                               const Result<Sequence>& result) {
  if (result.ok()) return send(connection, staged.bytes, last_of(connection));
  if (result.error().code != Code::conflict) {
    spdlog::error("http: an append failed: {}", result.error().message);
    return answer(connection, error_response(result.error()));
  }
  ++figures_.conflicts;
  if (++connection.in_flight->conflicts > kConflicts) {
    // Not 409: to an outbox that means that trying again is of no use.
    return answer(connection,
                  error_response({Code::unavailable, "Others were first. Try again.", 1}));
  }
  again_.push_back(connection.id);
}

// ---- Answers that take longer --------------------------------------------------------------------------

void Front::Loop::go_slow(Connection& connection, std::function<Response()> slow) {
  const auto job = [this, id = connection.id, slow = std::move(slow)] {
    Response response = internal_error();
    try {
      response = slow();
    } catch (const std::exception& exception) {
      spdlog::error("http: a slow handler threw: {}", exception.what());
    } catch (...) {
      spdlog::error("http: a slow handler threw something that is no std::exception");
    }
    mailbox_.complete(id, std::move(response));
  };
  if (!side_pool_->submit(job)) answer_busy(connection);
}

void Front::Loop::park(Connection& connection, Reply::Park park) {
  if (connection.in_flight->request.timed_out || connection.peer_closed) {
    if (connection.peer_closed) return close(connection);
    spdlog::error("http: a handler parked a request whose time was over");
    return answer(connection, internal_error());
  }
  connection.state = State::parked;
  connection.in_flight->topics = std::move(park.topics);
  subscriptions_.add(connection.id, connection.in_flight->topics);
  set_deadline(connection, drain_until_ ? now_ : now_ + park.wait);
}

void Front::Loop::wake_parked(Connection& connection, bool timed_out) {
  auto& flight = *connection.in_flight;
  subscriptions_.remove(connection.id, flight.topics);
  flight.topics.clear();
  flight.request.timed_out = timed_out;
  flight.again = true;
  enqueue(connection);
}

void Front::Loop::deliver_mail() {
  if (!mailbox_.has_mail()) return;
  auto mail = mailbox_.collect();
  for (auto& completion : mail.completions) {
    if (auto* connection = find(completion.connection)) {
      answer(*connection, std::move(completion.response));
    }
  }
  for (const auto& topic : mail.topics) {
    for (const auto id : subscriptions_.waiting_for(topic)) {
      auto* connection = find(id);
      if (connection == nullptr) continue;
      if (connection->state == State::parked) {
        wake_parked(*connection, false);
      } else if (connection->stream) {
        connection->stream->news = true;
        if (connection->all_sent()) pump(*connection);
      }
    }
  }
}

void Front::Loop::answer(Connection& connection, Response response) {
  const bool close = last_of(connection);
  send(connection,
       adapter_.render(connection.in_flight->request.method, std::move(response), close), close);
}

void Front::Loop::answer_busy(Connection& connection) {
  const int seconds = 1 + static_cast<int>(random_() % 3);
  answer(connection, error_response({Code::unavailable, "Too much to do. Try again.", seconds}));
}

bool Front::Loop::last_of(const Connection& connection) const {
  return !connection.in_flight->keep_alive || drain_until_ ||
         connection.requests >= limits_.requests_per_connection;
}

}  // namespace frontdesk
