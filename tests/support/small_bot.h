// SPDX-License-Identifier: MIT
#pragma once
// A bot small enough to read: a few intents, two flows, a classifier that knows what it was told, and a
// conversation with it.

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "content/phrases.h"
#include "desk/desk.h"
#include "dialogue/brain.h"
#include "dialogue/turn.h"
#include "nlu/normalise.h"

namespace support {

using namespace frontdesk;  // NOLINT: a header of tests only

/// Knows the sentences it was told and nothing else; its threshold is 0.5.
class FakeClassifier : public frontdesk::Classifier {
 public:
  std::map<std::string, std::vector<frontdesk::RankedIntent>> known;

  void learn(const std::string& text, std::vector<frontdesk::RankedIntent> ranking);
  [[nodiscard]] frontdesk::Classification classify(std::string_view folded) const override;
  [[nodiscard]] double threshold() const override { return 0.5; }
};

std::map<std::string, std::vector<frontdesk::Variation>> english(const std::string& text);

frontdesk::Intent answering(const std::string& name, const std::string& label,
                            const std::string& answer);

frontdesk::Rule rule(const std::string& id, const std::string& pattern, const std::string& intent);

frontdesk::Step step(const std::string& id, frontdesk::Step::Kind kind,
                     const std::string& text = "");

frontdesk::Step ask(const std::string& id, const std::string& slot, const std::string& text);

frontdesk::Condition::Term equal(const std::string& name, const std::string& value);

/// Intents greet, hours (safe while waiting), order_status (flow status), return_item (flow return),
/// complaint (team returns), human_agent, warranty (article). Flows as they stand below. Teams support and
/// returns, always open.
frontdesk::Catalog small_catalog();

/// The brain of a catalog (the small one unless told) with a classifier that knows "hello there" as greet and "ship it back" as
/// return_item, and is unsure of "maybe".
std::shared_ptr<const frontdesk::Brain> small_brain();
std::shared_ptr<const frontdesk::Brain> small_brain(
    frontdesk::Catalog catalog,
    std::unique_ptr<FakeClassifier> classifier = std::make_unique<FakeClassifier>(),
    frontdesk::Policy policy = {}, frontdesk::DeskSettings desk = {});

/// A visitor, the bot and agents in one conversation, without a store.
class Chat {
 public:
  explicit Chat(std::shared_ptr<const frontdesk::Brain> with, std::string language = "en",
                std::map<std::string, std::string> attributes = {}, const std::string& id = "c1");

  void say(const std::string& text) { turn({.text = text}); }

  /// What was offered last; throws when `choice` was not.
  void tap(const std::string& choice);

  void returned(int status, std::map<std::string, std::string> saved = {});
  void returned_key(const std::string& key, int status,
                    std::map<std::string, std::string> saved = {});

  void keep(frontdesk::Draft done);

  [[nodiscard]] frontdesk::Draft draft() const { return {now, time, brain->version()}; }

  /// The bot's messages of the last turn.
  [[nodiscard]] std::vector<frontdesk::MessageAdded> said() const;
  /// The texts of them, one a line.
  [[nodiscard]] std::string texts() const;
  /// Types of the facts that the last turn added, in order.
  [[nodiscard]] std::string types() const;
  /// The choices offered now, in order.
  [[nodiscard]] std::string offered() const;
  [[nodiscard]] frontdesk::Decision why() const { return *said().back().decision; }
  template <class Fact>
  [[nodiscard]] const Fact* find() const {
    for (const auto& event : added) {
      if (const auto* fact = std::get_if<Fact>(&event.fact)) return fact;
    }
    return nullptr;
  }
  [[nodiscard]] std::string phrase(const std::string& name) const;

  std::shared_ptr<const frontdesk::Brain> brain;
  frontdesk::Conversation now;
  frontdesk::Time time = frontdesk::from_millis(1'700'000'000'000);
  std::vector<frontdesk::Event> log;
  std::vector<frontdesk::Event> added;  // by the last turn

 private:
  void turn(frontdesk::Said said);
  int count_ = 0;
};

}  // namespace support
