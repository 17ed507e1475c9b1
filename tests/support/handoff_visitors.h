// SPDX-License-Identifier: MIT
#pragma once
// The visitors of an interleaving, the pages that they and the agents have open, and what each visitor was told
// of his messages.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/handoff_nodes.h"
#include "support/handoff_pages.h"

namespace support {

class HandoffVisitors : public HandoffNodes {
 public:
  explicit HandoffVisitors(const Script& script) : HandoffNodes(script) {
    for (int i = 0; i < script.visitors; ++i) arrive(i);
    list_.connect(at(0));
  }

 protected:
  struct Message {
    std::string id;
    std::string text;
    std::string choice;
    Sequence after = 0;  // the last that was acknowledged when it was sent
    std::optional<std::vector<Sequence>> answer = {};
    bool refused = false;
  };
  struct Visitor {
    ConversationId id;
    ContactId contact;
    std::vector<Message> messages;
    std::vector<Page> pages;
    std::optional<Sequence> erased;  // how long the log was
  };

  void arrive(int number) {
    const auto node = static_cast<std::size_t>(number);
    const auto begun = at(node).settle([&] {
      return at(node).start({.token_hash = "t" + std::to_string(number), .language = "en"});
    });
    auto& visitor = visitors_.emplace_back();
    visitor.id = begun->conversation.id;
    visitor.contact = begun->conversation.contact;
    for (const auto reader : {Reader::visitor, Reader::agent}) {
      visitor.pages.emplace_back(visitor.id, reader);
      visitor.pages.back().connect(*nodes_.front().site);
    }
  }

  void send(std::size_t who, std::size_t which, std::size_t node) {
    auto& visitor = visitors_[who];
    const auto& message = visitor.messages[which];
    const Said said{.text = message.text, .choice = message.choice, .client_id = message.id};
    fly({.node = node,
         .decide = [this, node, who,
                    said] { return at(node).say(visitors_[who].id, visitors_[who].contact, said); },
         .done = [this, who, which](const Staged& staged) { acknowledge(who, which, staged); },
         .refused = [this, who, which](const Error& error) { refused(who, which, error); }});
  }

  void send_new(std::size_t who, std::size_t node, std::string text, std::string choice) {
    auto& visitor = visitors_[who];
    Message message{.id = "m" + std::to_string(visitor.messages.size()),
                    .text = std::move(text),
                    .choice = std::move(choice)};
    for (const auto& earlier : visitor.messages) {
      if (earlier.answer) message.after = std::max(message.after, earlier.answer->back());
    }
    visitor.messages.push_back(std::move(message));
    send(who, visitor.messages.size() - 1, node);
  }

  void acknowledge(std::size_t who, std::size_t which, const Staged& staged) {
    auto& message = visitors_[who].messages[which];
    std::vector<Sequence> answer;
    for (const auto& event : staged.events) answer.push_back(event->sequence);
    if (answer.empty()) return wrong("an acknowledgement of nothing");
    if (message.answer && *message.answer != answer) wrong("a repeat was answered otherwise");
    if (answer.front() <= message.after) wrong("a later message stands before an earlier one");
    message.answer = std::move(answer);
  }

  void refused(std::size_t who, std::size_t which, const Error& error) {
    auto& visitor = visitors_[who];
    auto& message = visitor.messages[which];
    const bool gone = error.code == Code::not_found && visitor.erased;
    const bool stale_tap = error.code == Code::invalid && !message.choice.empty();
    if (!gone && !stale_tap && error.code != Code::unavailable) {
      wrong("a visitor's message was refused: " + error.message);
    }
    if (message.answer && !gone && error.code != Code::unavailable) {
      wrong("a repeat of what was acknowledged was refused");
    }
    message.refused = gone || stale_tap;
  }

  void say_something(const Move& move, std::size_t who, std::size_t node) {
    static const char* const kWords[] = {"hello there",
                                         "maybe",
                                         "no such words",
                                         "human",
                                         "10023",
                                         "explode",
                                         "send it back",
                                         "yes",
                                         "other",
                                         "where is my order",
                                         "this is terrible",
                                         "when are you open",
                                         "human",
                                         "where is my order",
                                         "10023",
                                         "when are you open"};
    send_new(who, node, kWords[move.which % std::size(kWords)], "");
  }
  void tap_something(const Move& move, std::size_t who, std::size_t node) {
    const auto log = at(node).log(visitors_[who].id);
    if (!log) return;
    const auto& offered = (*log)->conversation.offered;
    const bool person = offered.empty() || move.chance % 4 == 0;
    send_new(who, node, "", person ? "person" : offered[move.which % offered.size()].choice);
  }
  void open_article(std::size_t who, std::size_t node) {
    fly({.node = node,
         .decide =
             [=, this] {
               return at(node).read(visitors_[who].id, visitors_[who].contact,
                                    {.article = ArticleId("warranty"), .from = "link"});
             },
         .done = [](const Staged&) {},
         .refused = [](const Error&) {}});
  }

  void leave_address(const Move& move, std::size_t who, std::size_t node) {
    // What he mistyped is refused; what he gives twice is not kept twice.
    static const char* const kAddresses[] = {"a@b.lt", "a@b.lt", "c@d.lt", "nowhere"};
    const ContactLeft details{.email = kAddresses[move.which % std::size(kAddresses)],
                              .phone = {},
                              .name = {},
                              .question = {}};
    fly({.node = node,
         .decide =
             [=, this] {
               return at(node).leave_contact(visitors_[who].id, visitors_[who].contact, details);
             },
         .done = [](const Staged&) {},
         .refused = [](const Error&) {}});
  }
  void leave_queue(std::size_t who, std::size_t node) {
    fly({.node = node,
         .decide =
             [=, this] { return at(node).leave_queue(visitors_[who].id, visitors_[who].contact); },
         .done = [](const Staged&) {},
         .refused = [](const Error&) {}});
  }

  // ---- Their pages ----

  void ring(const Node& node, const Summary& row) override {
    const bool fast = coin();
    for (auto& visitor : visitors_) {
      if (visitor.id != row.conversation) continue;
      for (auto& page : visitor.pages) {
        page.ring();
        if (fast) page.pull();
      }
    }
    if (&node != &nodes_.front()) return;
    list_.ring();
    if (fast) list_.pull();
  }

  void hang_up() override {
    for (auto& visitor : visitors_) {
      for (auto& page : visitor.pages) page.hang_up();
    }
  }
  void reconnect() override {
    for (auto& visitor : visitors_) {
      for (auto& page : visitor.pages) page.connect(*nodes_.front().site);
    }
    list_.connect(at(0));
  }

  // ---- What they were told ----

  /// What a visitor was told is stored stands there once, with his words.
  void acknowledged(const Visitor& visitor, const std::vector<Event>& events) {
    for (const auto& message : visitor.messages) {
      const auto count = std::count_if(events.begin(), events.end(), [&](const Event& event) {
        const auto* said = std::get_if<MessageAdded>(&event.fact);
        return said != nullptr && said->author == Author::visitor &&
               said->client_id == message.id &&
               (message.choice.empty() ? said->text == message.text
                                       : said->choice == message.choice);
      });
      if (message.answer && count != 1) wrong("an acknowledged message is lost");
    }
  }

  std::vector<Visitor> visitors_;
  ListPage list_;
};

}  // namespace support
