// SPDX-License-Identifier: MIT
#pragma once
// What a page's own style sheets hide.

#include <libxml/tree.h>

namespace frontdesk {

/// Writes what the <style> elements of a page say of an element into its `style` attribute, so far as it tells
/// whether the element is seen (hidden.h). Read are rules for tags, classes and ids ("p", ".a", "#b", "p.a.b"),
/// outside of at-rules or in "@media screen" or "all"; sheets elsewhere are not.
///
/// In doubt text is seen:
///   - What another rule shows in some state (".panel.open", "#more:checked ~ .panel", a wider screen) is folded
///     away, not hidden. So is what a script will show: html, body, main and what is around main.
///   - Small letters hide nothing when something inside has letters of a size of its own.
///   - In a page with sheets elsewhere colours count where one element is given both of its own.
/// Work is bounded; what comes after the bound is left as it is. One thread a tree.
void apply_style_sheets(xmlDoc* tree);

}  // namespace frontdesk
