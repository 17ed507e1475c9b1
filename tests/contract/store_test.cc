// SPDX-License-Identifier: MIT
// The contract of core/store.h, run on every implementation.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <memory>
#include <thread>

#include "support/stores.h"

namespace store_test {

using namespace frontdesk;
using support::InMemory;
using support::InSqlite;
using support::Talk;

namespace {

Result<Sequence> one(Store& store, const Append& append) {
  auto results = store.append({&append, 1});
  REQUIRE(results.size() == 1);
  return results.front();
}

void must(Store& store, const Append& append) {
  const auto result = one(store, append);
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  CHECK(*result == append.summary.last);
}

Code code_of(Store& store, const Append& append) {
  const auto result = one(store, append);
  REQUIRE_FALSE(result.ok());
  return result.error().code;
}

std::vector<Event> all_of(Store& store, const ConversationId& id) {
  auto lists = store.load({&id, 1});
  REQUIRE(lists.ok());
  REQUIRE(lists->size() == 1);
  return lists->front();
}

std::vector<std::string> ids_of(Store& store, const ListQuery& query) {
  const auto rows = store.list(query);
  REQUIRE(rows.ok());
  std::vector<std::string> ids;
  for (const auto& row : *rows) ids.push_back(row.conversation.value);
  return ids;
}

using Ids = std::vector<std::string>;

/// A conversation that has seen about everything.
Talk long_talk(const std::string& id) {
  Talk talk(id);
  talk.start(true, {{"name", "Ona"}});
  talk.say("kur mano siunta ąčę \"'\n\x01", "m1");
  talk.add(ActorKind::bot,
           MessageAdded{.author = Author::bot,
                        .text = "Koks numeris?",
                        .language = "lt",
                        .language_sure = true,
                        .quick_replies = {{"person", "Žmogus"}, {"none", "Nė vienas"}},
                        .articles = {{.id = ArticleId("a"), .title = "T", .snippet = "S"}},
                        .attachments = {{"f", "a.png", "image/png", 5'000'000'000}},
                        .decision = Decision{.action = Action::flow,
                                             .intent = "order_status",
                                             .confidence = 0.1 + 0.2,
                                             .threshold = 1.0 / 3,
                                             .rule = "order.where",
                                             .articles = {ArticleId("a")},
                                             .because = "said so"}});
  talk.add(ActorKind::bot, FlowStarted{FlowId("order")});
  talk.add(ActorKind::bot, StepEntered{StepId("number")});
  talk.add(ActorKind::visitor, SlotFilled{"order_number", "10023", "Nr. 10023"});
  talk.add(ActorKind::bot, CallRequested{.key = "c:7:make",
                                         .step = StepId("make"),
                                         .method = "POST",
                                         .url = "https://api.example/returns",
                                         .body = {{"order", "10023"}},
                                         .save = {{"return_id", "/id"}},
                                         .timeout = std::chrono::milliseconds{3000}});
  talk.add(ActorKind::system,
           Unknown{.type = "from_tomorrow", .version = 3, .body = R"({"a":[1]})"});
  talk.add(ActorKind::bot, HandoffRequested{HandoffReason::flow, TeamId("returns"), "it broke"});
  return talk;
}

}  // namespace

#define FOR_EACH_STORE(name) TEST_CASE_TEMPLATE(name, Place, InMemory, InSqlite)

FOR_EACH_STORE("a store has a generation that stays") {
  Place place;
  CHECK(place.store.generation().size() == 36);
  CHECK(place.store.generation() == place.store.generation());
}

FOR_EACH_STORE("a row keeps the place in the queue, whichever list it goes to") {
  Place place;
  Talk talk("c1");
  const auto row = [&] { return place.store.list({})->front(); };
  must(place.store, talk.start());
  must(place.store, talk.add(ActorKind::bot, HandoffRequested{}));
  const auto since = talk.log.events.back().at;
  const AgentJoined joined{.agent = AgentId("a"), .name = "Rūta"};
  for (const Fact& back : std::vector<Fact>{WentOffline{}, Requeued{}, Transferred{}}) {
    must(place.store, talk.add(ActorKind::agent, joined));
    CHECK_FALSE(row().waiting_since);
    must(place.store, talk.add(ActorKind::system, back));
    CAPTURE(type_of(back));
    CHECK(row().waiting_since == since);
  }
}

FOR_EACH_STORE("what was appended is loaded as it was") {
  Place place;
  auto talk = long_talk("c1");
  must(place.store, [&] {
    auto append = talk.since(0);
    append.new_contact = NewContact{talk.contact(), "hash", talk.log.now};
    return append;
  }());
  CHECK(all_of(place.store, talk.id()) == talk.log.events);

  const auto rows = place.store.list({});
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 1);
  CHECK(rows->front() == summary_of(fold(talk.log.events)));
  CHECK(rows->front().name == "Ona");
  CHECK(rows->front().last_text == "Koks numeris?");
  CHECK(rows->front().open_call);
}

FOR_EACH_STORE("an append that saw an older sequence is a conflict and leaves nothing") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  Talk other = talk;
  must(place.store, talk.say("first", "m1"));
  CHECK(code_of(place.store, other.say("second", "m2")) == Code::conflict);
  CHECK(all_of(place.store, talk.id()) == talk.log.events);
  CHECK_FALSE(place.store.find_sent(talk.id(), Author::visitor, "m2")->has_value());
}

FOR_EACH_STORE("an append that expects a later sequence is a conflict") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  talk.say("lost");
  CHECK(code_of(place.store, talk.say("too early")) == Code::conflict);
}

