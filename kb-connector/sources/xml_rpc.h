// SPDX-License-Identifier: MIT
#pragma once
// XML-RPC (xmlrpc.com/spec.md): one call as text, one answer as a value. Pure; any thread.
//
// An answer is read by libxml2 without entities, DTDs, network and its HUGE limits; one that has a DOCTYPE
// is refused before anything is made of it.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

#include "core/result.h"

namespace frontdesk {

/// The call's body. Parameters are texts, whole numbers, booleans, arrays and objects.
std::string write_xml_rpc(std::string_view method, const nlohmann::json& parameters);

/// The value of a methodResponse: string, int, double and boolean as such, dateTime and base64 as text,
/// array as array, struct as object. Errors: not_found with the server's words for a fault;
/// unavailable for what is no such answer.
Result<nlohmann::json> read_xml_rpc(std::string_view xml);

}  // namespace frontdesk
