// SPDX-License-Identifier: MIT
#pragma once
// Whether everything that content names is there, and whether its flows lead somewhere.

#include <string>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

/// Problems of a whole catalog, its articles included; sorted by place. Run it after the articles
/// were added.
///
/// `sources` are the names of the content's sources. An article of one of them ("wiki:12") is none of this
/// function's: such articles are not content.
///
/// Errors: a flow, article, team, intent, entity, slot or step that does not exist (with the
/// nearest name that does); a test that expects an unknown intent; a {placeholder} that nothing
/// fills; a flow with a step that is never reached, or with a circle in which nobody is asked
/// anything. Warnings: an article in none of a visitor's languages, a mark whose entity is almost
/// the name of another.
std::vector<Problem> check_references(const Catalog& catalog,
                                      const std::vector<std::string>& sources = {});

/// The source that an article's id names, "wiki" of "wiki:12", or "".
std::string source_in(const ArticleId& id);

/// The part of it that is about one flow.
void check_flow(const Flow& flow, const Catalog& catalog, std::vector<Problem>& problems);

/// The part of it that is about what agents have at hand: a {name} in a reply that nothing fills. In
/// toolbox.cc.
void check_toolbox(const Catalog& catalog, std::vector<Problem>& problems);

/// The names in braces of a text: "Order {order_number}" has one. Braces around anything but a name
/// (a-z, digits, _) are text.
std::vector<std::string> placeholders_of(const std::string& text);

}  // namespace frontdesk
