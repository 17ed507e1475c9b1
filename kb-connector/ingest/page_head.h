// SPDX-License-Identifier: MIT
#pragma once
// What a page says of itself outside of its text. Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "kb-connector/ingest/html_tree.h"
#include "kb-connector/ingest/page.h"

namespace frontdesk {

/// Sets title, language, canonical, noindex and modified from <html lang> and <head>.
void read_head(const HtmlTree& tree, std::string_view url, CleanPage& page);

/// What links of the page are relative to: its <base>, or `url`.
std::string base_of(const HtmlTree& tree, std::string_view url);

}  // namespace frontdesk
