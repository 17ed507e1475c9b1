// SPDX-License-Identifier: MIT
#pragma once
// Text that a page has and a reader does not see. Words are hidden in pages to be found by; they are neither
// searched nor shown. Pure functions; any thread.

#include <libxml/tree.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

/// Whether an element, on its own, is not to be seen: `hidden`, aria-hidden, a style of display: none,
/// visibility: hidden, letters under 2 pixels, a place far outside of the page, a class that means "for screen
/// readers only"; or letters in the colour of what is behind them, both as said by attributes of the element or
/// around it (behind everything is white). Of style sheets counts what style_sheets.h wrote into attributes.
/// Opacity and height are not read: what these hide is often only folded away, or comes in when the page is
/// scrolled.
bool is_hidden(const xmlNode* element);

/// Whether this declaration, on its own, hides an element; of colours none does.
bool hides(std::string_view property, std::string_view value);

/// An attribute's value, or "".
std::string attribute(const xmlNode* element, const char* name);

/// A colour of CSS: #rgb, #rrggbb, rgb(), rgba(), the names that matter; as 0xRRGGBB. Nothing for others;
/// kTransparent for no colour at all.
inline constexpr std::uint32_t kTransparent = 0xFF000000;
std::optional<std::uint32_t> parse_colour(std::string_view text);

}  // namespace frontdesk