FOR_EACH_STORE("a conversation cannot begin twice") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  CHECK(code_of(place.store, Talk("c1").start()) == Code::conflict);
  CHECK(code_of(place.store, Talk("c1", "contact-c1").start(false)) == Code::conflict);
}

FOR_EACH_STORE("a conversation that is not there cannot go on") {
  Place place;
  Talk talk("c1");
  talk.start();
  CHECK(code_of(place.store, talk.say("hello?")) == Code::not_found);
}

FOR_EACH_STORE("a new conversation belongs to a contact who is there") {
  Place place;
  CHECK(code_of(place.store, Talk("c1", "nobody").start(false)) == Code::not_found);
  must(place.store, Talk("c1", "ona").start());
  must(place.store, Talk("c2", "ona").start(false));
  CHECK(ids_of(place.store, {.contact = ContactId("ona")}).size() == 2);
}

FOR_EACH_STORE("a contact is new only once, and so is a token") {
  Place place;
  must(place.store, Talk("c1", "ona").start());
  CHECK(code_of(place.store, Talk("c2", "ona").start()) == Code::conflict);
  auto stolen = Talk("c3", "petras").start();
  stolen.new_contact->token_hash = "hash-ona";
  CHECK(code_of(place.store, stolen) == Code::conflict);
  CHECK(*place.store.contact_of_token("hash-ona") == ContactId("ona"));
  CHECK(place.store.contact_of_token("hash-petras").error().code == Code::not_found);
}

FOR_EACH_STORE("each append of a batch is judged by itself") {
  Place place;
  Talk a("a");
  Talk b("b");
  Talk c("c");
  must(place.store, a.start());
  must(place.store, b.start());
  Talk stale = b;
  must(place.store, b.say("hello"));
  Talk twice = a;
  c.start();

  const std::array batch{a.say("one", "m1"), stale.say("late", "m1"), c.say("nobody"),
                         twice.say("again", "m9"), Talk("d").start()};
  const auto results = place.store.append(batch);
  REQUIRE(results.size() == batch.size());
  CHECK(*results[0] == 2);
  CHECK(results[1].error().code == Code::conflict);
  CHECK(results[2].error().code == Code::not_found);
  CHECK(results[3].error().code == Code::conflict);
  CHECK(*results[4] == 1);
  CHECK(all_of(place.store, a.id()) == a.log.events);
  CHECK(all_of(place.store, b.id()) == b.log.events);
  CHECK(all_of(place.store, c.id()).empty());
  CHECK(all_of(place.store, ConversationId("d")).size() == 1);
}

FOR_EACH_STORE("the second of a conversation in a batch is refused even when the first was") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  Talk stale = talk;
  must(place.store, talk.say("x"));
  const std::array batch{stale.say("stale"), talk.say("fine")};
  const auto results = place.store.append(batch);
  CHECK(results[0].error().code == Code::conflict);
  CHECK(results[1].error().code == Code::conflict);
}

FOR_EACH_STORE("an empty batch has no answers") {
  Place place;
  CHECK(place.store.append({}).empty());
}

