// SPDX-License-Identifier: MIT
#include "support/small_bot.h"

#include <stdexcept>
#include <utility>

#include "content/phrases.h"
#include "desk/desk.h"
#include "nlu/normalise.h"

namespace support {

void FakeClassifier::learn(const std::string& text, std::vector<frontdesk::RankedIntent> ranking) {
  known[frontdesk::fold(text)] = std::move(ranking);
}

frontdesk::Classification FakeClassifier::classify(std::string_view folded) const {
  if (folded == "explode") throw std::runtime_error("the classifier is broken");
  const auto found = known.find(std::string(folded));
  if (found == known.end()) return {};
  return {found->second, found->second.front().confidence};
}

std::map<std::string, std::vector<frontdesk::Variation>> english(const std::string& text) {
  return {{"en", {{.text = text}}}};
}

frontdesk::Intent answering(const std::string& name, const std::string& label,
                            const std::string& answer) {
  frontdesk::Intent intent;
  intent.name = name;
  intent.label = {{"en", label}};
  if (!answer.empty()) intent.answer = english(answer);
  return intent;
}

frontdesk::Rule rule(const std::string& id, const std::string& pattern, const std::string& intent) {
  return {.id = id, .pattern = pattern, .intent = intent};
}

frontdesk::Step step(const std::string& id, frontdesk::Step::Kind kind, const std::string& text) {
  frontdesk::Step made;
  made.id = frontdesk::StepId(id);
  made.kind = kind;
  if (!text.empty()) made.text = english(text);
  return made;
}

frontdesk::Step ask(const std::string& id, const std::string& slot, const std::string& text) {
  auto made = step(id, frontdesk::Step::Kind::ask, text);
  made.slot = slot;
  return made;
}

frontdesk::Condition::Term equal(const std::string& name, const std::string& value) {
  return {name, frontdesk::Condition::Term::Test::equal, value};
}

frontdesk::Catalog small_catalog() {
  using namespace frontdesk;  // NOLINT: local
  using Kind = Step::Kind;
  Catalog catalog;
  catalog.languages = {"en", "lt"};
  catalog.phrases = default_phrases();
  catalog.variables = {{"shop_api", "http://127.0.0.1:9"}, {"city", "Vilnius"}};
  catalog.version = "v1";
  catalog.widget.greeting = {{"en", "Welcome."}};
  catalog.widget.starters = {"order_status"};
  for (const auto* name : {"support", "returns"}) {
    Team team;
    team.id = TeamId(name);
    team.always_open = true;
    team.hours_text = {{"en", "Mon-Fri 8-20"}};
    catalog.teams.push_back(team);
  }
  catalog.entities.push_back({.name = "order_number", .pattern = "[0-9]{5}"});

  auto complaint = answering("complaint", "A complaint", "");
  complaint.handoff = true;
  complaint.handoff_team = TeamId("returns");
  complaint.rules = {rule("complaint.bad", "terrible", "complaint")};
  auto greet = answering("greet", "Hello", "Hello.");
  greet.quick_replies = {"order_status", "return_item"};
  auto hours = answering("hours", "Opening hours", "We are open 8-20 in {city}.");
  hours.safe_while_waiting = true;
  hours.rules = {rule("hours.open", "when.*open", "hours")};
  auto person = answering(kAskForPerson, "A person", "");
  person.handoff = true;
  person.rules = {rule("person", "human", kAskForPerson)};
  auto status = answering("order_status", "Where my order is", "");
  status.flow = FlowId("status");
  status.safe_while_waiting = true;
  status.rules = {rule("order.where", "where.*order", "order_status")};
  auto returning = answering("return_item", "Returning an item", "");
  returning.flow = FlowId("return");
  returning.rules = {rule("return.it", "send.*back", "return_item")};
  auto warranty = answering("warranty", "Warranty", "");
  warranty.articles = {{.id = ArticleId("warranty")}};
  catalog.intents = {complaint, greet, hours, person, status, returning, warranty};

  Article article;
  article.id = ArticleId("warranty");
  article.language = "en";
  article.title = "Warranty of two years";
  article.body = "Every product has a warranty of two years. Keep the receipt.";
  catalog.articles.push_back(article);

  Flow look;
  look.id = FlowId("status");
  look.slots = {{.name = "order_number", .type = "order_number"},
                {.name = "state", .type = "text"}};
  auto call = step("look", Kind::call);
  call.call = {
      .method = "GET", .url = "{shop_api}/orders/{order_number}", .save = {{"state", "/state"}}};
  call.error = StepId("failed");
  auto failed = step("failed", Kind::branch);
  failed.branches = {{{{equal("call_status", "404")}}, StepId("unknown")}, {{}, StepId("person")}};
  auto again = step("again", Kind::go_to);
  again.to = StepId("order");
  look.steps = {ask("order", "order_number", "Which order?"),
                call,
                step("tell", Kind::say, "Order {order_number} is {state}."),
                step("over", Kind::end),
                failed,
                step("unknown", Kind::say, "There is no order {order_number}."),
                again,
                step("person", Kind::handoff)};

  Flow back;
  back.id = FlowId("return");
  back.slots = {{.name = "order_number", .type = "order_number"},
                {.name = "reason",
                 .type = "choice",
                 .choices = {{"damaged", {{"en", "It is damaged"}}}, {"other", {{"en", "Other"}}}}},
                {.name = "story", .type = "text"}};
  auto is_other = step("is_other", Kind::branch);
  is_other.branches = {{{{equal("reason", "other")}}, StepId("story")}, {{}, StepId("sure")}};
  auto sure = step("sure", Kind::confirm, "Return {order_number}: {reason}?");
  sure.no = StepId("kept");
  auto booked = step("booked", Kind::go_to);
  booked.to = StepId("bye");
  back.steps = {ask("order", "order_number", "Number, please?"),
                ask("why", "reason", "Why?"),
                is_other,
                ask("story", "story", "What happened?"),
                sure,
                step("done", Kind::say, "Returned {order_number}."),
                booked,
                step("kept", Kind::say, "You keep it."),
                step("bye", Kind::end)};
  catalog.flows = {look, back};
  return catalog;
}

std::shared_ptr<const frontdesk::Brain> small_brain() { return small_brain(small_catalog()); }

std::shared_ptr<const frontdesk::Brain> small_brain(frontdesk::Catalog catalog,
                                                    std::unique_ptr<FakeClassifier> classifier,
                                                    frontdesk::Policy policy,
                                                    frontdesk::DeskSettings desk) {
  classifier->learn("hello there", {{"greet", 0.9}});
  classifier->learn("ship it back", {{"return_item", 0.97}});
  classifier->learn("somebody to talk to", {{frontdesk::kAskForPerson, 0.9}});
  classifier->learn("no idea where it is sent", {{"return_item", 0.9}});
  classifier->learn("maybe", {{"greet", 0.3}, {frontdesk::kAskForPerson, 0.2}, {"hours", 0.1}});
  std::vector<frontdesk::Problem> problems;
  auto brain = std::make_shared<frontdesk::Brain>(std::move(catalog), std::move(classifier), policy,
                                                  std::move(desk), problems);
  if (!problems.empty()) throw std::runtime_error(problems.front().text);
  return brain;
}

Chat::Chat(std::shared_ptr<const frontdesk::Brain> with, std::string language,
           std::map<std::string, std::string> attributes, const std::string& id)
    : brain(std::move(with)) {
  now.id = frontdesk::ConversationId(id);
  now.channel = "web";
  auto first = draft();
  frontdesk::greet(*brain, first,
                   {.contact = frontdesk::ContactId("visitor"),
                    .inbox = frontdesk::InboxId("main"),
                    .language = std::move(language),
                    .attributes = std::move(attributes)});
  keep(std::move(first));
}

void Chat::tap(const std::string& choice) {
  for (const auto& offered : now.offered) {
    if (offered.choice == choice) return turn({.text = offered.label, .choice = choice});
  }
  if (choice == "person") return turn({.text = "Talk to a person", .choice = choice});
  throw std::runtime_error(choice + " was not offered");
}

void Chat::returned(int status, std::map<std::string, std::string> saved) {
  const auto key = now.flow && now.flow->open_call ? now.flow->open_call->key : "none";
  returned_key(key, status, std::move(saved));
}

void Chat::returned_key(const std::string& key, int status,
                        std::map<std::string, std::string> saved) {
  auto next = draft();
  frontdesk::take_call(*brain, next, {.key = key, .status = status, .saved = std::move(saved)}, 0);
  keep(std::move(next));
}

void Chat::keep(frontdesk::Draft done) {
  added = done.events();
  log.insert(log.end(), added.begin(), added.end());
  now = done.conversation();
}

std::vector<frontdesk::MessageAdded> Chat::said() const {
  std::vector<frontdesk::MessageAdded> found;
  for (const auto& event : added) {
    const auto* message = std::get_if<frontdesk::MessageAdded>(&event.fact);
    if (message != nullptr && message->author == frontdesk::Author::bot) found.push_back(*message);
  }
  return found;
}

std::string Chat::texts() const {
  std::string all;
  for (const auto& message : said()) all += (all.empty() ? "" : "\n") + message.text;
  return all;
}

std::string Chat::types() const {
  std::string all;
  for (const auto& event : added) {
    all += (all.empty() ? "" : " ") + std::string(frontdesk::type_of(event.fact));
  }
  return all;
}

std::string Chat::offered() const {
  std::string all;
  for (const auto& each : now.offered) all += (all.empty() ? "" : " ") + each.choice;
  return all;
}

std::string Chat::phrase(const std::string& name) const {
  return brain->catalog.phrases.at(name).at(now.language);
}

void Chat::turn(frontdesk::Said said) {
  said.client_id = "m" + std::to_string(++count_);
  auto next = draft();
  frontdesk::take_turn(*brain, next, said);
  keep(std::move(next));
}

}  // namespace support
