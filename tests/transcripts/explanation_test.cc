// SPDX-License-Identifier: MIT
#include "cli/explanation.h"

#include <doctest/doctest.h>

#include "support/small_bot.h"

namespace explanation_test {

using namespace support;

namespace {

Catalog explained_catalog() {
  auto catalog = small_catalog();
  for (auto& intent : catalog.intents) {
    if (intent.name == "order_status") {
      intent.rules.push_back({.id = "order.any", .pattern = "order", .priority = -1});
      intent.rules.push_back(
          {.id = "order.veto", .pattern = "my order", .unless = "where is", .priority = 9});
      intent.examples = {{"where did my order go", "en", {}, {}}};
    }
  }
  return catalog;
}

struct Explained {
  explicit Explained(const std::string& text)
      : brain(small_brain(explained_catalog(), knowing())),
        examples(training_rows(brain->catalog)),
        explanation(explain(*brain, conversation, {.text = text}, from_millis(0))) {}

  static std::unique_ptr<FakeClassifier> knowing() {
    auto classifier = std::make_unique<FakeClassifier>();
    classifier->learn("Where is my order 10023", {{"order_status", 0.7}, {"return_item", 0.2}});
    return classifier;
  }

  [[nodiscard]] nlohmann::ordered_json json() const {
    return explanation_json(*brain, examples, explanation);
  }
  [[nodiscard]] std::string text() const { return explanation_text(*brain, examples, explanation); }

  std::shared_ptr<const Brain> brain;
  Conversation conversation;
  NearestExamples examples;
  Explanation explanation;
};

}  // namespace

TEST_CASE("an explanation names the rules, the runner-up, the threshold and the nearest examples") {
  const auto json = Explained("Where is my order 10023").json();
  CHECK(json["intent"] == "order_status");
  CHECK(json["rule"] == "order.where");
  CHECK(json["threshold"] == 0.5);
  CHECK(json["runner_up"]["intent"] == "return_item");
  CHECK(json["runner_up"]["confidence"] == 0.2);
  REQUIRE(json["rules"].size() == 3);
  CHECK(json["rules"][0]["id"] == "order.veto");
  CHECK(json["rules"][0]["vetoed_by"] == "Where is");
  CHECK(json["rules"][1]["id"] == "order.where");
  CHECK(json["rules"][1]["matched"] == "Where is my order");
  CHECK_FALSE(json["rules"][1].contains("lost_to"));
  CHECK(json["rules"][2]["lost_to"] == "order.where");
  CHECK(json["vetoed"] == std::vector<std::string>{"order.veto"});
  REQUIRE(json["nearest"].size() == 1);
  CHECK(json["nearest"][0]["text"] == "where did my order go");
  CHECK(json["entities"][0]["value"] == "10023");
  CHECK(json["decision"]["action"] == "flow");
  CHECK(json["parts"].empty());
  CHECK(json["because"] == "rule order.where");
}

TEST_CASE("two questions are two parts, and the decision says what comes also") {
  const auto json = Explained("where is my order? when are you open").json();
  REQUIRE(json["parts"].size() == 2);
  CHECK(json["parts"][0]["intent"] == "order_status");
  CHECK(json["decision"]["intent"] == "hours");
  CHECK(json["decision"]["also"][0]["flow"] == "status");
}

TEST_CASE("where nothing is known the keys are there all the same") {
  const auto json = Explained("?!").json();
  CHECK(json["intent"].is_null());
  CHECK(json["runner_up"].is_null());
  CHECK(json["rules"].empty());
  CHECK(json["nearest"].empty());
  CHECK(json["decision"]["action"] == "clarify");
}

TEST_CASE("people read the same in lines") {
  auto text = Explained("Where is my order 10023").text();
  // How alike two sentences are is features.h's to say.
  const auto open = text.find(" (0.");
  REQUIRE(open != std::string::npos);
  text.erase(open, text.find(')', open) + 1 - open);
  CHECK(text ==
        "flow: rule order.where\n"
        "  rule order.veto matched 'my order', vetoed by 'Where is'\n"
        "  rule order.where matched 'Where is my order', and decides\n"
        "  rule order.any matched 'order', lost to order.where\n"
        "  runner-up return_item at 0.20, threshold 0.50\n"
        "  like 'where did my order go' of order_status\n"
        "  order_number 10023, from '10023'\n");
}

}  // namespace explanation_test
