// SPDX-License-Identifier: MIT
// Drawings are 360 units wide, so that on a phone one unit is about one pixel and letters stay readable.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "models/html.h"
#include "models/intervals.h"
#include "models/report_parts.h"

namespace frontdesk {
namespace {

constexpr double kLeft = 42;
constexpr double kRight = 350;
constexpr double kTop = 22;
constexpr std::size_t kMostPoints = 240;

// A length in the drawing: two decimals are less than a pixel.
std::string at(double value) { return decimal(value, 2); }

std::string line(const char* kind, double x1, double y1, double x2, double y2) {
  return std::string("<line class=") + kind + " x1=" + at(x1) + " y1=" + at(y1) + " x2=" + at(x2) +
         " y2=" + at(y2) + " />";
}

std::string rectangle(const char* kind, double x, double y, double width, double height,
                      const std::string& hint) {
  return std::string("<rect class=") + kind + " x=" + at(x) + " y=" + at(y) +
         " width=" + at(width) + " height=" + at(height) + " rx=1.5><title>" + hint +
         "</title></rect>";
}

std::string words(const char* kind, double x, double y, const std::string& text) {
  return std::string("<text class=\"") + kind + "\" x=" + at(x) + " y=" + at(y) + ">" + text +
         "</text>";
}

std::string svg_start(double height, const std::string& label) {
  return "<svg viewBox=\"0 0 360 " + at(height) + "\" role=img aria-label=\"" + label + "\">";
}

// Whole percents where steps are whole.
std::string tick(double share) {
  const double value = share * 100;
  return decimal(value, std::abs(value - std::round(value)) < 1e-9 ? 0 : 1);
}

// Lines across with their percents, and the axis below with its own.
std::string grid(double bottom, double largest_y) {
  std::string out;
  constexpr int kSteps = 5;
  for (int i = 0; i <= kSteps; ++i) {
    const double part = static_cast<double>(i) / kSteps;
    const double y = bottom - part * (bottom - kTop);
    out += line("grid", kLeft, y, kRight, y);
    out += words("end", kLeft - 5, y + 3.5, tick(part * largest_y));
  }
  return out;
}

std::string axis_below(double y) {
  std::string out;
  for (int i = 0; i <= 5; ++i) {
    out += words("middle", kLeft + i * (kRight - kLeft) / 5, y, std::to_string(i * 20));
  }
  return out;
}

// Where the scale ends: its fifths are round.
double ceiling_of(double share) {
  for (const double step : {0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 0.75}) {
    if (share <= step) return step;
  }
  return 1;
}

// At most kMostPoints, evenly over the answered rows, the last one among them.
std::vector<RiskPoint> thinned(const std::vector<RiskPoint>& points) {
  if (points.size() <= kMostPoints) return points;
  std::vector<RiskPoint> kept;
  const double step = static_cast<double>(points.back().answered) / kMostPoints;
  double next = 0;
  for (const auto& point : points) {
    if (static_cast<double>(point.answered) < next) continue;
    kept.push_back(point);
    next = static_cast<double>(point.answered) + step;
  }
  if (kept.back().answered != points.back().answered) kept.push_back(points.back());
  return kept;
}

}  // namespace

std::string reliability_chart(const Reliability& bins) {
  constexpr double kBottom = 238;
  constexpr double kCountTop = 274;
  constexpr double kCountBottom = 312;
  constexpr double kWidth = (kRight - kLeft) / static_cast<double>(kReliabilityBins);
  const auto y_of = [](double share) { return kBottom - share * (kBottom - kTop); };
  std::size_t most = 1;
  for (const auto& bin : bins) most = std::max(most, bin.count);
  std::string out = svg_start(338, "Reliability: share right by confidence, with rows a bin");
  out += words("axis", kLeft - 36, 9, "right, %");
  out += grid(kBottom, 1);
  out += line("diagonal", kLeft, y_of(0), kRight, y_of(1));
  for (std::size_t k = 0; k < bins.size(); ++k) {
    const auto& bin = bins[k];
    if (bin.count == 0) continue;
    const double x = kLeft + static_cast<double>(k) * kWidth;
    const double middle = x + kWidth / 2;
    const double confidence = bin.confidence_sum / static_cast<double>(bin.count);
    const double dot = kLeft + confidence * (kRight - kLeft);
    const Share right{bin.right, bin.count};
    const Interval interval = *wilson(right);
    const std::string hint = counted(bin.count, "row", "rows") + ", mean confidence " +
                             percent(confidence) + ", right " + percent(right) + " (" +
                             percent(interval.low) + " to " + percent(interval.high) + ")";
    out += rectangle("bar", x + 1, y_of(*right.value()), kWidth - 2,
                     std::max(kBottom - y_of(*right.value()), 1.0), hint);
    out += line("whisker", dot, y_of(interval.low), dot, y_of(interval.high));
    out += "<circle class=dot cx=" + at(dot) + " cy=" + at(y_of(*right.value())) + " r=3><title>" +
           hint + "</title></circle>";
    const double height =
        (kCountBottom - kCountTop) * static_cast<double>(bin.count) / static_cast<double>(most);
    out += rectangle("count", x + 1, kCountBottom - std::max(height, 1.0), kWidth - 2,
                     std::max(height, 1.0), hint);
    out += words("small middle", middle, kCountBottom - std::max(height, 1.0) - 3,
                 std::to_string(bin.count));
  }
  out += line("base", kLeft, kBottom, kRight, kBottom);
  out += line("base", kLeft, kCountBottom, kRight, kCountBottom);
  out += axis_below(kBottom + 13);
  out += words("axis", kLeft - 36, kCountTop - 4, "rows");
  out += words("axis middle", (kLeft + kRight) / 2, kCountBottom + 20, "confidence, %");
  return out + "</svg>";
}

std::string risk_chart(const std::vector<JudgedRow>& rows, double threshold) {
  constexpr double kBottom = 262;
  const auto points = thinned(risk_coverage(rows));
  const auto all = static_cast<double>(std::max<std::size_t>(rows.size(), 1));
  const Counts chosen = counts_of(rows, threshold);
  // The first few rows swing between nothing and all; the scale looks at what comes after.
  double largest = chosen.wrong_when_answered().value().value_or(0);
  for (const auto& point : points) {
    if (static_cast<double>(point.answered) >= 0.1 * all)
      largest = std::max(largest, *Share{point.wrong, point.answered}.value());
  }
  largest = ceiling_of(largest);
  const auto x_of = [&](std::size_t answered) {
    return kLeft + static_cast<double>(answered) / all * (kRight - kLeft);
  };
  const auto y_of = [&](double risk) {
    return kBottom - std::min(risk / largest, 1.0) * (kBottom - kTop);
  };
  std::string out = svg_start(300, "Risk and coverage: wrong share of answers by answered share");
  out += words("axis", kLeft - 36, 9, "wrong answers, % of the answers");
  out += grid(kBottom, largest);
  std::string curve;
  std::string above;
  std::string below;
  for (const auto& point : points) {
    const Share wrong{point.wrong, point.answered};
    const std::string x = at(x_of(point.answered));
    const Interval interval = *wilson(wrong);
    curve += x + ',' + at(y_of(*wrong.value())) + ' ';
    above += x + ',' + at(y_of(interval.high)) + ' ';
    below.insert(0, x + ',' + at(y_of(interval.low)) + ' ');
  }
  out += "<polygon class=band points=\"" + above + below + "\" />";
  out += "<polyline class=curve points=\"" + curve + "\" />";
  out += line("base", kLeft, kBottom, kRight, kBottom);
  if (chosen.answered > 0) {
    const double x = x_of(chosen.answered);
    const double y = y_of(*chosen.wrong_when_answered().value());
    const bool is_left = x < (kLeft + kRight) / 2;
    out += line("chosen", x, y, x, kBottom);
    out += "<circle class=point cx=" + at(x) + " cy=" + at(y) + " r=5><title>threshold " +
           decimal(threshold, 3) + "</title></circle>";
    const double label_y = std::max(y - 24, kTop + 10);
    const char* side = is_left ? "label" : "label end";
    const double label_x = is_left ? x + 9 : x - 9;
    out += words(side, label_x, label_y, "threshold " + decimal(threshold, 2));
    out += words(side, label_x, label_y + 13, percent(chosen.wrong_when_answered()) + " wrong");
  }
  out += axis_below(kBottom + 14);
  out += words("axis middle", (kLeft + kRight) / 2, kBottom + 31, "answered, % of the rows");
  return out + "</svg>";
}

}  // namespace frontdesk
