// SPDX-License-Identifier: MIT
#pragma once
// How search holds up as the base grows, on made-up articles; only the benchmark links it.

#include <cstddef>

namespace frontdesk {

/// Prints a row a search (ours, and the rivals that were there at build) for so many articles. Each is measured
/// in a process of its own, made by fork, so that memory is its own.
///
/// Made-up articles: a title of 5 words and a text of 60, words drawn by Zipf's law from 50,000 (the most
/// frequent is one in 16, the ten most frequent are one in 5, as in real help texts), and of every 250 words
/// one that stands nowhere else: names, numbers and mistakes, without which no vocabulary is real. A
/// question is three words of a title and four besides; the article of that title is the answer.
void measure_scale(std::size_t articles);

/// The heads of the columns.
void print_scale_heads();

}  // namespace frontdesk
