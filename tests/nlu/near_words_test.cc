// SPDX-License-Identifier: MIT
#include "nlu/near_words.h"

#include <doctest/doctest.h>

using namespace frontdesk;

TEST_CASE("a word one edit away is found, wherever the edit is") {
  const NearWords words({"siunta", "kur"});
  for (const auto* text :
       {"iunta", "siunt", "siuna", "xsiunta", "siuntax", "siuunta", "ziunta", "siunte", "isunta"}) {
    CAPTURE(text);
    CHECK(words.nearest(text) == "siunta");
  }
  CHECK(words.nearest("kru") == "kur");
  CHECK(words.nearest("kuro") == "kur");
  for (const auto* text : {"ku", "siun", "isutna", "preke", "", "si\xc5\xabnta", "siunta kur"}) {
    CAPTURE(text);
    CHECK(words.nearest(text) == "");
  }
}

TEST_CASE("a short word has its first letter right") {
  const NearWords words({"zmona"});
  CHECK(words.nearest("mona") == "");
  CHECK(words.nearest("zmon") == "zmona");
  CHECK(words.nearest("xmona") == "zmona");
}

TEST_CASE("of several near words the earlier one is meant") {
  CHECK(NearWords({"kada", "kad"}).nearest("kadd") == "kada");
  CHECK(NearWords({"kad", "kada"}).nearest("kadd") == "kad");
}

TEST_CASE("a list knows its words, and leaves out what is too short, too long or no plain word") {
  const NearWords words({"kur", "ne", "#123", "\xc4\x97jo", std::string(40, 'a'), "kur"});
  CHECK(words.knows("kur"));
  CHECK_FALSE(words.knows("kurs"));
  CHECK_FALSE(words.knows("ne"));
  CHECK_FALSE(words.knows("#123"));
  CHECK_FALSE(words.knows(std::string(40, 'a')));
  CHECK_FALSE(words.knows(std::string(40, 'b')));
}

TEST_CASE("a list without words knows nothing") {
  CHECK_FALSE(NearWords().knows("kur"));
  CHECK(NearWords().nearest("kur") == "");
  CHECK(NearWords(std::vector<std::string>{}).nearest("kur") == "");
}
