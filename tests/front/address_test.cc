// SPDX-License-Identifier: MIT
#include "http/address.h"

#include <doctest/doctest.h>

namespace address_test {

using frontdesk::Address;
using frontdesk::address_group;
using frontdesk::client_address;
using frontdesk::Networks;

TEST_CASE("an address is read with brackets, port and zone, and spelled one way") {
  const std::pair<const char*, const char*> cases[] = {
      {"192.0.2.7", "192.0.2.7"},        {" 192.0.2.7:8080 ", "192.0.2.7"},
      {"2001:DB8::0007", "2001:db8::7"}, {"[2001:db8::7]:443", "2001:db8::7"},
      {"fe80::1%eth0", "fe80::1"},       {"::ffff:192.0.2.7", "192.0.2.7"}};
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    const auto address = Address::parse(text);
    REQUIRE(address.has_value());
    CHECK(address->text() == expected);
  }
  for (const auto* text :
       {"", "unknown", "1.2.3", "1.2.3.4.5", "_hidden", "[", "::g", "010.1.1.1.x"}) {
    CAPTURE(text);
    CHECK_FALSE(Address::parse(text).has_value());
  }
}

TEST_CASE("blocks match by their prefix, to the bit, within their family") {
  const Networks blocks({"10.0.0.0/8", "192.0.2.128/25", "2001:db8::/33", "203.0.113.5", "rubbish",
                         "1.2.3.4/33", "1.2.3.4/x"});
  for (const auto* in :
       {"10.255.0.1", "192.0.2.255", "2001:db8:7fff::1", "203.0.113.5", "::ffff:10.0.0.1"}) {
    CAPTURE(in);
    CHECK(blocks.contains(std::string_view(in)));
  }
  for (const auto* out : {"11.0.0.1", "192.0.2.127", "2001:db8:8000::1", "203.0.113.6", "1.2.3.4",
                          "::a00:1", "nonsense"}) {
    CAPTURE(out);
    CHECK_FALSE(blocks.contains(std::string_view(out)));
  }
  CHECK(Networks({"0.0.0.0/0"}).contains(std::string_view("8.8.8.8")));
  CHECK_FALSE(Networks({"0.0.0.0/0"}).contains(std::string_view("2001:db8::1")));
}

TEST_CASE("an IPv6 client counts by its /64, an IPv4 client by itself") {
  CHECK(address_group("2001:db8:1:2:3:4:5:6") == address_group("2001:db8:1:2::9"));
  CHECK(address_group("2001:db8:1:2::9") != address_group("2001:db8:1:3::9"));
  CHECK(address_group("192.0.2.7") == "192.0.2.7");
}

TEST_CASE("the client is the rightmost address that no trusted proxy owns") {
  const Networks trusted({"127.0.0.1", "10.0.0.0/8"});
  CHECK(client_address("203.0.113.1", "6.6.6.6", trusted) == "203.0.113.1");
  CHECK(client_address("127.0.0.1", "", trusted) == "127.0.0.1");
  CHECK(client_address("127.0.0.1", "6.6.6.6, 203.0.113.9", trusted) == "203.0.113.9");
  CHECK(client_address("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.1.1.1", trusted) == "203.0.113.9");
  CHECK(client_address("127.0.0.1", "10.1.1.1", trusted) == "10.1.1.1");
  CHECK(client_address("127.0.0.1", "6.6.6.6, unknown", trusted) == "127.0.0.1");
  CHECK(client_address("127.0.0.1", "6.6.6.6, unknown, 10.2.2.2", trusted) == "10.2.2.2");
  CHECK(client_address("127.0.0.1", "[2001:db8::9]:4711", trusted) == "2001:db8::9");
}

}  // namespace address_test
