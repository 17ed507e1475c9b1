// SPDX-License-Identifier: MIT
#pragma once
// Names of things, each kind a type of its own so that one cannot be passed for another.
//
// Ids that we make are UUIDv7 text: they sort by the time they were made. Ids that authors make
// (flows, steps, articles, teams, inboxes) are what stands in their files. Clients treat both as opaque.

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace frontdesk {

/// A name of one kind of thing. Empty means none.
template <class Kind>
struct Id {
  std::string value;

  Id() = default;
  explicit Id(std::string text) : value(std::move(text)) {}

  [[nodiscard]] bool empty() const { return value.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using ConversationId = Id<struct ConversationKind>;
using ContactId = Id<struct ContactKind>;
using InboxId = Id<struct InboxKind>;
using AgentId = Id<struct AgentKind>;
using TeamId = Id<struct TeamKind>;
using ArticleId = Id<struct ArticleKind>;
using FlowId = Id<struct FlowKind>;
using StepId = Id<struct StepKind>;

/// The place of an event in its conversation: 1, 2, 3 ... without holes. 0 is before the first.
using Sequence = std::uint64_t;

/// How often a conversation has changed hands. A fact decided in an older epoch is refused.
using Epoch = std::uint64_t;

/// UTC, for people to read and for time limits. Nothing is ordered by it.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

inline std::int64_t to_millis(Time time) { return time.time_since_epoch().count(); }
inline Time from_millis(std::int64_t millis) { return Time{std::chrono::milliseconds{millis}}; }

/// "2026-11-22T14:05:09.120Z".
std::string to_text(Time time);

/// Its day, UTC: "2026-11-22".
std::string day_of(Time time);

/// A UUID of version 7 (RFC 9562, 5.7) from a time and ten random bytes, both given by the caller: core
/// itself reads no clock and draws no random number.
std::string uuid_v7(Time time, std::span<const std::uint8_t, 10> random);

}  // namespace frontdesk

template <class Kind>
struct std::hash<frontdesk::Id<Kind>> {
  std::size_t operator()(const frontdesk::Id<Kind>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