FOR_EACH_STORE("an append that makes no sense is invalid") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  const auto good = talk.say("x");
  SUBCASE("no events") {
    auto append = good;
    append.events.clear();
    CHECK(code_of(place.store, append) == Code::invalid);
  }
  SUBCASE("a hole") {
    auto append = good;
    append.events[0].sequence = 3;
    append.summary.last = 3;
    CHECK(code_of(place.store, append) == Code::invalid);
  }
  SUBCASE("an event of another conversation") {
    auto append = good;
    append.events[0].conversation = ConversationId("c2");
    CHECK(code_of(place.store, append) == Code::invalid);
  }
  SUBCASE("a summary of another place") {
    auto append = good;
    append.summary.last = 1;
    CHECK(code_of(place.store, append) == Code::invalid);
  }
  SUBCASE("a cause that is not earlier") {
    auto append = good;
    append.events[0].cause = 2;
    CHECK(code_of(place.store, append) == Code::invalid);
  }
  SUBCASE("a new contact in an old conversation") {
    auto append = good;
    append.new_contact = NewContact{talk.contact(), "h", talk.log.now};
    CHECK(code_of(place.store, append) == Code::invalid);
  }
  CHECK(all_of(place.store, talk.id()).size() == 1);
  must(place.store, good);
}

FOR_EACH_STORE("a client id is used once per conversation and author") {
  Place place;
  Talk a("a");
  Talk b("b");
  must(place.store, a.start());
  must(place.store, b.start());
  must(place.store, a.say("hello", "m1"));
  must(place.store, b.say("hello", "m1"));  // another conversation

  Talk retry = a;
  CHECK(code_of(place.store, retry.say("hello", "m1")) == Code::conflict);
  must(place.store,
       a.add(ActorKind::agent, MessageAdded{.author = Author::agent, .client_id = "m1"}));
  Talk note = a;
  CHECK(code_of(place.store, note.add(ActorKind::agent, NoteAdded{"mine", "m1"})) ==
        Code::conflict);
  must(place.store, a.add(ActorKind::agent, NoteAdded{"mine", "n1"}));
  must(place.store, a.say("no id"));
  must(place.store, a.say("no id"));
}

FOR_EACH_STORE("one append cannot bring a client id twice") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  talk.say("x", "m1");
  talk.say("y", "m1");
  CHECK(code_of(place.store, talk.since(1)) == Code::conflict);
}

FOR_EACH_STORE("a retry finds where the first send went") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  talk.say("kur siunta?", "m1");
  talk.add(ActorKind::bot, MessageAdded{.author = Author::bot, .text = "Ten."});
  talk.add(ActorKind::bot, MessageAdded{.author = Author::bot, .text = "Dar?"});
  must(place.store, talk.since(1));
  must(place.store, talk.say("ne", "m2"));

  const auto sent = place.store.find_sent(talk.id(), Author::visitor, "m1");
  REQUIRE(sent->has_value());
  CHECK((*sent)->first == 2);
  CHECK((*sent)->last == 4);
  CHECK((*place.store.find_sent(talk.id(), Author::visitor, "m2"))->last == 5);
  CHECK_FALSE(place.store.find_sent(talk.id(), Author::agent, "m1")->has_value());
  CHECK_FALSE(place.store.find_sent(talk.id(), Author::visitor, "m3")->has_value());
  CHECK_FALSE(place.store.find_sent(ConversationId("?"), Author::visitor, "m1")->has_value());
}

FOR_EACH_STORE("several conversations are loaded in the order asked for") {
  Place place;
  Talk a("a");
  Talk b("b");
  must(place.store, a.start());
  must(place.store, b.start());
  must(place.store, b.say("x"));
  const std::array ids{b.id(), ConversationId("nobody"), a.id()};
  const auto lists = place.store.load(ids);
  REQUIRE(lists.ok());
  REQUIRE(lists->size() == 3);
  CHECK((*lists)[0] == b.log.events);
  CHECK((*lists)[1].empty());
  CHECK((*lists)[2] == a.log.events);
  CHECK(place.store.load({})->empty());
}

