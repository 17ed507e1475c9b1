// SPDX-License-Identifier: MIT
#pragma once
// What a message seems to mean: the one result type of everything that understands.

#include <cstddef>
#include <string>
#include <vector>

namespace frontdesk {

/// A value read out of a message. Byte offsets into the message as it was written.
struct FoundEntity {
  std::string entity;
  std::string value;  // mapped through synonyms; the text itself otherwise
  std::string text;   // as it was written
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string role;  // which of several: "from" of two cities; empty when unknown
};

struct RankedIntent {
  std::string intent;
  double confidence = 0;  // calibrated probability that this is what was meant, 0..1
};

/// A piece of a message that spoke for an intent: a word, words in a row, a part of a word ("…graz…"), or a
/// concept ("=return").
struct Evidence {
  std::string text;
  double weight = 0;  // what it adds to the intent's margin, above 0
};

/// What a message seems to mean.
struct Interpretation {
  std::string text;            // as it was written, in NFC
  std::string language;        // found in the text, with the conversation's as prior
  bool language_sure = false;  // three words or more, one of them known, and clearly that language
  std::string intent;          // empty when nothing is sure
  double confidence = 0;       // of `intent`, or of the best one when none is sure; 1 for a rule
  double threshold = 0;        // what confidence was held against
  std::string rule;            // id of the rule that decided, or empty
  std::vector<std::string> vetoed;    // ids of rules that matched and were vetoed by their `unless`
  std::vector<RankedIntent> ranking;  // best first, at most five
  std::vector<FoundEntity> entities;  // by place
  std::vector<Evidence> evidence;     // what decided, best first, at most five
  bool empty = false;                 // nothing in it that means anything (no letter, no digit)
  // Where a message says two things: what each says, in order, with its own text. Empty otherwise.
  std::vector<Interpretation> parts;
};

}  // namespace frontdesk
