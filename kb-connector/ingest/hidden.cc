// SPDX-License-Identifier: MIT
#include "kb-connector/ingest/hidden.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <vector>

#include "core/ascii.h"
#include "kb-connector/ingest/css.h"

namespace frontdesk {
namespace {

/// The declarations of a style attribute.
class Style {
 public:
  explicit Style(const xmlNode* element)
      : declared_(declarations_of(attribute(element, "style"))) {}

  /// The value of a property that wins, or "".
  [[nodiscard]] std::string_view operator[](std::string_view name) const {
    const Declaration* last = nullptr;
    for (const auto& each : declared_) {
      if (each.property == name && (last == nullptr || each.important || !last->important)) {
        last = &each;
      }
    }
    return last == nullptr ? std::string_view{} : last->value;
  }

 private:
  std::vector<Declaration> declared_;
};

struct Length {
  double number = 0;
  std::string_view unit;
};

std::optional<Length> length_of(std::string_view text) {
  Length length;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), length.number);
  if (read.ec != std::errc{}) return std::nullopt;
  length.unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
  return length;
}

bool is_tiny(std::string_view font_size) {
  const auto length = length_of(font_size);
  if (!length) return false;
  if (length->unit == "px" || length->unit == "pt") return length->number < 2;
  if (length->unit == "%") return length->number < 10;
  return length->number < 0.1;
}

bool is_far_away(std::string_view position) {
  const auto length = length_of(position);
  if (!length) return false;
  return length->number <= (length->unit == "em" || length->unit == "rem" ? -60 : -900);
}

bool is_hidden_by(const Style& style) {
  constexpr std::array<std::string_view, 7> kHiding = {
      "display", "visibility", "font-size", "text-indent", "left", "top", "margin-left"};
  return std::any_of(kHiding.begin(), kHiding.end(),
                     [&](std::string_view property) { return hides(property, style[property]); });
}

/// What an element says of one of its two colours.
std::optional<std::uint32_t> own_colour(const xmlNode* element, const Style& style, bool behind) {
  if (!behind) {
    if (const auto colour = parse_colour(style["color"])) return colour;
    return parse_colour(attribute(element, "color"));
  }
  if (const auto colour = parse_colour(style["background-color"])) return colour;
  const auto background = style["background"];
  if (const auto colour = parse_colour(background)) return colour;
  const auto first = background.substr(0, background.find(' '));
  if (const auto colour = parse_colour(first)) return colour;
  return parse_colour(attribute(element, "bgcolor"));
}

/// The nearest colour that is said, from an element outwards.
std::optional<std::uint32_t> colour_around(const xmlNode* element, bool behind) {
  for (; element != nullptr && element->type == XML_ELEMENT_NODE; element = element->parent) {
    if (element->properties == nullptr) continue;
    const auto colour = own_colour(element, Style(element), behind);
    if (colour && !(behind && *colour == kTransparent)) return colour;
    // A picture or a class may be behind the letters: then nobody here knows their background.
    if (behind && Style(element)["background"].find("url(") != std::string_view::npos) {
      return std::nullopt;
    }
  }
  constexpr std::uint32_t kWhite = 0xFFFFFF;
  return behind ? std::optional(kWhite) : std::nullopt;
}

bool look_alike(std::uint32_t a, std::uint32_t b) {
  constexpr int kSeen = 10;  // a smaller difference is not
  for (const int shift : {0, 8, 16}) {
    const int one = static_cast<int>(a >> shift & 0xFF);
    const int other = static_cast<int>(b >> shift & 0xFF);
    if (std::abs(one - other) >= kSeen) return false;
  }
  return true;
}

bool is_for_screen_readers(std::string_view classes) {
  constexpr std::array<std::string_view, 4> kNames = {"screen-reader-text", "sr-only",
                                                      "visually-hidden", "visuallyhidden"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    const auto at = classes.find(name);
    if (at == std::string_view::npos) return false;
    const auto end = at + name.size();
    return (at == 0 || classes[at - 1] == ' ') && (end == classes.size() || classes[end] == ' ');
  });
}

}  // namespace

std::string attribute(const xmlNode* element, const char* name) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
      xmlGetProp(element, reinterpret_cast<const xmlChar*>(name)), xmlFree);
  return value == nullptr ? "" : reinterpret_cast<const char*>(value.get());
}

std::optional<std::uint32_t> parse_colour(std::string_view text) {
  const auto name = lowered(trimmed(text));
  struct Named {
    std::string_view name;
    std::uint32_t colour;
  };
  constexpr std::array<Named, 12> kNamed = {{{"white", 0xFFFFFF},
                                             {"snow", 0xFFFAFA},
                                             {"ivory", 0xFFFFF0},
                                             {"whitesmoke", 0xF5F5F5},
                                             {"black", 0},
                                             {"gray", 0x808080},
                                             {"grey", 0x808080},
                                             {"silver", 0xC0C0C0},
                                             {"red", 0xFF0000},
                                             {"blue", 0x0000FF},
                                             {"yellow", 0xFFFF00},
                                             {"transparent", kTransparent}}};
  for (const auto& each : kNamed) {
    if (name == each.name) return each.colour;
  }
  if (name.starts_with('#') && (name.size() == 4 || name.size() == 7)) {
    std::string digits = name.substr(1);
    if (digits.size() == 3) {
      digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
    }
    std::uint32_t colour = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, colour, 16);
    if (read.ec == std::errc{} && read.ptr == end) return colour;
  }
  if (name.starts_with("rgb")) {
    std::vector<double> numbers;
    for (std::size_t at = name.find('('); at < name.size();) {
      at = name.find_first_of("0123456789.", at);
      if (at == std::string::npos) break;
      double number = 0;
      const auto read = std::from_chars(name.data() + at, name.data() + name.size(), number);
      if (read.ec != std::errc{}) break;
      numbers.push_back(number);
      at = static_cast<std::size_t>(read.ptr - name.data());
    }
    if (numbers.size() > 3 && numbers[3] < 0.05) return kTransparent;
    if (numbers.size() >= 3) {
      const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(std::clamp(numbers[i], 0.0, 255.0));
      };
      return byte(0) << 16 | byte(1) << 8 | byte(2);
    }
  }
  return std::nullopt;
}

bool hides(std::string_view property, std::string_view value) {
  if (property == "display") return value == "none";
  if (property == "visibility") return value == "hidden" || value == "collapse";
  if (property == "font-size") return is_tiny(value);
  return (property == "text-indent" || property == "left" || property == "top" ||
          property == "margin-left") &&
         is_far_away(value);
}

bool is_hidden(const xmlNode* element) {
  if (element->properties == nullptr) return false;
  if (xmlHasProp(element, reinterpret_cast<const xmlChar*>("hidden")) != nullptr) return true;
  if (lowered(attribute(element, "aria-hidden")) == "true") return true;
  if (is_for_screen_readers(lowered(attribute(element, "class")))) return true;
  const Style style(element);
  if (is_hidden_by(style)) return true;
  const auto letters = own_colour(element, style, false);
  const auto behind = own_colour(element, style, true);
  if (!letters && !behind) return false;
  if (letters == kTransparent) return true;
  const auto seen = letters ? letters : colour_around(element, false);
  const auto ground = behind && *behind != kTransparent ? behind : colour_around(element, true);
  return seen && ground && look_alike(*seen, *ground);
}

}  // namespace frontdesk