FOR_EACH_STORE("reading goes on after a sequence, up to a limit") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  for (int i = 0; i < 5; ++i) must(place.store, talk.say(std::to_string(i)));
  const auto sequences = [&](Sequence after, std::size_t limit) {
    const auto events = place.store.read(talk.id(), after, limit);
    REQUIRE(events.ok());
    std::vector<Sequence> found;
    for (const auto& event : *events) found.push_back(event.sequence);
    return found;
  };
  CHECK(sequences(0, 2) == std::vector<Sequence>{1, 2});
  CHECK(sequences(4, 500) == std::vector<Sequence>{5, 6});
  CHECK(sequences(6, 500).empty());
  CHECK(sequences(~Sequence{0}, 500).empty());
  CHECK(sequences(0, 0).empty());
  CHECK(sequences(3, ~std::size_t{0}) == std::vector<Sequence>{4, 5, 6});
  CHECK(place.store.read(ConversationId("nobody"), 0, 10)->empty());
}

FOR_EACH_STORE("lists show who has waited longest first, then the latest updated") {
  Place place;
  // Every talk's clock starts at the same time; each is made to wait or to talk at another.
  const auto make = [&](const std::string& id, int seconds, std::optional<Fact> then) {
    Talk talk(id);
    talk.log.now += std::chrono::seconds{seconds};
    must(place.store, talk.start());
    if (then) must(place.store, talk.add(ActorKind::bot, *then));
  };
  make("bot-old", 10, {});
  make("bot-new", 90, {});
  make("queued-late", 60, HandoffRequested{});
  make("queued-early", 20, HandoffRequested{});
  make("offline-first", 5, WentOffline{});
  make("closed", 70, Closed{});
  make("owned", 80, AgentJoined{AgentId("rasa"), "Rasa"});

  CHECK(ids_of(place.store, {}) == Ids{"offline-first", "queued-early", "queued-late", "bot-new",
                                       "owned", "closed", "bot-old"});
  CHECK(ids_of(place.store, {.limit = 3}) == Ids{"offline-first", "queued-early", "queued-late"});
  CHECK(ids_of(place.store, {.limit = 0}).empty());
  CHECK(ids_of(place.store, {.statuses = {Status::queued}}) == Ids{"queued-early", "queued-late"});
  CHECK(ids_of(place.store, {.statuses = {Status::closed, Status::bot}}) ==
        Ids{"bot-new", "closed", "bot-old"});
  CHECK(ids_of(place.store, {.owner = AgentId("rasa")}) == Ids{"owned"});
  CHECK(ids_of(place.store, {.owner = AgentId("")}).empty());
  CHECK(ids_of(place.store, {.statuses = {Status::bot}, .owner = AgentId("rasa")}).empty());
  CHECK(ids_of(place.store, {.contact = ContactId("contact-closed")}) == Ids{"closed"});
  CHECK(ids_of(place.store, {.open_call = true}).empty());
}

FOR_EACH_STORE(
    "a list of the newest keeps whoever is queued or assigned, and of the rest the last") {
  Place place;
  const auto make = [&](const std::string& id, int seconds, std::optional<Fact> then) {
    Talk talk(id);
    talk.log.now += std::chrono::seconds{seconds};
    must(place.store, talk.start());
    if (then) must(place.store, talk.add(ActorKind::bot, *then));
  };
  for (const int at : {10, 20, 30}) {
    const auto number = std::to_string(at);
    make("offline-" + number, at, WentOffline{});
    make("queued-" + number, at + 1, HandoffRequested{});
    make("mine-" + number, at + 2, AgentJoined{AgentId("rasa"), "Rasa"});
    make("bot-" + number, at + 3, {});
    make("closed-" + number, at + 4, Closed{});
  }
  const auto newest = [&](std::size_t limit, std::vector<Status> statuses = {}) {
    return ids_of(place.store,
                  {.statuses = std::move(statuses), .limit = limit, .newest_of_each = true});
  };
  CHECK(newest(1) == Ids{"queued-10", "queued-20", "offline-30", "queued-30", "closed-30", "bot-30",
                         "mine-30", "mine-20", "mine-10"});
  CHECK(newest(2, {Status::offline}) == Ids{"offline-20", "offline-30"});
  CHECK(newest(2, {Status::bot}) == Ids{"bot-30", "bot-20"});
  CHECK(newest(0) == newest(0, {Status::queued, Status::assigned}));
  CHECK(newest(9).size() == 15);
}

