// SPDX-License-Identifier: MIT
#pragma once
// Lithuanian as it is typed where the keyboard has no Lithuanian letters, made plain.
//
// Beside leaving accents out, which folding undoes, people write "sh", "zh", "ch" (and "sz", "cz") for
// š, ž, č, a "w" for v, a "q" for k, an "x" for ks, and they draw words out: "shiandien", "zhinute",
// "wisada", "labaaas". English is full of the same letters: respell only words that are known in no
// other way. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// The plain forms that one folded word may stand for, likeliest first, at most two, none of them the
/// word itself; nothing when there is nothing to change. There are two when "ch" stands in a word that
/// changes elsewhere too, since real words have a "ch" (technika): "shypchelis" is "sypcelis",
/// "sypchelis".
std::vector<std::string> respellings(std::string_view word);

}  // namespace frontdesk
