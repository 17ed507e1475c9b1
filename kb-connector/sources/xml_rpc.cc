// SPDX-License-Identifier: MIT
#include "kb-connector/sources/xml_rpc.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <charconv>
#include <cstdlib>
#include <limits>
#include <memory>

namespace frontdesk {
namespace {

using nlohmann::json;

constexpr int kDeepestValue = 32;

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += letter;
    }
  }
  return out;
}

std::string xml_of(const json& value) {
  std::string out;
  if (value.is_string()) {
    out = "<string>" + xml_escaped(value.get<std::string>()) + "</string>";
  } else if (value.is_boolean()) {
    out = value.get<bool>() ? "<boolean>1</boolean>" : "<boolean>0</boolean>";
  } else if (value.is_number_integer()) {
    out = "<int>" + value.dump() + "</int>";
  } else if (value.is_array()) {
    for (const json& each : value) out += xml_of(each);
    out = "<array><data>" + out + "</data></array>";
  } else {
    for (const auto& [name, each] : value.items()) {
      out += "<member><name>" + xml_escaped(name) + "</name>" + xml_of(each) + "</member>";
    }
    out = "<struct>" + out + "</struct>";
  }
  return "<value>" + out + "</value>";
}

bool is_element(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE &&
         xmlStrcmp(node->name, reinterpret_cast<const xmlChar*>(name)) == 0;
}

const xmlNode* child_element(const xmlNode* node, const char* name = nullptr) {
  for (const xmlNode* each = node == nullptr ? nullptr : node->children; each != nullptr;
       each = each->next) {
    if (each->type == XML_ELEMENT_NODE && (name == nullptr || is_element(each, name))) return each;
  }
  return nullptr;
}

std::string element_text(const xmlNode* node) {
  std::string out;
  for (const xmlNode* each = node->children; each != nullptr; each = each->next) {
    if ((each->type == XML_TEXT_NODE || each->type == XML_CDATA_SECTION_NODE) &&
        each->content != nullptr) {
      out += reinterpret_cast<const char*>(each->content);
    }
  }
  return out;
}

Error no_xml_rpc() { return {Code::unavailable, "the server's answer is no XML-RPC"}; }

// The value within <value>. Nothing that is no XML-RPC comes through.
Result<json> xml_rpc_value(const xmlNode* value, int depth) {
  if (value == nullptr || depth > kDeepestValue) return no_xml_rpc();
  const xmlNode* typed = child_element(value);
  if (typed == nullptr) return json(element_text(value));
  const std::string text = element_text(typed);
  if (is_element(typed, "int") || is_element(typed, "i4") || is_element(typed, "i8")) {
    long long number = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number).ptr != end || text.empty()) return no_xml_rpc();
    return json(number);
  }
  if (is_element(typed, "boolean")) return json(text == "1");
  if (is_element(typed, "double")) return json(std::strtod(text.c_str(), nullptr));
  if (is_element(typed, "array")) {
    json array = json::array();
    const xmlNode* data = child_element(typed, "data");
    for (const xmlNode* each = child_element(data); each != nullptr; each = each->next) {
      if (!is_element(each, "value")) continue;
      auto item = xml_rpc_value(each, depth + 1);
      if (!item) return item;
      array.push_back(std::move(*item));
    }
    return array;
  }
  if (is_element(typed, "struct")) {
    json object = json::object();
    for (const xmlNode* each = child_element(typed); each != nullptr; each = each->next) {
      const xmlNode* name = is_element(each, "member") ? child_element(each, "name") : nullptr;
      if (name == nullptr) continue;
      auto item = xml_rpc_value(child_element(each, "value"), depth + 1);
      if (!item) return item;
      object[element_text(name)] = std::move(*item);
    }
    return object;
  }
  return json(text);
}

}  // namespace

std::string write_xml_rpc(std::string_view method, const json& parameters) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodCall><methodName>" +
                    xml_escaped(method) + "</methodName><params>";
  for (const json& each : parameters) out += "<param>" + xml_of(each) + "</param>";
  return out + "</params></methodCall>";
}

Result<json> read_xml_rpc(std::string_view xml) {
  // Without a DOCTYPE there are no entities to expand; no XML-RPC has one.
  if (xml.find("<!DOCTYPE") != std::string_view::npos ||
      xml.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return no_xml_rpc();
  }
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "answer.xml", nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      &xmlFreeDoc);
  if (document == nullptr) return no_xml_rpc();
  const xmlNode* root = xmlDocGetRootElement(document.get());
  if (root == nullptr || !is_element(root, "methodResponse")) return no_xml_rpc();
  if (const xmlNode* fault = child_element(root, "fault"); fault != nullptr) {
    const auto said = xml_rpc_value(child_element(fault, "value"), 0);
    std::string words = "the server refused the call";
    if (said && said->is_object() && said->contains("faultString") &&
        (*said)["faultString"].is_string()) {
      words = "the server says: " + (*said)["faultString"].get<std::string>().substr(0, 300);
    }
    return Error{Code::not_found, words};
  }
  const xmlNode* params = child_element(root, "params");
  return xml_rpc_value(child_element(child_element(params, "param"), "value"), 0);
}

}  // namespace frontdesk
