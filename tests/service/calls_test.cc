// SPDX-License-Identifier: MIT
#include "service/calls.h"

#include <doctest/doctest.h>

#include <condition_variable>

#include "support/loopback.h"
#include "support/office.h"

namespace calls_test {

using namespace support;

namespace {

const AgentIdentity kRuta{AgentId("ruta"), "Ruta"};

std::shared_ptr<const Brain> brain_for(const Loopback& shop) {
  auto catalog = small_catalog();
  catalog.variables["shop_api"] = shop.url("");
  return small_brain(std::move(catalog));
}

OutboundClient client_for(const Loopback& shop) {
  OutboundSettings settings;
  settings.allow = {shop.place()};
  return OutboundClient(settings);
}

/// Waits until a conversation has got a fact of some type.
class Watch {
 public:
  explicit Watch(Office& office) : office_(office) {
    office.hub.listen([this](const Summary&) {
      const std::lock_guard lock(mutex_);
      ++news_;
      wake_.notify_all();
    });
  }
  void until(const ConversationId& id, const std::string& type, int count = 1) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return count_of(id, type) >= count; });
  }
  int count_of(const ConversationId& id, const std::string& type) {
    int found = 0;
    const auto log = office_.conversations.log(id);
    if (!log) return 0;
    for (const auto& event : (*log)->events) found += type_of(event->fact) == type ? 1 : 0;
    return found;
  }

 private:
  Office& office_;
  std::mutex mutex_;
  std::condition_variable wake_;
  int news_ = 0;
};

std::string header_of(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

}  // namespace

TEST_CASE("a flow's call is made once, with its key, and the flow goes on with the answer") {
  const Loopback shop([](const std::string&) {
    return Loopback::answer(200, R"({"state": "packed", "more": {"x": [1]}})");
  });
  MemoryStore store;
  Office office(store, brain_for(shop));
  Watch watch(office);
  const auto client = client_for(shop);
  Calls calls(office.conversations, client);
  office.conversations.on_commit([&](const Event& event) { calls.take(event); });

  const auto begun = office.begin();
  const auto staged = office.say(begun, "where is my order 10023", "m1");
  REQUIRE(staged.ok());
  const auto& request = std::get<CallRequested>(staged->events.back()->fact);
  calls.take(*staged->events.back());  // heard twice, made once
  watch.until(begun.id, "call_returned");
  watch.until(begun.id, "flow_ended");

  REQUIRE(shop.requests().size() == 1);
  CHECK(shop.requests().front().starts_with("GET /orders/10023 HTTP/1.1\r\n"));
  CHECK(header_of(shop.requests().front(), "Idempotency-Key") == request.key);
  CHECK(office.now(begun.id).last_text == "Order 10023 is packed.");
  CHECK(office.now(begun.id).status == Status::bot);
}

TEST_CASE("a call that was under way at a crash is made again, with the same key") {
  const Loopback shop(
      [](const std::string&) { return Loopback::answer(200, R"({"state": "packed"})"); });
  const TempFolder folder;
  ConversationId id;
  std::string key;
  {
    const auto store = sqlite_in(folder);
    Office before(*store, brain_for(shop));
    const auto begun = before.begin();
    const auto staged = before.say(begun, "where is my order 10023", "m1");
    REQUIRE(staged.ok());
    id = begun.id;
    key = std::get<CallRequested>(staged->events.back()->fact).key;
    // The program dies here: the order is durable, nobody has made the call.
  }
  CHECK(shop.requests().empty());
  const auto store = sqlite_in(folder);
  Office after(*store, brain_for(shop));
  Watch watch(after);
  const auto client = client_for(shop);
  {
    const Calls calls(after.conversations, client);
    watch.until(id, "flow_ended");
  }
  REQUIRE(shop.requests().size() == 1);
  CHECK(header_of(shop.requests().front(), "Idempotency-Key") == key);

  // And once it has returned, it is not made a third time.
  Office third(*store, brain_for(shop));
  { const Calls calls(third.conversations, client); }
  CHECK(shop.requests().size() == 1);
}

