// SPDX-License-Identifier: MIT
#pragma once
// The version under which an article is kept, and whether it still says what the source has.
//
// A wiki that dates its articles to the second gives two edits of one second the same version. So an article
// that was listed within two seconds of its date is kept with a fingerprint of what was fetched, and is looked
// at once more at the next sync: what was changed in the meantime is seen, what was not counts as unchanged.
// (git's index has the same trouble with file times, and the same remedy: "racily clean" entries.) The two
// seconds are one for the date that was cut off, and one for clocks that differ; an article without a date, or
// with one in the future, is not held to be younger than its list.
//
// Pure functions.

#include <string>

#include "kb-connector/source.h"

namespace frontdesk {

/// The version to keep for what was fetched by a list that was asked for at `listed_at`.
std::string kept_version(const SourceEntry& entry, const Article& article, Time listed_at);

/// What a kept version says of an entry of a list.
enum class Kept {
  same,        // nothing has changed
  look_again,  // perhaps it has, within its second
  other,       // it has, or nobody can tell
};
Kept compare_version(const std::string& kept, const SourceEntry& entry);

/// Whether what was fetched again is what was fetched before, where it was kept to be looked at again.
bool is_same_content(const std::string& kept, const Article& article);

}  // namespace frontdesk