FOR_EACH_STORE("an open call is found until it returns") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  must(place.store, talk.add(ActorKind::bot, FlowStarted{FlowId("f")}));
  must(place.store, talk.add(ActorKind::bot, CallRequested{.key = "c1:3:make"}));
  CHECK(ids_of(place.store, {.open_call = true}) == Ids{"c1"});
  must(place.store, talk.add(ActorKind::system, CallReturned{.key = "c1:3:make", .status = 200}));
  CHECK(ids_of(place.store, {.open_call = true}).empty());
}

FOR_EACH_STORE("a row's last text is cut at two hundred code points") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  std::string text;
  for (int i = 0; i < 300; ++i) text += "ž";
  must(place.store, talk.say(text));
  must(place.store, talk.add(ActorKind::agent, NoteAdded{"not a message", "n"}));
  CHECK(place.store.list({})->front().last_text == text.substr(0, 400));
}

FOR_EACH_STORE(
    "erasing a contact leaves his conversations without words and his token without use") {
  Place place;
  auto talk = long_talk("c1");
  auto first = talk.since(0);
  first.new_contact = NewContact{talk.contact(), "hash", talk.log.now};
  must(place.store, first);
  Talk second("c2", talk.contact().value);
  must(place.store, second.start(false));
  Talk other("c3");
  must(place.store, other.start());
  must(place.store, other.say("kept"));

  const Time at = talk.log.now + std::chrono::hours{1};
  REQUIRE(place.store.erase(talk.contact(), at).ok());

  const auto events = all_of(place.store, talk.id());
  REQUIRE(events.size() == talk.log.events.size() + 1);
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    Event expected = talk.log.events[i];
    expected.fact = without_personal_data(expected.fact);
    CHECK(events[i] == expected);
  }
  CHECK(events.back().fact == Fact(Erased{}));
  CHECK(events.back().at == at);
  CHECK(events.back().epoch == talk.log.events.back().epoch + 1);
  CHECK(all_of(place.store, second.id()).back().fact == Fact(Erased{}));
  CHECK(all_of(place.store, other.id()) == other.log.events);

  const auto rows = place.store.list({.contact = talk.contact()});
  REQUIRE(rows->size() == 2);
  for (const auto& row : *rows) {
    CHECK(row.status == Status::closed);
    CHECK(row.last_text.empty());
    CHECK(row.name.empty());
  }
  CHECK(place.store.list({.contact = talk.contact()})->front() ==
        summary_of(fold(all_of(place.store, rows->front().conversation))));
  CHECK(place.store.contact_of_token("hash").error().code == Code::not_found);
  CHECK(place.store.contact_of_token("hash-contact-c3").ok());

  // What was decided before it comes too late, and nothing new begins.
  CHECK(code_of(place.store, talk.say("still here")) == Code::conflict);
  CHECK(code_of(place.store, Talk("c4", talk.contact().value).start(false)) == Code::not_found);
}

FOR_EACH_STORE("a row has what was told in slots, as it was told last, until it is erased") {
  Place place;
  Talk talk("c1");
  const auto row = [&] { return place.store.list({})->front(); };
  must(place.store, talk.start());
  CHECK(row().told.empty());
  must(place.store, talk.add(ActorKind::bot, FlowStarted{.flow = FlowId("f")}));
  must(place.store, talk.add(ActorKind::bot, SlotFilled{"order", "10023", ""}));
  must(place.store, talk.add(ActorKind::bot, SlotFilled{"reason", "other", "Kita"}));
  must(place.store, talk.say("10024"));
  must(place.store, talk.add(ActorKind::agent, SlotFilled{"order", "10024", ""}));
  using Told = std::map<std::string, std::string>;
  CHECK(row().told == Told{{"order", "10024"}, {"reason", "Kita"}});
  CHECK(row() == summary_of(fold(talk.log.events)));
  // What a call said under the same name since is no word of the visitor's.
  const CallRequested call{.key = "k", .step = StepId("s"), .method = "GET", .url = "https://x"};
  must(place.store, talk.add(ActorKind::bot, call));
  must(place.store, talk.add(ActorKind::system, CallReturned{"k", 200, {{"reason", "late"}}, ""}));
  CHECK(row().told == Told{{"order", "10024"}, {"reason", "Kita"}});
  CHECK(row() == summary_of(fold(talk.log.events)));
  REQUIRE(place.store.erase(talk.contact(), talk.log.now).ok());
  CHECK(row().told.empty());
  CHECK(row() == summary_of(fold(all_of(place.store, talk.id()))));
}

