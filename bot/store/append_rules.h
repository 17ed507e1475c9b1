// SPDX-License-Identifier: MIT
#pragma once
// What every implementation of Store checks of what it is given before it looks at a database.
//
// Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/store.h"

namespace frontdesk {

/// What is wrong with an Append in itself, or nothing:
///   invalid   no events; their conversation or their sequences are not expected+1, expected+2,
///   ...; a cause
///             that is not earlier; an epoch that falls; a summary of another conversation or
///             place; a new_contact in a conversation that is not new or that belongs to somebody
///             else
///   conflict  one client id of one author twice
std::optional<Error> malformed(const Append& append);

/// What an Append meets in a Store where its conversation has got to `last` (nothing: there is none), or
/// nothing:
///   not_found  it follows a conversation that is not there
///   conflict   somebody was first
std::optional<Error> outrun(const Append& append, std::optional<Sequence> last);

/// conflict when `used` other conversations fill all of the seat's places, or nothing.
std::optional<Error> no_place(const Seat& seat, std::int64_t used);

/// What is wrong with a step of a sync in itself, or nothing: invalid when the state names no source, or a
/// key names another source or no id.
std::optional<Error> malformed(const SyncChange& change);

/// What is wrong with a lease in itself at `now`, or nothing: invalid when it names no source or no holder, or
/// is over.
std::optional<Error> malformed(const SourceLease& lease, Time now);

/// One client id that an Append brings.
struct Sent {
  Author author;
  std::string client_id;
  Sequence first;  // the message or note itself
  friend bool operator==(const Sent&, const Sent&) = default;
};

/// The client ids of an Append, in order; without those that are empty.
std::vector<Sent> sent_in(const Append& append);

/// The sequence of the last MessageAdded of an Append, or nothing when nobody said anything.
std::optional<Sequence> last_message_in(const Append& append);

}  // namespace frontdesk
