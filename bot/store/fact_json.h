// SPDX-License-Identifier: MIT
#pragma once
// Facts as they stand in a database: (type, version, JSON body).
//
// A body is one JSON object whose keys are named as the members of the fact. Members that are
// empty, zero or false are left out, so an absent key means the default. Enumerations stand by
// their names and are always written. Text that is not UTF-8 is written with U+FFFD in place of the
// broken bytes.
//
// tests/protocol/facts.json holds one body of every released type and version; a body that could be
// read once can be read for ever.
//
// Pure functions: any thread, no I/O, no exceptions.

#include <string>
#include <string_view>

#include "core/event.h"

namespace frontdesk {

/// A fact as a row has it.
struct StoredFact {
  std::string type;
  int version = 1;
  std::string body;
  friend bool operator==(const StoredFact&, const StoredFact&) = default;
};

/// Total: a new alternative of Fact does not compile until its members are listed in fact_json.cc.
/// An Unknown is given back exactly as it was read.
StoredFact to_stored(const Fact& fact);

/// The fact of a row. What this version cannot read whole (a type or an enumerator it has never
/// heard of, a version above version_of, a body that is broken or of the wrong shape) is an Unknown
/// that keeps all three, so that nothing is lost and another version can still read it (spaces at
/// the end of a body are dropped). Keys it does not know are ignored.
Fact from_stored(std::string_view type, int version, std::string_view body);

}  // namespace frontdesk
