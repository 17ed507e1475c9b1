// SPDX-License-Identifier: MIT
#pragma once
// One fact of every type with every member set to something, so that a member that is forgotten on
// the way to a database and back is missed.

#include <vector>

#include "core/event.h"

namespace support {

inline std::vector<frontdesk::Fact> every_fact() {
  using namespace frontdesk;  // NOLINT: local to the list
  return {
      ConversationStarted{.contact = ContactId("0193-ona"),
                          .inbox = InboxId("main"),
                          .language = "lt",
                          .page = "https://shop.example/cart?x=1&y=2",
                          .referrer = "https://search.example/",
                          .attributes = {{"name", "Ona \"Onutė\""}, {"plan", ""}},
                          .last_agent = AgentId("0193-rasa")},
      MessageAdded{.author = Author::bot,
                   .text = "Kur mano siunta?\n\t\"Ąžuolas\" \\ 🙂",
                   .language = "lt",
                   .language_sure = true,
                   .client_id = "m-1",
                   .choice = "intent:order_status",
                   .quick_replies = {{"person", "Žmogus"}, {"none", "Nė vienas"}},
                   .articles = {{.id = ArticleId("delivery"),
                                 .title = "Pristatymas",
                                 .url = "https://shop.example/help/delivery",
                                 .snippet = "\xEE\x80\x80Pristatome\xEE\x80\x81 per 2 dienas",
                                 .section = "Terminai",
                                 .review_by = "2027-06-01",
                                 .reviewed = "2026-11-20",
                                 .anchor = "terminai"}},
                   .attachments =
                       {{.id = "f1", .name = "a.png", .type = "image/png", .size = 5'000'000'000}},
                   .decision = Decision{.action = Action::clarify,
                                        .intent = "order_status",
                                        .confidence = 0.1 + 0.2,
                                        .threshold = 1.0 / 3,
                                        .rule = "order.where",
                                        .articles = {ArticleId("delivery"), ArticleId("returns")},
                                        .because = "two intents are close"}},
      NoteAdded{.text = "skambino", .client_id = "n-1", .name = "Rasa"},
      HandoffRequested{
          .reason = HandoffReason::not_understood, .team = TeamId("returns"), .detail = "twice"},
      AgentJoined{.agent = AgentId("0193-rasa"), .name = "Rasa", .because = "least busy"},
      Transferred{.team = TeamId("returns"), .agent = AgentId("0193-jonas"), .name = "Jonas"},
      Requeued{.reason = "gone for a minute"},
      ReturnedToBot{.step = StepId("sure")},
      WentOffline{.reason = HandoffReason::flow, .team = TeamId("returns"), .detail = "at night"},
      Closed{.reason = "solved"},
      Reopened{},
      Erased{},
      FlowStarted{.flow = FlowId("return_item"),
                  .then = "order_status",
                  .slots = {{"order_number", "10023"}}},
      StepEntered{.step = StepId("order")},
      SlotFilled{.slot = "order_number", .value = "10023", .label = "Nr. 10023"},
      AnswerRefused{.step = StepId("order")},
      FlowEnded{.outcome = "done"},
      CallRequested{.key = "c:7:make",
                    .step = StepId("make"),
                    .method = "POST",
                    .url = "https://api.example/returns",
                    .body = {{"order", "10023"}, {"reason", "damaged"}},
                    .save = {{"return_id", "/id"}},
                    .timeout = std::chrono::milliseconds{3000}},
      CallReturned{.key = "c:7:make",
                   .status = 201,
                   .saved = {{"return_id", "R-9"}},
                   .error = "answered late"},
      LanguageChanged{.language = "en"},
      ArticleRated{.article = ArticleId("returns"), .language = "lt", .helped = true},
      ArticleOpened{.article = ArticleId("returns"),
                    .language = "lt",
                    .title = "Grąžinimas",
                    .from = "search"},
      AgentsAsked{.agents = {AgentId("0193-rasa"), AgentId("0193-jonas")},
                  .until = from_millis(1'795'000'000'000),
                  .again = true,
                  .because = "ring all"},
      PutOnHold{.until = from_millis(1'795'000'000'000)},
      Resumed{},
      ContactLeft{.email = "ona@example.org",
                  .phone = "+370 600 00000",
                  .name = "Ona",
                  .question = "Kur siunta?"},
      Tagged{.tags = {"delivery", "urgent"}},
      PriorityChanged{.priority = 3},
      SuggestionJudged{.kind = "article",
                       .message = 7,
                       .intent = "order_status",
                       .article = ArticleId("delivery"),
                       .text = "Pristatome per 2 dienas",
                       .outcome = "rejected",
                       .reason = "too long"},
      IntentMarked{.message = 7, .intent = "order_status"},
  };
}

}  // namespace support
