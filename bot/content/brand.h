// SPDX-License-Identifier: MIT
#pragma once
// A shop's one colour made safe: the colours of the widget in both themes, each readable on what it
// is drawn on (WCAG 2.2: 4.5 for text), whatever the colour was.
//
// Colours are "#RRGGBB" in sRGB. Lightness and chroma are changed in OKLCH with the hue kept
// (Ottosson, "A perceptual color space for image processing", 2020), so a darkened yellow stays a
// yellow.
//
//   accent       the brand colour itself; darker or lighter only where no text could be read on it, or
//                where it could not be told from the window
//   on_accent    white, or the ink of all text
//   link         the accent, darker (light theme) or lighter (dark) until it reads on surface and bubbles
//   accent_soft  a breath of the accent in the surface; only text is written on it

#include <string>

#include "core/catalog.h"

namespace frontdesk {

struct Brand {
  BrandColours light;
  BrandColours dark;
};

/// Whether a text is "#RRGGBB".
bool is_color(const std::string& text);

/// The colours for a brand; for anything that is no colour, those of the default brand (#1F5AA6
/// with the dark theme's own blue). Pure.
Brand make_brand(const std::string& color);

/// WCAG's contrast of two colours, 1 to 21.
double contrast(const std::string& a, const std::string& b);

}  // namespace frontdesk
