// SPDX-License-Identifier: MIT
#include "content/brand.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <random>

namespace brand_test {

using namespace frontdesk;

namespace {

constexpr const char* kText[] = {"#1D1B18", "#F1EEE9"};
constexpr const char* kSurface[] = {"#FFFFFF", "#1C1A18"};
constexpr const char* kSunken[] = {"#F0EDE7", "#262421"};

}  // namespace

TEST_CASE("contrast is WCAG's") {
  CHECK(contrast("#000000", "#FFFFFF") == doctest::Approx(21));
  CHECK(contrast("#FFFFFF", "#FFFFFF") == doctest::Approx(1));
  CHECK(contrast("#767676", "#FFFFFF") == doctest::Approx(4.54).epsilon(0.01));
}

TEST_CASE("known brands become the colours that were judged by eye") {
  CHECK(make_brand("#FFD400").light.on_accent == "#1D1B18");
  CHECK(make_brand("#ffd400").light.accent == "#FFD400");
  CHECK(make_brand("#FFD400").light.link == "#806A08");
  CHECK(make_brand("#FF6A00").light.link == "#B34A09");
  CHECK(make_brand("#7AC143").light.link == "#417902");
  CHECK(make_brand("#E60023").light.on_accent == "#FFFFFF");
  CHECK(make_brand("#E60023").light.link == "#D41124");
  CHECK(make_brand("#111111").dark.accent == "#686868");
  CHECK(make_brand("#FFFFFF").light.on_accent == "#1D1B18");
  CHECK(make_brand("#FFFFFF").light.link == "#696969");
}

TEST_CASE("what is no colour is the default brand") {
  CHECK(make_brand("").light.accent == "#1F5AA6");
  CHECK(make_brand("red").dark.link == "#8EBAF3");
  CHECK_FALSE(is_color("#12345"));
  CHECK_FALSE(is_color("#12345G"));
  CHECK_FALSE(is_color("1234567"));
}

TEST_CASE("every colour of every brand can be read") {
  std::mt19937 random(20261122);
  for (int i = 0; i < 5000; ++i) {
    char text[8];
    std::snprintf(text, sizeof text, "#%06X", static_cast<unsigned>(random() & 0xFFFFFFU));
    CAPTURE(text);
    const Brand brand = make_brand(text);
    int theme = 0;
    for (const auto* colours : {&brand.light, &brand.dark}) {
      CHECK(contrast(colours->on_accent, colours->accent) >= 4.5);
      CHECK(contrast(colours->link, kSurface[theme]) >= 4.5);
      CHECK(contrast(colours->link, kSunken[theme]) >= 4.5);
      CHECK(contrast(kText[theme], colours->accent_soft) >= 7);
      ++theme;
    }
    CHECK(contrast(brand.dark.accent, kSurface[1]) >= 1.6);
  }
}

}  // namespace brand_test