FOR_EACH_STORE("conversations are found by their newest calls for a person, queued or offline") {
  Place place;
  const auto call = [&](const std::string& id, const Fact& fact) {
    Talk talk(id);
    must(place.store, talk.start());
    must(place.store, talk.add(ActorKind::bot, fact));
  };
  const auto called = [&](std::size_t limit) {
    const auto found = place.store.newest(Sought::calls, limit);
    REQUIRE(found.ok());
    Ids ids;
    for (const auto& id : *found) ids.push_back(id.value);
    return ids;
  };
  CHECK(called(10).empty());
  call("c1", HandoffRequested{});
  call("c2", WentOffline{});
  call("c3", Requeued{});
  call("c4", HandoffRequested{});
  call("c5", WentOffline{});
  CHECK(called(10) == Ids{"c5", "c4", "c2", "c1"});
  CHECK(called(3) == Ids{"c5", "c4", "c2"});
}

FOR_EACH_STORE("conversations are found by their newest ratings, each once, erased or not") {
  Place place;
  std::vector<Talk> talks;
  for (const char* id : {"c1", "c2", "c3", "c4"}) {
    talks.emplace_back(id);
    must(place.store, talks.back().start());
  }
  const auto rate = [&](std::size_t talk, bool helped) {
    must(place.store,
         talks[talk].add(ActorKind::visitor, ArticleRated{ArticleId("a"), "lt", helped}));
  };
  const auto rated = [&](std::size_t limit) {
    const auto found = place.store.newest(Sought::ratings, limit);
    REQUIRE(found.ok());
    Ids ids;
    for (const auto& id : *found) ids.push_back(id.value);
    return ids;
  };
  CHECK(rated(10).empty());
  rate(2, true);
  rate(0, false);
  must(place.store, talks[3].say("neįvertino"));
  rate(1, true);
  rate(0, true);
  CHECK(rated(10) == Ids{"c1", "c2", "c3"});
  CHECK(rated(2) == Ids{"c1", "c2"});
  CHECK(rated(1) == Ids{"c1"});
  CHECK(rated(0).empty());
  REQUIRE(place.store.erase(talks[1].contact(), talks[1].log.now).ok());
  CHECK(rated(10) == Ids{"c1", "c2", "c3"});
}

FOR_EACH_STORE("conversations are found by their newest marks, and marks are no ratings") {
  Place place;
  Talk one("c1"), two("c2");
  must(place.store, one.start());
  must(place.store, two.start());
  must(place.store, one.add(ActorKind::agent, IntentMarked{1, "returns"}));
  must(place.store, two.add(ActorKind::visitor, ArticleRated{ArticleId("a"), "lt", true}));
  must(place.store, two.add(ActorKind::agent, IntentMarked{1, ""}));
  CHECK(place.store.newest(Sought::marks, 10)->size() == 2);
  CHECK(place.store.newest(Sought::marks, 10)->front() == two.id());
  CHECK(place.store.newest(Sought::marks, 1)->size() == 1);
  CHECK(place.store.newest(Sought::ratings, 10)->size() == 1);
}

FOR_EACH_STORE(
    "conversations are found by what happened in them last, within a number and a time") {
  Place place;
  Talk one("c1"), two("c2"), three("c3");
  must(place.store, one.start());
  must(place.store, two.start());
  two.log.now += std::chrono::hours{1};
  three.log.now += std::chrono::hours{2};
  must(place.store, three.start());
  must(place.store, two.say("labas"));
  const auto recent = [&](Time since, std::size_t events) {
    const auto found = place.store.recent(since, events);
    REQUIRE(found.ok());
    Ids ids;
    for (const auto& id : *found) ids.push_back(id.value);
    return ids;
  };
  CHECK(recent(Time{}, 1000) == Ids{"c2", "c3", "c1"});
  CHECK(recent(Time{}, 1) == Ids{"c2"});
  CHECK(recent(Time{}, 0).empty());
  CHECK(recent(three.log.now, 1000) == Ids{"c3"});
  CHECK(recent(three.log.now + std::chrono::hours{1}, 1000).empty());
}

