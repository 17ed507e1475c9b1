// SPDX-License-Identifier: MIT
#pragma once
// What the site's page says in a request of a visitor's client. Anybody can write it: it is bounded, and
// cleaned of what cannot be read.

#include <map>
#include <string>

#include "core/result.h"
#include "http/body.h"

namespace frontdesk {

/// A text field. too_large: over 2,000 bytes.
Result<std::string> page_field(const Body& body, const std::string& name);

/// `attributes`: what the page knows of the visitor and of what he looks at.
Result<std::map<std::string, std::string>> page_attributes(const Body& body);

}  // namespace frontdesk
