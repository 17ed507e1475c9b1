// SPDX-License-Identifier: MIT
// Event streams: text/event-stream without a length, ended by the end of the connection. That reads the
// same through a proxy that speaks HTTP/1.0 to us, which chunks would not.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "http/error_response.h"
#include "http/loop.h"

namespace frontdesk {
namespace {

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/event-stream\r\n"
    "Cache-Control: no-store, no-transform\r\n"
    "X-Accel-Buffering: no\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Connection: close\r\n";
constexpr double kSpread = 0.2;

}  // namespace

void Front::Loop::start_stream(Connection& connection, Reply reply) {
  auto& wanted = *reply.stream;
  if (!wanted.source) {
    spdlog::error("http: a handler began a stream without a source");
    return answer(connection, error_response({Code::internal, ""}));
  }
  if (connection.peer_closed) return close(connection);
  std::string head(kHead);
  for (const auto& [name, value] : reply.stream_headers) {
    if (sendable_header(name, value)) head.append(name).append(": ").append(value).append("\r\n");
  }
  head += "\r\n";

  if (!wanted.owner.empty()) {
    auto& owned = streams_by_owner_[wanted.owner];
    owned.push_back(connection.id);
    if (owned.size() > static_cast<std::size_t>(std::max(1, limits_.streams_per_visitor))) {
      // A copy: the goodbye may take the oldest out of the list.
      const auto oldest = owned.front();
      owned.pop_front();
      if (auto* other = find(oldest)) say_bye(*other, "replaced");
    }
  }
  const bool head_only = connection.in_flight->request.method == "HEAD";
  // What a request needs is of no use to a stream, and streams are many.
  connection.in_flight.reset();
  connection.framer.reset();
  connection.state = State::streaming;
  connection.stream = std::make_unique<LiveStream>();
  auto& stream = *connection.stream;
  stream.topics = std::move(wanted.topics);
  stream.owner = std::move(wanted.owner);
  stream.source = std::move(wanted.source);
  stream.heartbeat_at = now_ + about(limits_.heartbeat_seconds, kSpread);
  stream.ends_at = now_ + about(limits_.stream_seconds, kSpread);
  stream.closing = head_only;
  subscriptions_.add(connection.id, stream.topics);
  ++figures_.streams;
  connection.queue(head, now_);
  // The head goes out even when there is nothing to say yet: a client waits for it.
  flush(connection);
  if (drain_until_ && connection.stream) say_bye(connection, "shutdown");
}

/// With nothing left to send: asks the source once, and comes back next turn when there is more, so that a
/// long history does not hold up the others.
void Front::Loop::pump(Connection& connection) {
  auto& stream = *connection.stream;
  if (stream.closing) {
    forget_stream(connection);
    return linger(connection);
  }
  if (!stream.news) return watch_stream(connection);
  EventSource::Chunk chunk;
  try {
    chunk = stream.source->pull();
  } catch (const std::exception& exception) {
    spdlog::error("http: an event source threw: {}", exception.what());
    chunk.close = true;
  }
  stream.news = chunk.more;
  stream.closing = chunk.close;
  if (!chunk.bytes.empty()) {
    stream.heartbeat_at = now_ + about(limits_.heartbeat_seconds, kSpread);
    connection.queue(chunk.bytes, now_);
    if (!connection.flush(now_)) return close(connection);
  }
  if (connection.all_sent() && (stream.news || stream.closing)) hungry_.push_back(connection.id);
  watch_stream(connection);
}

/// The stream's deadline: what comes first of a heartbeat, its age, and a reader who does not read.
void Front::Loop::watch_stream(Connection& connection) {
  const auto& stream = *connection.stream;
  auto when = std::min(stream.heartbeat_at, stream.ends_at);
  if (!connection.all_sent()) {
    const auto allowed = std::chrono::duration<double>(limits_.write_blocked_seconds);
    when = connection.blocked_since() + std::chrono::duration_cast<Instant::duration>(allowed);
  }
  set_deadline(connection, when);
}

void Front::Loop::heartbeat(Connection& connection) {
  auto& stream = *connection.stream;
  // A blocked reader is cut: he reads on from the Store when he comes back.
  if (!connection.all_sent()) {
    const auto blocked = std::chrono::duration<double>(now_ - connection.blocked_since()).count();
    if (blocked >= limits_.write_blocked_seconds) return close(connection);
    return watch_stream(connection);
  }
  if (stream.ends_at <= now_) return say_bye(connection, "age");
  if (stream.heartbeat_at <= now_) {
    stream.heartbeat_at = now_ + about(limits_.heartbeat_seconds, kSpread);
    connection.queue(": \n\n", now_);
    if (!connection.flush(now_)) return close(connection);
  }
  watch_stream(connection);
}

void Front::Loop::say_bye(Connection& connection, std::string_view reason) {
  if (!connection.stream || connection.stream->closing) return;
  // Spread, so that those who were sent away together do not come back together.
  const auto retry = 500 + random_() % 9500;
  connection.queue("retry: " + std::to_string(retry) + "\nevent: bye\ndata: {\"reason\":\"" +
                       std::string(reason) + "\"}\n\n",
                   now_);
  connection.stream->closing = true;
  connection.stream->news = false;
  flush(connection);
}

void Front::Loop::forget_stream(Connection& connection) {
  if (!connection.stream) return;
  const auto stream = std::move(connection.stream);
  subscriptions_.remove(connection.id, stream->topics);
  --figures_.streams;
  const auto owned = streams_by_owner_.find(stream->owner);
  if (owned == streams_by_owner_.end()) return;
  std::erase(owned->second, connection.id);
  if (owned->second.empty()) streams_by_owner_.erase(owned);
}

}  // namespace frontdesk
