// SPDX-License-Identifier: MIT
#pragma once
// How one service's API lists its articles, as data: kb-connector/mappings/*.yaml, built into the program, or a
// file of the owner's. A path or a name that changed is a change of such a file.
//
//   name: Freshdesk Solutions
//   url: https://api.example.com         # where the owner says none
//   basic: '{secret}:X'                  # what {basic} stands for, in base64
//   headers: {Authorization: 'Basic {basic}'}
//   list:                                # the last step lists articles, those before what they stand in
//     - {name: folder, path: '/folders{/locale}', items: /folders}
//     - {name: article, path: '/folders/{folder.id}/articles?page={page}', full: 100}
//   article: {id: /id, title: /title, body: /description, updated_at: /updated_at}
//   published: [{field: /status, is: ['2']}]
//   everybody: [{of: folder, field: /visibility, is: ['1']}]
//
// What names a place in an answer is a JSON pointer (RFC 6901): "/a/b", or "" for all of it. In a path stand
// {user}, {secret}, {locale}, {/locale} ("/lt", or nothing where the owner named no `locales`), {page} (1, 2
// ...), {offset} (0, then what was listed), {id}, {STEP.KEY} of a step before, and any option of the source.
//
// The rest of a list: `next` is the place of its address, `link` a Link header with rel=next, `pages` the place
// of their number, `full` how many items a part has that is not the last. A step can have parts within each of
// its items: `inside` is their path, asked for where the number at `inside_count` is above zero.
//
// `fetch` is how one article is read where the list has no text: {path, item, body, tags}. `translations` is
// the place of a map from language to an object with fields of the same names. `newest_first`: a list after
// some time ends at the first older article. `time: iso` or `unix` (seconds), `body: html` or `markdown`.
//
// A rule holds when the field is there and its value is one of `is` ("[]": an empty list), with `or_missing` also
// without the field. An article is listed when all of `published` hold. It is for everybody when all of
// `everybody` hold, else for agents only; without such rules the source's `visibility` decides. `of` looks at
// the step of that name.
//
// `retry`: headers that say when to ask again: `after` (Retry-After), `wait` (seconds), `at` (unix seconds).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/catalog.h"

namespace frontdesk {

struct HelpCenterMapping {
  struct Rule {
    std::string of;  // a step's name; empty: the article
    std::string field;
    std::vector<std::string> is;
    bool or_missing = false;
  };
  struct Step {
    std::string name;
    std::string path;
    std::string items;
    std::string next;
    bool link = false;
    std::string pages;
    int full = 0;
    std::string inside;
    std::string inside_count;
  };
  struct Fields {
    std::string id = "/id";
    std::string title;
    std::string body;
    std::string url;
    std::string language;
    std::string updated_at;
    std::string tags;
  };
  struct Fetch {
    std::string path;
    std::string item;
    std::string body;
    std::string tags;
  };
  struct Retry {
    std::string after;
    std::string wait;
    std::string at;
  };

  std::string name;
  std::string url;
  std::string basic;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<Step> list;
  Fields article;
  std::optional<Fetch> fetch;
  std::string translations;
  bool newest_first = false;
  bool unix_time = false;
  bool markdown = false;
  std::vector<Rule> published;
  std::vector<Rule> everybody;
  Retry retry;
};

/// Names of the mappings that are built in, sorted.
const std::vector<std::string>& help_center_services();

/// The built-in mapping of that name, as it stands in the repository; empty when there is none.
std::string_view help_center_file(std::string_view service);

/// Reads a mapping. Nothing when it has an error; `problems` says which.
std::optional<HelpCenterMapping> read_mapping(std::string_view text, const std::string& file,
                                              std::vector<Problem>& problems);

}  // namespace frontdesk
