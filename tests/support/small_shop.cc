// SPDX-License-Identifier: MIT
#include "support/small_shop.h"

#include <doctest/doctest.h>

#include <fstream>
#include <vector>

#include "content/problems.h"

namespace support {

SmallShop::SmallShop() {
  file("hours.yaml",
       "intent: hours\nlabel: {lt: Darbo laikas, en: Opening hours}\n"
       "examples: {lt: [kada dirbate], en: [when are you open]}\n"
       "rules: [{id: hours.word, pattern: '\\b(open|dirbate)\\b'}]\n"
       "answer: {lt: Kasdien nuo 9 val., en: Every day from 9.}\nsafe_while_waiting: true\n");
  file("human_agent.yaml",
       "intent: human_agent\nlabel: {lt: Žmogus, en: A person}\n"
       "examples: {lt: [noriu žmogaus], en: [a person please]}\n"
       "rules: [{id: human.word, pattern: '\\b(person|zmogaus)\\b'}]\nhandoff: {team: support}\n");
  file("complaint.yaml",
       "intent: complaint\nlabel: {lt: Skundas, en: A complaint}\n"
       "examples: {lt: [noriu skustis], en: [i want to complain]}\n"
       "rules: [{id: complaint.word, pattern: '\\b(complain|skustis)\\b'}]\n"
       "handoff: {team: returns}\n");
  file("return_item.yaml",
       "intent: return_item\nlabel: {lt: Grąžinimas, en: A return}\n"
       "examples: {lt: [grąžinti prekę], en: [send it back]}\n"
       "rules: [{id: return.word, pattern: '\\b(send it back|grazinti)\\b'}]\nflow: "
       "return_item\n");
  file("flows/return_item.yaml",
       "flow: return_item\nslots: {number: {type: text, label: {lt: Numeris, en: Number}}}\n"
       "steps:\n"
       "  - {id: order, ask: number, text: {lt: Koks numeris?, en: Which number?}}\n"
       "  - {id: make, call: {method: POST, url: 'http://127.0.0.1:9/returns', "
       "body: {number: '{number}'}, timeout: 1s}, error: person}\n"
       "  - {id: done, say: {lt: Padaryta., en: Done.}}\n"
       "  - {id: bye, end: true}\n"
       "  - {id: person, handoff: {team: returns}}\n");
  file("desk.yaml",
       "teams:\n  support: {label: {lt: Pagalba, en: Support}, zone: UTC, "
       "hours: {mon-fri: '09:00-17:00'}}\n"
       "  returns: {label: {lt: Grąžinimai, en: Returns}, zone: UTC, "
       "hours: {mon-fri: '09:00-17:00'}}\n"
       "tags: {delivery: {lt: Pristatymas, en: Delivery}, refund: {lt: Pinigai, en: Refund}}\n"
       "order_slot: number\n"
       "replies:\n  - {shortcut: hello, title: Greeting, "
       "text: {lt: 'Sveiki, {visitor}!', en: 'Hello {visitor}, here is {agent}.'}}\n"
       "macros:\n  - {id: refunded, label: {lt: Grąžinta, en: Refunded}, "
       "text: {lt: Grąžinome., en: It is on its way.}, tags: [refund], priority: 0, "
       "then: close}\n"
       "  - {id: to_returns, label: {lt: Grąžinimams, en: To returns}, then: {team: returns}}\n");
  file("widget.yaml",
       "name: Small shop\nbrand: '#1F5AA6'\ngreeting: {lt: Sveiki!, en: Hello!}\n"
       "starters: [hours, return_item]\nemail: help@shop.example\nretention_days: 30\n");
  file("bot.yaml", "desk: {always_open: true}\nlanguages: [lt, en]\n");
  file("articles/en/delivery.md",
       "---\nid: delivery\ntitle: Delivery to parcel lockers\nlang: en\n"
       "questions: [how long does delivery take]\nreview_by: 2099-01-01\n"
       "reviewed: 2026-11-20\n---\n\n"
       "A parcel reaches the **locker** in [two days](https://shop.example/x).\n\n## Prices\n\n"
       "- small: 2 euros\n- large: 4 euros\n");
  file("articles/en/secret.md",
       "---\nid: secret\ntitle: Not ready\nlang: en\ndraft: true\n---\n\nNot yet.\n");
  file("demo/index.html", "<!doctype html><title>Small shop</title>");
}

const SmallShop& SmallShop::instance() {
  static const SmallShop shop;
  return shop;
}

const frontdesk::Workspace& SmallShop::workspace() {
  static const auto read = [] {
    auto all = frontdesk::read_workspace({.content = instance().path()}, ManualClock().now());
    for (const auto& problem : all.problems) {
      if (problem.severity == frontdesk::Problem::Severity::error) {
        FAIL(frontdesk::to_text(problem));
      }
    }
    return all;
  }();
  return read;
}

namespace {

std::shared_ptr<const frontdesk::Brain> brain_of(frontdesk::Workspace workspace) {
  workspace.catalog.version = "small-shop";
  std::vector<frontdesk::Problem> problems;
  return std::make_shared<const frontdesk::Brain>(std::move(workspace.catalog), nullptr,
                                                  workspace.settings.policy,
                                                  workspace.settings.desk, problems);
}

}  // namespace

std::shared_ptr<const frontdesk::Brain> SmallShop::brain() {
  static const auto made = brain_of(workspace());
  return made;
}

std::shared_ptr<const frontdesk::Brain> SmallShop::closed_brain() {
  auto closed = workspace();
  closed.settings.desk.always_open = false;
  for (auto& team : closed.catalog.teams) team.always_open = false;
  return brain_of(std::move(closed));
}

void SmallShop::file(const std::string& name, const std::string& text) {
  std::filesystem::create_directories((folder_ / name).parent_path());
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

}  // namespace support
