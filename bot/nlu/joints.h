// SPDX-License-Identifier: MIT
#pragma once
// Where a message may be cut in two: at the end of a sentence, at a comma, at "and".
//
// Pure function; any thread.

#include <string_view>
#include <vector>

#include "nlu/normalise.h"

namespace frontdesk {

/// The pieces of folded text between its joints, by place, without the joints themselves ("kur mano
/// siunta", "kaip grazinti preke" of "kur mano siunta ir kaip grazinti preke?"). A dot counts at the
/// end of a word of three letters or more, so that "nr. 10023" stays whole; numbers and addresses are
/// never cut. Empty when there is no joint, and when there are more than six pieces: that is a
/// letter, not two questions. Pieces without a letter are left out.
std::vector<ByteRange> pieces_of(std::string_view folded);

}  // namespace frontdesk