FOR_EACH_STORE("a changed account keeps what else it has, and a lost password ends its sessions") {
  Place place;
  const AgentAccount rasa{.id = AgentId("id-Rasa"),
                          .name = "Rasa",
                          .password_hash = "old",
                          .capacity = 3,
                          .created_at = from_millis(1'700'000'000'000)};
  const Time now = rasa.created_at;
  REQUIRE(place.store.add_agent(rasa).ok());
  const auto open = [&](const std::string& hash) {
    REQUIRE(place.store.add_session({hash, rasa.id, now, now, now + std::chrono::hours{1}}).ok());
  };
  open("a");
  auto changed = rasa;
  changed.role = Role::supervisor;
  changed.name = "Somebody else";
  REQUIRE(place.store.change_agent(changed).ok());
  CHECK(place.store.find_agent(rasa.id)->role == Role::supervisor);
  CHECK(place.store.find_agent(rasa.id)->name == "Rasa");
  CHECK(place.store.find_agent(rasa.id)->capacity == 3);
  CHECK(place.store.find_session("a", now).ok());
  changed.password_hash = "new";
  REQUIRE(place.store.change_agent(changed).ok());
  CHECK(place.store.find_agent(rasa.id)->password_hash == "new");
  CHECK(place.store.find_session("a", now).error().code == Code::not_found);
  open("b");
  changed.disabled = true;
  REQUIRE(place.store.change_agent(changed).ok());
  CHECK(place.store.find_agent(rasa.id)->disabled);
  CHECK(place.store.find_session("b", now).error().code == Code::not_found);
  changed.id = AgentId("?");
  CHECK(place.store.change_agent(changed).error().code == Code::not_found);
}

FOR_EACH_STORE("erasing again changes nothing, and nobody cannot be erased") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  REQUIRE(place.store.erase(talk.contact(), talk.log.now).ok());
  const auto events = all_of(place.store, talk.id());
  REQUIRE(place.store.erase(talk.contact(), talk.log.now + std::chrono::hours{1}).ok());
  CHECK(all_of(place.store, talk.id()) == events);
  CHECK(place.store.erase(ContactId("nobody"), talk.log.now).error().code == Code::not_found);
}

namespace {

AgentAccount account(const std::string& name, Role role = Role::agent) {
  return {.id = AgentId("id-" + name),
          .name = name,
          .role = role,
          .password_hash = "$argon2id$" + name,
          .created_at = from_millis(1'700'000'000'000)};
}

bool same(const AgentAccount& a, const AgentAccount& b) {
  return a.id == b.id && a.name == b.name && a.role == b.role &&
         a.password_hash == b.password_hash && a.disabled == b.disabled &&
         a.available == b.available && a.capacity == b.capacity && a.created_at == b.created_at;
}

}  // namespace

FOR_EACH_STORE("accounts are found by id and by name") {
  Place place;
  auto zita = account("Zita", Role::admin);
  zita.disabled = true;
  REQUIRE(place.store.add_agent(zita).ok());
  REQUIRE(place.store.add_agent(account("Aldona")).ok());
  CHECK(same(*place.store.find_agent(zita.id), zita));
  CHECK(same(*place.store.find_agent_named("Zita"), zita));
  CHECK(place.store.find_agent_named("zita").error().code == Code::not_found);
  CHECK(place.store.find_agent(AgentId("?")).error().code == Code::not_found);
  const auto all = place.store.agents();
  REQUIRE(all->size() == 2);
  CHECK(all->front().name == "Aldona");

  auto again = account("Zita");
  again.id = AgentId("other");
  CHECK(place.store.add_agent(again).error().code == Code::conflict);
  CHECK(place.store.add_agent(zita).error().code == Code::conflict);
}