TEST_CASE("a call that returns after an agent took over is kept, and the bot stays silent") {
  std::mutex gate;
  std::unique_lock closed(gate);
  const Loopback shop([&](const std::string&) {
    const std::lock_guard opened(gate);
    return Loopback::answer(200, R"({"state": "packed"})");
  });
  MemoryStore store;
  Office office(store, brain_for(shop));
  Watch watch(office);
  const auto client = client_for(shop);
  Calls calls(office.conversations, client);
  office.conversations.on_commit([&](const Event& event) { calls.take(event); });

  const auto begun = office.begin();
  REQUIRE(office.say(begun, "where is my order 10023", "m1"));
  shop.wait_for(1);
  REQUIRE(office.take(begun, kRuta));
  const auto messages = watch.count_of(begun.id, "message");
  closed.unlock();
  watch.until(begun.id, "call_returned");
  CHECK(watch.count_of(begun.id, "message") == messages);
  CHECK(office.now(begun.id).status == Status::assigned);
}

TEST_CASE("an answer that is no JSON, or none at all, is a failed call and a person") {
  const auto failed = [](const std::string& reply) {
    const Loopback shop([&](const std::string&) { return reply; });
    MemoryStore store;
    Office office(store, brain_for(shop));
    Watch watch(office);
    const auto client = client_for(shop);
    Calls calls(office.conversations, client);
    office.conversations.on_commit([&](const Event& event) { calls.take(event); });
    const auto begun = office.begin();
    REQUIRE(office.say(begun, "where is my order 10023", "m1"));
    watch.until(begun.id, "handoff_requested");
    CHECK(office.now(begun.id).handoff_reason == HandoffReason::flow);
    CHECK(office.now(begun.id).last_text ==
          office.conversations.brain()->catalog.phrases.at("call_failed").at("en"));
  };
  failed(Loopback::answer(200, "<html>"));
  failed(Loopback::answer(500, ""));
  failed("HTTP/1.1 garbage\r\n\r\n");
}

TEST_CASE("the same return twice is one return") {
  const Loopback shop([](const std::string&) { return Loopback::answer(200, "{}"); });
  MemoryStore store;
  Office office(store, brain_for(shop));
  const auto begun = office.begin();
  const auto staged = office.say(begun, "where is my order 10023", "m1");
  REQUIRE(staged.ok());
  const CallReturned returned{.key = std::get<CallRequested>(staged->events.back()->fact).key,
                              .status = 200,
                              .saved = {{"state", "packed"}}};
  const auto settle = [&] {
    return office.conversations.settle(
        [&] { return office.conversations.call_returned(begun.id, returned); });
  };
  REQUIRE(settle());
  const auto last = office.now(begun.id).last;
  const auto again = settle();
  REQUIRE(again.ok());
  CHECK(again->duplicate);
  CHECK(office.now(begun.id).last == last);
}

TEST_CASE("values are read from an answer by their pointers, as text and bounded") {
  const auto values = saved_values(
      R"({"id": "R-9", "n": 7, "deep": {"list": [1, "two"]}, "none": null, "yes": true})",
      {{"id", "/id"},
       {"n", "/n"},
       {"two", "/deep/list/1"},
       {"none", "/none"},
       {"yes", "/yes"},
       {"all", "/deep"},
       {"missing", "/x/y"}});
  REQUIRE(values.ok());
  CHECK(values->at("id") == "R-9");
  CHECK(values->at("n") == "7");
  CHECK(values->at("two") == "two");
  CHECK(values->at("none").empty());
  CHECK(values->at("yes") == "true");
  CHECK(values->at("all") == R"({"list":[1,"two"]})");
  CHECK(values->at("missing").empty());

  CHECK(saved_values("no json", {})->empty());  // nothing is wanted of it
  CHECK_FALSE(saved_values("no json", {{"a", "/a"}}).ok());
  CHECK_FALSE(saved_values("{}", {{"a", "no pointer"}}).ok());
  CHECK_FALSE(saved_values(std::string(100000, '['), {{"a", "/a"}}).ok());
  CHECK(saved_values("{\"a\":\"" + std::string(9000, 'x') + "\"}", {{"a", "/a"}})->at("a").size() ==
        500);
  // Cut between two bytes of a letter, it is still text.
  const auto cut = saved_values("{\"a\":\"x" +
                                    [] {
                                      std::string text;
                                      for (int i = 0; i < 400; ++i) text += "ė";
                                      return text;
                                    }() +
                                    "\"}",
                                {{"a", "/a"}});
  CHECK(cut->at("a") == clean_text(cut->at("a")));
}

}  // namespace calls_test
