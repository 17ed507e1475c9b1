// SPDX-License-Identifier: MIT
#include "content/settings.h"

#include <doctest/doctest.h>

#include "content/folder.h"
#include "content/problems.h"

namespace settings_test {

using namespace frontdesk;
using support::Folder;
using support::holds;
using support::shown;

namespace {

std::string problems_of(const std::string& text) {
  Settings settings;
  std::vector<Problem> problems;
  apply_settings(text, "c.yaml", settings, problems);
  return shown(problems);
}

}  // namespace

TEST_CASE("bot.yaml names every setting with the default that the code has") {
  Settings settings;
  // Values that no default has, so that one that is not read shows.
  settings.host = "x";
  settings.port = 1;
  settings.public_url = "http://x";
  settings.allowed_origins = settings.trusted_proxies = settings.languages = {"xx"};
  settings.variables = {{"a", "b"}};
  settings.log_level = "off";
  settings.session_idle_hours = settings.session_days = settings.password_length = 99;
  settings.desk = {true, "x", 1, 1, 1, 1, 1, 1};
  settings.policy = {0.9, 0.9, 0.9, 1};
  settings.outbound = {{"x"}, 1, 1, 1};
  settings.limits.exempt = {"x"};
  std::vector<Problem> problems;
  apply_settings(default_settings_text(), "bot/bot.yaml", settings, problems, true);
  CHECK(shown(problems) == "");
  CHECK(to_text(settings) == to_text(Settings{}));
}

TEST_CASE("a setting that bot.yaml forgets is found") {
  std::string text(default_settings_text());
  text.replace(text.find("  backlog:"), 10, "  #backlog:");
  Settings settings;
  std::vector<Problem> problems;
  apply_settings(text, "bot/bot.yaml", settings, problems, true);
  CHECK(holds(shown(problems), "no default for 'limits.backlog'"));
}

TEST_CASE("every setting in bot.yaml has a sentence above it, or above the line before") {
  std::istringstream lines{std::string(default_settings_text())};
  std::string line, before, before_that;
  while (std::getline(lines, line)) {
    const bool is_setting =
        line.find(": ") != std::string::npos && line.find('#') == std::string::npos;
    if (is_setting) {
      const bool told =
          before.find('#') != std::string::npos || before_that.find('#') != std::string::npos;
      CHECK_MESSAGE(told, line);
    }
    before_that = before;
    before = line;
  }
}

TEST_CASE("an override changes what it names and nothing else") {
  Folder folder;
  folder.file("bot.yaml", "variables: {shop_api: 'http://127.0.0.1:8090'}\nport: 1\n");
  folder.file("config.yaml",
              "port: 0\nlimits: {exempt: [127.0.0.0/8], messages_per_second: 0.5}\ndesk: "
              "{always_open: true}\n");
  const auto loaded = settings_for(folder.path(), folder.path() / "config.yaml");
  CHECK(shown(loaded.problems) == "");
  CHECK(loaded.settings.port == 0);
  CHECK(loaded.settings.variables.at("shop_api") == "http://127.0.0.1:8090");
  CHECK(loaded.settings.limits.exempt == std::vector<std::string>{"127.0.0.0/8"});
  CHECK(loaded.settings.limits.messages_per_second == 0.5);
  CHECK(loaded.settings.limits.backlog == Limits{}.backlog);
  CHECK(loaded.settings.desk.always_open);
  CHECK(loaded.settings.desk.routing == "manual");
}

TEST_CASE("unknown keys and wrong values are errors with their place") {
  CHECK(problems_of("prot: 1\n") ==
        "c.yaml:1:1: unknown key 'prot' in the settings, did you mean 'port'?\n");
  CHECK(problems_of("limits:\n  exmept: []\n") ==
        "c.yaml:2:3: unknown key 'exmept' in 'limits', did you mean 'exempt'?\n");
  CHECK(problems_of("port: 65536\n") ==
        "c.yaml:1:7: expected a whole number from 0 to 65535, found '65536'\n");
  CHECK(problems_of("port: '80x'\n") ==
        "c.yaml:1:7: expected a whole number from 0 to 65535, found '80x'\n");
  CHECK(problems_of("desk: {routing: manaul}\n") ==
        "c.yaml:1:17: 'manaul' is none of manual, round_robin, least_busy, fill_first, ring_all, "
        "did you mean 'manual'?\n");
  CHECK(problems_of("desk: true\n") == "c.yaml:1:7: expected 'desk': a map, found a text\n");
  CHECK(problems_of("languages: []\n") == "c.yaml:1:12: a bot has at least one language\n");
  CHECK(problems_of("languages: [lit]\n") ==
        "c.yaml:1:12: expected a language as two letters like 'lt', found 'lit'\n");
  CHECK(problems_of("public_url: shop.lt\n") ==
        "c.yaml:1:13: an address begins with https:// or http://\n");
  CHECK(holds(problems_of("policy: {article_offer: 0.9}\n"),
              "article_offer is above article_answer"));
  CHECK(holds(problems_of("policy: {article_offer: nan}\n"),
              "expected a number from 0 to 1, found 'nan'"));
  CHECK(
      holds(problems_of("variables: [a]\n"), "c.yaml:1:12: expected 'variables': a map of texts"));
  CHECK(problems_of("# nothing\n") == "");
}

TEST_CASE("a settings file that is not there is an error, a content folder without one is not") {
  CHECK(has_errors(read_settings({"/nowhere/config.yaml"}).problems));
  Folder folder;
  CHECK(settings_for(folder.path(), "").problems.empty());
}

}  // namespace settings_test