FOR_EACH_STORE("availability is kept, and since when it is so") {
  Place place;
  const AgentId rasa("id-Rasa");
  REQUIRE(place.store.add_agent(account("Rasa")).ok());
  const auto now = [&] { return *place.store.find_agent_named("Rasa"); };
  CHECK_FALSE(now().said_at);
  const Time at = from_millis(1'795'000'000'000);
  REQUIRE(place.store.set_availability(rasa, {.available = true, .capacity = 7}, at).ok());
  CHECK(now().available);
  CHECK(now().capacity == 7);
  CHECK(now().said_at == at);
  const Time later = at + std::chrono::minutes(5);
  REQUIRE(place.store.set_availability(rasa, {.available = true, .capacity = 2}, later).ok());
  CHECK(now().capacity == 2);
  CHECK(now().said_at == at);
  const Time back = later + std::chrono::hours(1);
  REQUIRE(place.store.set_availability(rasa, {.capacity = 2, .back_at = back}, later).ok());
  CHECK_FALSE(now().available);
  CHECK(now().back_at == back);
  CHECK(now().said_at == later);
  CHECK(place.store.agents()->front().back_at == back);
  REQUIRE(place.store.set_availability(rasa, {.available = true, .capacity = 2}, back).ok());
  CHECK_FALSE(now().back_at);
  CHECK(place.store.set_availability(AgentId("?"), {}, at).error().code == Code::not_found);
}

FOR_EACH_STORE("a session lives until it expires or is removed") {
  Place place;
  const Time now = from_millis(1'700'000'000'000);
  const auto session = [&](const std::string& hash, int hours) {
    return Session{hash, AgentId("id-Rasa"), now, now, now + std::chrono::hours{hours}};
  };
  CHECK(place.store.add_session(session("a", 1)).error().code == Code::not_found);
  REQUIRE(place.store.add_agent(account("Rasa")).ok());
  REQUIRE(place.store.add_session(session("a", 1)).ok());
  REQUIRE(place.store.add_session(session("b", 2)).ok());
  CHECK(place.store.add_session(session("a", 3)).error().code == Code::conflict);

  CHECK(place.store.find_session("a", now)->agent == AgentId("id-Rasa"));
  CHECK(place.store.find_session("a", now + std::chrono::hours{1}).error().code == Code::not_found);
  REQUIRE(place.store.touch_session("b", now + std::chrono::minutes{5}).ok());
  CHECK(place.store.find_session("b", now)->used_at == now + std::chrono::minutes{5});
  CHECK(place.store.find_session("b", now)->expires_at == now + std::chrono::hours{2});
  REQUIRE(place.store.remove_session("b").ok());
  REQUIRE(place.store.remove_session("b").ok());
  CHECK(place.store.find_session("b", now).error().code == Code::not_found);
  CHECK(place.store.touch_session("b", now).error().code == Code::not_found);
}

FOR_EACH_STORE("of threads that append to one conversation exactly one wins each sequence") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::atomic<int> conflicts = 0;
  std::array<std::vector<Sequence>, kThreads> won;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach;) {
        // Load, decide, append: as the service does.
        auto lists = place.store.load({&talk.log.id, 1});
        if (!lists.ok()) return;
        Talk mine("c1");
        mine.log.events = lists->front();
        const auto append =
            mine.say(std::to_string(t), std::to_string(t) + "-" + std::to_string(i));
        const auto results = place.store.append({&append, 1});
        if (results[0].ok()) {
          won[static_cast<std::size_t>(t)].push_back(*results[0]);
          ++i;
        } else if (results[0].error().code == Code::conflict) {
          ++conflicts;
        } else {
          return;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();

  std::vector<Sequence> all;
  for (const auto& list : won) all.insert(all.end(), list.begin(), list.end());
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == kThreads * kEach);
  const auto events = all_of(place.store, talk.id());
  REQUIRE(events.size() == 1 + kThreads * kEach);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i] == i + 2);
    CHECK(events[i + 1].sequence == i + 2);
  }
  for (std::size_t t = 0; t < kThreads; ++t) {
    for (const auto sequence : won[t]) {
      CHECK(std::get<MessageAdded>(events[sequence - 1].fact).text == std::to_string(t));
    }
  }
  MESSAGE("conflicts on the way: ", conflicts.load());
}

FOR_EACH_STORE("of many threads that send one client id exactly one stores it") {
  Place place;
  Talk talk("c1");
  must(place.store, talk.start());
  std::atomic<int> stored = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (;;) {
        const auto before = place.store.find_sent(talk.id(), Author::visitor, "m1");
        if (!before.ok() || before->has_value()) return;
        auto lists = place.store.load({&talk.log.id, 1});
        Talk mine("c1");
        mine.log.events = lists->front();
        const auto append = mine.say("hello", "m1");
        if (place.store.append({&append, 1})[0].ok()) ++stored;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(stored == 1);
  CHECK(all_of(place.store, talk.id()).size() == 2);
}

}  // namespace store_test
