// SPDX-License-Identifier: MIT
#pragma once
// The sections of the report's page and its drawings. Inside models/report*.cc only.
//
// Each returns a piece of HTML that stands alone; pure functions.

#include <string>
#include <vector>

#include "models/curves.h"
#include "models/evaluate.h"

namespace frontdesk {

/// The page's style sheet: the roles and values of the console's colours, by prefers-color-scheme.
const char* report_style();

// ---- Drawings: inline SVG, coloured by the style sheet ----

/// Share right a bin of confidence with its 95 % interval, against the diagonal; below it the rows a bin.
std::string reliability_chart(const Reliability& bins);

/// Wrong share of the answers by answered share of the rows, with its 95 % interval, and the chosen threshold.
std::string risk_chart(const std::vector<JudgedRow>& rows, double threshold);

// ---- Sections: from <section> to </section> ----

std::string confidence_section(const std::vector<JudgedRow>& rows);
std::string threshold_section(const std::vector<JudgedRow>& rows, double threshold);
std::string matrix_section(const std::vector<JudgedRow>& rows, double threshold);
std::string confusions_section(const std::vector<JudgedRow>& rows, double threshold);
std::string stolen_section(const std::vector<JudgedRow>& rows, double threshold);
std::string near_duplicates_section(const std::vector<JudgedRow>& rows);
std::string intents_section(const std::vector<JudgedRow>& rows, double threshold);

/// `<section id=ID><h2>TITLE</h2><p>LEAD`: the caller goes on and closes both.
std::string section_start(const char* id, const char* title, const std::string& lead);

/// `<div>` around a table that may be wider than the screen; the caller closes it.
std::string scroll_start(const char* label);

/// An intent's name, escaped; out of scope in words.
std::string intent_name(const std::string& label);

/// The same for running text: it may break after its underscores.
std::string breakable_name(const std::string& label);

}  // namespace frontdesk
