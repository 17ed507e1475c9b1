// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace frontdesk {

/// A copy of a text (an output of model_text) as a hurried visitor would write it: one letter left out,
/// doubled, swapped with the next, or replaced, in about every third word of four letters or more, in one
/// word at least. Texts without such a word come back as they are. The same text and seed give the same copy.
std::string with_typo(const std::string& text, unsigned seed);

}  // namespace frontdesk
