// SPDX-License-Identifier: MIT
#include "nlu/inflection.h"

#include <doctest/doctest.h>

namespace inflection_test {

using namespace frontdesk;

TEST_CASE("a stem is what a word keeps in all its forms") {
  using Stems = std::vector<std::string>;
  CHECK(stems_of("siunta") == Stems{"siunt", "siunc"});
  CHECK(stems_of("pakuote") == Stems{"pakuot", "pakuoc"});
  CHECK(stems_of("dydis") == Stems{"dyd", "dydz"});
  CHECK(stems_of("kurjeris") == Stems{"kurjer"});
  CHECK(stems_of("mokejimas") == Stems{"mokejim"});
  CHECK(stems_of("moketi") == Stems{"moke"});
  CHECK(stems_of("order") == Stems{"order"});
  CHECK(stems_of("kas") == Stems{"kas"});
  CHECK(stems_of("") == Stems{""});
}

TEST_CASE("an ending is one of a closed list") {
  for (const auto* ending : {"a", "os", "ams", "iais", "aisiais", "siu", "kite", "s", "ioje"}) {
    CAPTURE(ending);
    CHECK(is_ending(ending));
  }
  for (const auto* rest : {"", "b", "muo", "inis", "aisiaisx", "imas"}) {
    CAPTURE(rest);
    CHECK(!is_ending(rest));
  }
}

}  // namespace inflection_test
