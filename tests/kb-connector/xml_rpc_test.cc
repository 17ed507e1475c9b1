// SPDX-License-Identifier: MIT
#include "kb-connector/sources/xml_rpc.h"

#include <doctest/doctest.h>

namespace xml_rpc_test {

using namespace frontdesk;
using nlohmann::json;

namespace {

Result<json> read(const std::string& value) {
  return read_xml_rpc("<methodResponse><params><param><value>" + value +
                      "</value></param></params></methodResponse>");
}

}  // namespace

TEST_CASE("a call has its parameters, and nothing in them is markup") {
  CHECK(write_xml_rpc("a.b", {"<&>", 7, true, json::array(), json{{"depth", 0}}}) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodCall><methodName>a.b</methodName><params>"
        "<param><value><string>&lt;&amp;&gt;</string></value></param>"
        "<param><value><int>7</int></value></param>"
        "<param><value><boolean>1</boolean></value></param>"
        "<param><value><array><data></data></array></value></param>"
        "<param><value><struct><member><name>depth</name><value><int>0</int></value></member>"
        "</struct></value></param></params></methodCall>");
}

TEST_CASE("every kind of value is read") {
  const auto all = read(
      "<array><data><value>plain</value><value><string>ą&lt;b</string></value>"
      "<value><i4>-3</i4></value><value><boolean>0</boolean></value>"
      "<value><double>1.5</double></value>"
      "<value><dateTime.iso8601>20261122T11:28:52</dateTime.iso8601></value>"
      "<value><struct><member><name>n</name><value><int>1</int></value></member></struct></value>"
      "<value><string><![CDATA[<p>]]></string></value></data></array>");
  REQUIRE(all);
  CHECK(*all == json({"plain", "ą<b", -3, false, 1.5, "20261122T11:28:52", json{{"n", 1}}, "<p>"}));
}

TEST_CASE("a number that is none, a nest without end and an entity are no answer") {
  CHECK(read("<int>many</int>").error().code == Code::unavailable);
  CHECK(read("<int></int>").error().code == Code::unavailable);
  std::string deep, end;
  for (int i = 0; i < 60; ++i) {
    deep += "<array><data><value>";
    end.insert(0, "</value></data></array>");
  }
  CHECK(read(deep + end).error().code == Code::unavailable);
  CHECK(read_xml_rpc("<!DOCTYPE methodResponse [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
                     "<methodResponse><params><param><value>&a;</value></param></params>"
                     "</methodResponse>")
            .error()
            .code == Code::unavailable);
}

}  // namespace xml_rpc_test
