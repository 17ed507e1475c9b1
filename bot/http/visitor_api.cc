// SPDX-License-Identifier: MIT
#include "http/visitor_api.h"

#include <algorithm>
#include <charconv>

#include "http/article_api.h"
#include "http/body.h"
#include "http/error_response.h"
#include "http/gate.h"
#include "http/page_fields.h"
#include "http/stream.h"
#include "http/wire.h"

namespace frontdesk {
namespace {

constexpr std::size_t kMostEvents = 500;
constexpr int kLongestWait = 25;  // seconds; below what proxies between here and there put up with

bool is_client_id(const std::string& id) {
  constexpr std::string_view kMarks = "._:-";
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

/// Code points of valid UTF-8: what people count as letters, more or less.
std::size_t code_points(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

Result<Said> read_said(const Body& body, const Limits& limits) {
  auto client_id = body.text("client_id");
  auto text = body.text("text");
  auto choice = body.text("choice");
  for (const auto* field : {&client_id, &text, &choice}) {
    if (!*field) return field->error();
  }
  if (!is_client_id(*client_id)) {
    return Error{Code::invalid, "'client_id' must have 1 to 64 of A-Z a-z 0-9 . _ : -"};
  }
  if (body.has("text") == body.has("choice")) {
    return Error{Code::invalid, "send either 'text' or 'choice'"};
  }
  const auto most = static_cast<std::size_t>(limits.message_code_points);
  if (code_points(*text) > most) {
    return Error{Code::too_large, "'text' may have at most " + std::to_string(most) +
                                      " characters; this one has " +
                                      std::to_string(code_points(*text))};
  }
  if (body.has("text") && text->find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{Code::invalid, "'text' must not be empty"};
  }
  if (body.has("choice") && (choice->empty() || choice->size() > 200)) {
    return Error{Code::invalid, "'choice' must have 1 to 200 bytes"};
  }
  return Said{
      .text = std::move(*text), .choice = std::move(*choice), .client_id = std::move(*client_id)};
}

}  // namespace

Reply read_events(const Site& site, const Request& request, const ConversationId& id,
                  const std::shared_ptr<const Log>& log, const AgentAccount* agent,
                  const std::string& owner) {
  const auto reader = agent != nullptr ? Reader::agent : Reader::visitor;
  const auto generation = site.conversations.store().generation();
  const auto asked = request.query.find("after");
  const auto& last_id = request.header("last-event-id");
  const auto position = asked != request.query.end() ? asked->second : last_id;
  const Sequence after = position_of(position, generation);

  if (request.header("accept").find("text/event-stream") != std::string::npos) {
    Reply reply;
    std::optional<LiveSignals::Viewer> viewer;
    if (agent != nullptr) viewer = LiveSignals::Viewer{agent->id, agent->name};
    reply.stream = Reply::Stream{.topics = {topic_of(id), signals_topic_of(id)},
                                 .owner = owner,
                                 .source = conversation_stream(site, id, after, std::move(viewer))};
    return reply;
  }

  const auto shown = shown_events(log->events, after, reader, kMostEvents);
  int wait = 0;
  if (const auto found = request.query.find("wait"); found != request.query.end()) {
    const auto& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wait);
    if (error != std::errc{} || end != text.data() + text.size() || wait < 0 ||
        wait > kLongestWait) {
      return refuse({Code::invalid, "'wait' must be a number of seconds from 0 to 25"});
    }
  }
  if (shown.empty() && wait > 0 && !request.timed_out) {
    return Reply{.park = Reply::Park{.topics = {topic_of(id)}, .wait = std::chrono::seconds{wait}}};
  }
  const bool cut = shown.size() == kMostEvents;
  const Sequence last = cut ? shown.back().event.sequence : log->conversation.last;
  std::string extra;
  if (agent == nullptr) {
    if (const auto place = site.queue.place(id)) extra = "\"waiting\":" + place_json(*place);
  }
  return Reply{.response = {.body = events_json(last, shown, reader, extra)}};
}

Reply answer_visitor(Staged staged) {
  std::vector<ShownEvent> shown;
  // The events as the visitor will read them, `previous` included, need the log before them.
  auto all = staged.before->events;
  if (!staged.duplicate) {
    all.insert(all.end(), staged.events.begin(), staged.events.end());
    shown = shown_events(all, staged.before->conversation.last, Reader::visitor);
  } else if (!staged.events.empty()) {
    all.resize(std::min<std::size_t>(all.size(), staged.conversation.last));
    shown = shown_events(all, staged.events.front()->sequence - 1, Reader::visitor);
  }
  Reply reply;
  reply.response = {.body = events_json(staged.conversation.last, shown, Reader::visitor,
                                        staged.duplicate ? "\"duplicate\":true" : "")};
  reply.append = std::move(staged.append);
  return reply;
}

VisitorApi::VisitorApi(const Site& site)
    : site_(site),
      exempt_(site.settings.limits.exempt),
      starts_(site.settings.limits.conversations_per_hour / 3600.0,
              site.settings.limits.conversations_per_hour),
      bursts_(site.settings.limits.messages_per_second, site.settings.limits.message_burst),
      minutes_(site.settings.limits.messages_per_minute / 60.0,
               site.settings.limits.messages_per_minute),
      handoffs_(site.settings.limits.handoffs_per_hour / 3600.0,
                site.settings.limits.handoffs_per_hour) {}

void VisitorApi::add_to(Router& router) {
  const auto to = [this](Reply (VisitorApi::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  router.add({"POST", "/api/v1/conversations", Access::anybody, to(&VisitorApi::start)});
  router.add({"POST", "/api/v1/conversations/:id/messages", Access::visitor, to(&VisitorApi::say)});
  router.add({"GET", "/api/v1/conversations/:id/events", Access::visitor, to(&VisitorApi::events)});
  router.add({"GET", "/api/v1/widget", Access::anybody, to(&VisitorApi::widget)});
}

Reply VisitorApi::start(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  Start start;
  for (const auto& [name, field] :
       {std::pair{"language", &start.language}, std::pair{"page", &start.page},
        std::pair{"referrer", &start.referrer}, std::pair{"inbox", &start.inbox.value}}) {
    auto text = page_field(*body, name);
    if (!text) return refuse(text.error());
    if (body->has(name)) *field = std::move(*text);
  }
  auto attributes = page_attributes(*body);
  if (!attributes) return refuse(attributes.error());
  start.attributes = std::move(*attributes);
  const auto opened = body->objects("opened");
  if (!opened) return refuse(opened.error());
  for (const auto& each : *opened) {
    auto reading = read_reading(each);
    if (!reading) return refuse(reading.error());
    start.opened.push_back(std::move(*reading));
  }

  // A visitor who has a token already begins another conversation of the same contact.
  std::string token;
  const auto& header = call.request.header("authorization");
  if (header.starts_with("Bearer ")) {
    const auto contact =
        site_.conversations.store().contact_of_token(secret_hash(header.substr(7)));
    if (contact) {
      start.contact = *contact;
      token = header.substr(7);
    }
  }
  if (!call.request.again && !exempt_.contains(call.request.address)) {
    const auto wait =
        starts_.take(address_group(call.request.address), site_.conversations.clock().now());
    if (wait.count() > 0) {
      return Reply{.response = too_many(wait, "too many new conversations from this address")};
    }
  }
  if (start.contact.empty()) {
    token = make_secret(site_.random);
    start.token_hash = secret_hash(token);
  }
  auto staged = site_.conversations.start(start);
  if (!staged) return refuse(staged.error());
  const auto shown = shown_events(staged->events, 0, Reader::visitor);
  Reply reply;
  reply.response = {
      .status = 201,
      .body = events_json(staged->conversation.last, shown, Reader::visitor,
                          "\"conversation\":" + frontdesk::quoted(staged->conversation.id.value) +
                              ",\"token\":" + frontdesk::quoted(token))};
  reply.append = std::move(staged->append);
  return reply;
}

std::chrono::milliseconds VisitorApi::hold_back(const Call& call, bool handoff) {
  if (call.request.again || exempt_.contains(call.request.address)) {
    return std::chrono::milliseconds{0};
  }
  const auto now = site_.conversations.clock().now();
  const auto& key = call.contact.value;
  const auto wait = std::max({bursts_.wait(key, now), minutes_.wait(key, now),
                              handoff ? handoffs_.wait(key, now) : std::chrono::milliseconds{0}});
  if (wait.count() > 0) return wait;
  (void)bursts_.take(key, now);
  (void)minutes_.take(key, now);
  if (handoff) (void)handoffs_.take(key, now);
  return std::chrono::milliseconds{0};
}

Reply VisitorApi::say(const Call& call) {
  const auto body = Body::parse(call.request.body, site_.settings.limits.json_depth);
  if (!body) return refuse(body.error());
  auto said = read_said(*body, site_.settings.limits);
  if (!said) return refuse(said.error());

  const ConversationId id(call.parameters.at("id"));
  auto staged = site_.conversations.say(id, call.contact, *said);
  if (!staged) return refuse(staged.error());
  const auto& before = *staged->before;

  // A repeat costs nothing: it is how a client finds out that the first try arrived.
  if (!staged->duplicate) {
    const bool handoff =
        before.conversation.status == Status::bot && staged->conversation.status != Status::bot;
    if (const auto wait = hold_back(call, handoff); wait.count() > 0) {
      return Reply{.response = too_many(wait, "too many messages at once")};
    }
  }
  return answer_visitor(std::move(*staged));
}

Reply VisitorApi::events(const Call& call) {
  const ConversationId id(call.parameters.at("id"));
  const auto log = site_.conversations.log(id);
  if (!log) return refuse(log.error());
  if ((*log)->conversation.contact != call.contact) {
    return refuse({Code::not_found, "there is no such conversation"});
  }
  const std::string owner =
      exempt_.contains(call.request.address) ? "" : "visitor:" + call.contact.value;
  return read_events(site_, call.request, id, *log, nullptr, owner);
}

Reply VisitorApi::widget(const Call&) {
  const auto brain = site_.conversations.brain();
  const auto now = site_.conversations.clock().now();
  const auto& teams = brain->catalog.teams;
  const bool open = brain->desk.always_open || teams.empty() || teams.front().is_open(now);
  Reply reply{.response = {.body = widget_json(*brain, open)}};
  reply.response.headers.emplace_back("Cache-Control", "public, max-age=60");
  return reply;
}

}  // namespace frontdesk
