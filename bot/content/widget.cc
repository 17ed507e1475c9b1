// SPDX-License-Identifier: MIT
// widget.yaml: what the widget says before anybody has spoken. Declared in readers.h.
#include "content/brand.h"
#include "content/readers.h"

namespace frontdesk {

void read_widget(const yaml::Node& root, Reading& reading) {
  yaml::Fields fields(root, "widget.yaml", reading.problems);
  WidgetSettings& widget = reading.catalog.widget;
  widget.name = fields.required_text("name");
  widget.brand = fields.text("brand");
  if (!widget.brand.empty() && !is_color(widget.brand)) {
    const auto* node = root.find("brand");
    yaml::add_error(reading.problems, node->at,
                    "expected a colour as '#RRGGBB', found '" + widget.brand + "'");
    widget.brand.clear();
  } else if (const auto* node = root.find("brand"); node != nullptr && node->is_empty()) {
    // The most common slip: without quotes, # begins a comment.
    yaml::add_error(reading.problems, node->at, "put quotes around a colour: brand: '#1F5AA6'");
  }
  const Brand colours = make_brand(widget.brand);
  widget.light = colours.light;
  widget.dark = colours.dark;
  if (const auto* greeting = fields.get("greeting")) {
    widget.greeting = read_local_text(*greeting, "'greeting'", reading);
    warn_of_missing_languages(widget.greeting, fields.key_at("greeting"), "the greeting", reading);
  }
  widget.starters = fields.texts("starters");
  widget.email = fields.text("email");
  if (!widget.email.empty() && widget.email.find('@') == std::string::npos) {
    yaml::add_error(reading.problems, fields.key_at("email"),
                    "expected an e-mail address, found '" + widget.email + "'");
  }
  widget.privacy_url = fields.text("privacy_url");
  const bool is_link =
      widget.privacy_url.rfind("https://", 0) == 0 || widget.privacy_url.rfind("http://", 0) == 0 ||
      (widget.privacy_url.rfind('/', 0) == 0 && widget.privacy_url.rfind("//", 0) != 0);
  if (!widget.privacy_url.empty() && !is_link) {
    // Visitors will press it: no other scheme, least of all javascript:.
    yaml::add_error(reading.problems, fields.key_at("privacy_url"),
                    "an address begins with https://, http:// or /");
    widget.privacy_url.clear();
  }
  widget.side = fields.one_of("side", widget.side, {"left", "right"});
  widget.mode = fields.one_of("mode", widget.mode, {"neutral", "self_service", "ask_first"});
  widget.retention_days =
      static_cast<int>(fields.whole("retention_days", widget.retention_days, 1, 3650));
  fields.finish();
}

}  // namespace frontdesk
