// SPDX-License-Identifier: MIT
#include "content/brand.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace frontdesk {
namespace {

const std::string kWhite = "#FFFFFF";
const std::string kInk = "#1D1B18";
constexpr double kTextContrast = 4.5;
constexpr double kEdgeContrast = 3.0;
constexpr double kLostContrast = 1.6;  // below it a fill cannot be told from the dark window
constexpr double kStep = 0.01;         // of lightness

/// What the theme draws on; the neutral tokens of the widget's style sheet.
struct Ground {
  std::string surface;
  std::string sunken;
  double soft_share;
  bool dark;
};
const Ground kLight{"#FFFFFF", "#F0EDE7", 0.10, false};
const Ground kDark{"#1C1A18", "#262421", 0.22, true};

using Rgb = std::array<double, 3>;  // sRGB, 0 to 1
struct Oklch {
  double lightness, chroma, hue;
};

Rgb from_text(const std::string& text) {
  unsigned r = 0, g = 0, b = 0;
  std::sscanf(text.c_str(), "#%2x%2x%2x", &r, &g, &b);
  return {r / 255.0, g / 255.0, b / 255.0};
}

std::string to_text(const Rgb& rgb) {
  const auto byte = [](double value) {
    return static_cast<unsigned>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
  };
  char out[8];
  std::snprintf(out, sizeof out, "#%02X%02X%02X", byte(rgb[0]) & 0xFFU, byte(rgb[1]) & 0xFFU,
                byte(rgb[2]) & 0xFFU);
  return out;
}

double linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}
double gamma(double value) {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

double luminance(const std::string& color) {
  const Rgb rgb = from_text(color);
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

Oklch to_oklch(const Rgb& rgb) {
  const double r = linear(rgb[0]), g = linear(rgb[1]), b = linear(rgb[2]);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const double x = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  const double y = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, std::hypot(x, y),
          std::atan2(y, x)};
}

Rgb to_linear(const Oklch& color) {
  const double x = color.chroma * std::cos(color.hue), y = color.chroma * std::sin(color.hue);
  const double l = std::pow(color.lightness + 0.3963377774 * x + 0.2158037573 * y, 3);
  const double m = std::pow(color.lightness - 0.1055613458 * x - 0.0638541728 * y, 3);
  const double s = std::pow(color.lightness - 0.0894841775 * x - 1.2914855480 * y, 3);
  return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
          -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
          -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

/// The colour of that lightness and hue with no more chroma than a screen can show.
std::string in_gamut(Oklch color) {
  const auto fits = [](const Rgb& rgb) {
    return std::all_of(rgb.begin(), rgb.end(),
                       [](double v) { return v >= -1e-4 && v <= 1 + 1e-4; });
  };
  // In steps of 4 %: a little inside the edge of what a screen shows, where colours are harsh.
  while (!fits(to_linear(color))) color.chroma *= 0.96;
  Rgb rgb = to_linear(color);
  for (double& value : rgb) value = gamma(std::clamp(value, 0.0, 1.0));
  return to_text(rgb);
}

/// The colour made darker (a negative step) or lighter until `good`, or black or white.
template <class Test>
std::string move_until(const std::string& color, double step, Test good) {
  std::string moved = color;
  Oklch value = to_oklch(from_text(color));
  while (!good(moved)) {
    value.lightness += step;
    if (value.lightness <= 0) return "#000000";
    if (value.lightness >= 1) return kWhite;
    moved = in_gamut(value);
  }
  return moved;
}

bool carries_text(const std::string& fill) {
  return contrast(fill, kWhite) >= kTextContrast || contrast(fill, kInk) >= kTextContrast;
}

std::string mix(const std::string& color, const std::string& into, double share) {
  const Rgb a = from_text(color), b = from_text(into);
  Rgb out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = a[i] * share + b[i] * (1 - share);
  return to_text(out);
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

BrandColours make_theme(const std::string& brand, const Ground& ground) {
  BrandColours theme;
  theme.accent = brand;
  if (ground.dark && contrast(brand, ground.surface) < kLostContrast) {
    theme.accent = move_until(brand, kStep, [&](const std::string& color) {
      return contrast(color, ground.surface) >= kEdgeContrast;
    });
  }
  // A narrow band of greys takes neither white nor ink.
  if (!carries_text(theme.accent)) {
    theme.accent = move_until(theme.accent, -kStep, [](const std::string& color) {
      return contrast(color, kWhite) >= kTextContrast;
    });
  }
  theme.on_accent = contrast(theme.accent, kWhite) >= kTextContrast ? kWhite : kInk;
  theme.link = move_until(brand, ground.dark ? kStep : -kStep, [&](const std::string& color) {
    return contrast(color, ground.surface) >= kTextContrast &&
           contrast(color, ground.sunken) >= kTextContrast;
  });
  theme.accent_soft = mix(brand, ground.surface, ground.soft_share);
  return theme;
}

}  // namespace

bool is_color(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(),
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

Brand make_brand(const std::string& color) {
  if (!is_color(color)) {
    return {{"#1F5AA6", kWhite, "#1F5AA6", "#E5EEF9"}, {"#2E6FC2", kWhite, "#8EBAF3", "#1D2C41"}};
  }
  const std::string brand = upper(color);
  return {make_theme(brand, kLight), make_theme(brand, kDark)};
}

}  // namespace frontdesk
