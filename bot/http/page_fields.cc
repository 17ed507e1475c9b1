// SPDX-License-Identifier: MIT
#include "http/page_fields.h"

#include "service/conversations.h"

namespace frontdesk {

Result<std::string> page_field(const Body& body, const std::string& name) {
  constexpr std::size_t kLongest = 2000;
  auto text = body.text(name);
  if (!text) return text.error();
  if (text->size() > kLongest) {
    return Error{Code::too_large,
                 "'" + name + "' may have at most " + std::to_string(kLongest) + " bytes"};
  }
  return clean_text(*text);
}

Result<std::map<std::string, std::string>> page_attributes(const Body& body) {
  auto attributes = body.texts("attributes");
  if (!attributes) return attributes.error();
  std::map<std::string, std::string> cleaned;
  for (const auto& [name, value] : *attributes) cleaned[clean_text(name)] = clean_text(value);
  return cleaned;
}

}  // namespace frontdesk
