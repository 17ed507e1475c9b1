// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/charset.h"

#include <doctest/doctest.h>

namespace charset_test {

using namespace frontdesk;

namespace {

// "Ačiū už žąsį" as each of the charsets has it.
const std::string kUtf8 = "Ačiū už žąsį";
const std::string k1257 = "A\xE8i\xFB u\xFE \xFE\xE0s\xE1";
const std::string k8859_13 = k1257;  // the letters of Lithuanian are the same in both
const std::string k8859_4 = "A\xE8i\xFE u\xBE \xBE\xB1s\xE7";

}  // namespace

TEST_CASE("a page that says nothing is UTF-8 if it can be, else Baltic") {
  CHECK(decode_page(kUtf8, "") == kUtf8);
  CHECK(decode_page("plain", "") == "plain");
  CHECK(decode_page("", "").empty());
  CHECK(decode_page(k1257, "") == kUtf8);
  // Baltic quotation marks are only in windows-1257, the control byte 0x81 only in ISO-8859-13.
  CHECK(decode_page("\x84" + k1257 + "\x93", "") == "„" + kUtf8 + "“");
  CHECK(decode_page("\x81" + k8859_13, "") == "\xC2\x81" + kUtf8);
}

TEST_CASE("a byte order mark says more than the header, the header more than the page") {
  CHECK(decode_page("\xEF\xBB\xBF" + kUtf8, "text/html; charset=windows-1257") == kUtf8);
  CHECK(decode_page(std::string("\xFF\xFE\x7E\x01", 4), "text/html; charset=utf-8") == "ž");
  CHECK(decode_page(std::string("\xFE\xFF\x01\x7E", 4), "") == "ž");
  CHECK(decode_page(k8859_4, "text/html; charset=ISO-8859-4") == kUtf8);
  const std::string page = "<html><head><meta charset=iso-8859-4></head>";
  CHECK(decode_page(page + k8859_4, "text/html") == page + kUtf8);
  CHECK(decode_page(page + k1257, "text/html; charset=\"windows-1257\"") == page + kUtf8);
  const std::string old =
      "<META http-equiv='Content-Type' content='text/html; charset=windows-1257'>";
  CHECK(decode_page(old + k1257, "") == old + kUtf8);
}

TEST_CASE("a charset that is wrong or that no page should have is passed over") {
  CHECK(decode_page(k1257, "text/html; charset=utf-8") == kUtf8);
  CHECK(decode_page("+ADw-script+AD4-", "text/html; charset=utf-7") == "+ADw-script+AD4-");
  CHECK(decode_page(kUtf8, "text/html; charset=nonsense") == kUtf8);
  CHECK(decode_page(kUtf8, "text/html; charset=utf-8//IGNORE") == kUtf8);
  CHECK(decode_page(kUtf8, "text/html; charset=") == kUtf8);
  CHECK(decode_page("<meta charset=utf-16>" + kUtf8, "") == "<meta charset=utf-16>" + kUtf8);
  // Latin 1 is what browsers take for it.
  CHECK(decode_page("\x80 caf\xE9", "text/html; charset=iso-8859-1") == "€ café");
}

TEST_CASE("a few broken bytes do not make a text of UTF-8 another one") {
  CHECK(visible_text(decode_page(kUtf8 + kUtf8 + "\xE8", "")) == kUtf8 + kUtf8 + "\uFFFD");
}

TEST_CASE("what nobody sees is no part of a text") {
  CHECK(visible_text("a\u202Eb\u2066c\u2069d\u200Be\uFEFFf\u00ADg\u2060h\u200Fi") == "abcdefghi");
  CHECK(visible_text(std::string("a\0b\x01\x7F\x1B[1m", 9)) == "ab[1m");
  CHECK(visible_text("a\nb\tc") == "a\nb\tc");
  CHECK(visible_text("a\U000E0041b") == "ab");
  // Composed, so that one letter is written in one way.
  CHECK(visible_text("z\u030C") == "ž");
  CHECK(visible_text("a\xFF") == "a\uFFFD");
}

}  // namespace charset_test
