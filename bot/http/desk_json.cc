// SPDX-License-Identifier: MIT
#include "http/desk_json.h"

#include <algorithm>

#include "http/wire_json.h"
#include "service/dispatcher.h"

namespace frontdesk {
namespace {

/// A reply's text with the owner's variables put in; the other names are the console's to fill.
wire::Json filled_texts(const LocalText& texts, const Brain& brain) {
  LocalText filled = texts;
  for (auto& [language, text] : filled) {
    for (const auto& [name, value] : brain.catalog.variables) {
      const std::string mark = "{" + name + "}";
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        text.replace(at, mark.size(), value);
        at += value.size();
      }
    }
  }
  return wire::texts_json(filled);
}

wire::Json team_entry(const Team& team, const Brain& brain, Time now) {
  const bool open = brain.desk.always_open || team.is_open(now);
  wire::Json json{{"id", team.id.value}, {"label", wire::texts_json(team.label)}, {"open", open}};
  if (const auto opens = team.opens_at(now); !open && opens) json["opens_at"] = to_text(*opens);
  json["answer_within"] = team.answer_within.count();
  if (team.forwards_to) {
    json["forwards_to"] = wire::Json::array();
    for (const auto& other : *team.forwards_to) json["forwards_to"].push_back(other.value);
  }
  return json;
}

wire::Json agent_entries(const DeskPeople& people, const Brain& brain, Time now) {
  auto list = wire::Json::array();
  for (const auto& agent : people.agents) {
    if (agent.disabled || !may_serve(agent.role)) continue;
    const auto load = people.loads.find(agent.id);
    list.push_back(wire::Json{{"id", agent.id.value},
                              {"name", agent.name},
                              {"role", name_of(agent.role)},
                              {"available", agent.available},
                              {"present", people.present.contains(agent.id)},
                              {"load", load == people.loads.end() ? 0 : load->second},
                              {"capacity", capacity_of(brain.catalog, agent)}});
    if (const auto back = expected_back(agent, now)) list.back()["back_at"] = to_text(*back);
  }
  return list;
}

wire::Json macro_entry(const Macro& macro, const Brain& brain) {
  wire::Json json{{"id", macro.id}, {"label", wire::texts_json(macro.label)}};
  if (!macro.text.empty()) json["text"] = filled_texts(macro.text, brain);
  if (!macro.tags.empty()) json["tags"] = macro.tags;
  if (macro.priority) json["priority"] = *macro.priority;
  switch (macro.then) {
    case Macro::Then::nothing: break;
    case Macro::Then::close: json["then"] = "close"; break;
    case Macro::Then::hold: json["then"] = "hold"; break;
    case Macro::Then::give_back: json["then"] = "return"; break;
    case Macro::Then::team: json["then"] = wire::Json{{"team", macro.team.value}}; break;
  }
  return json;
}

}  // namespace

Result<DeskPeople> people_of(const Site& site) {
  auto& store = site.conversations.store();
  auto agents = store.agents();
  if (!agents) return agents.error();
  auto loads = store.loads();
  if (!loads) return loads.error();
  DeskPeople people{std::move(*agents), std::move(*loads), {}, {}};
  for (const auto& agent : people.agents) {
    if (site.presence.is_present(agent)) people.present.insert(agent.id);
    if (const auto since = site.presence.since(agent)) people.since[agent.id] = *since;
  }
  return people;
}

std::string desk_json(const AgentAccount& me, const DeskPeople& people, const Brain& brain,
                      Time now) {
  using wire::Json;
  const auto& toolbox = brain.catalog.toolbox;
  Json json{{"me", Json{{"id", me.id.value},
                        {"name", me.name},
                        {"role", name_of(me.role)},
                        {"available", me.available},
                        {"capacity", capacity_of(brain.catalog, me)}}}};
  if (const auto back = expected_back(me, now)) json["me"]["back_at"] = to_text(*back);
  json["teams"] = Json::array();
  for (const auto& team : brain.catalog.teams) {
    json["teams"].push_back(team_entry(team, brain, now));
  }
  json["agents"] = agent_entries(people, brain, now);
  json["tags"] = Json::array();
  for (const auto& tag : toolbox.tags) {
    json["tags"].push_back(Json{{"id", tag.id}, {"label", wire::texts_json(tag.label)}});
  }
  json["alarm_after"] = brain.desk.alarm_seconds;
  json["require_tag"] = toolbox.require_tag;
  json["replies"] = Json::array();
  for (const auto& reply : toolbox.replies) {
    json["replies"].push_back(Json{{"shortcut", reply.shortcut},
                                   {"title", reply.title},
                                   {"text", filled_texts(reply.text, brain)}});
  }
  json["macros"] = Json::array();
  for (const auto& macro : toolbox.macros) json["macros"].push_back(macro_entry(macro, brain));
  json["intents"] = Json::array();
  for (const auto& intent : brain.catalog.intents) {
    json["intents"].push_back(Json{{"id", intent.name}, {"label", wire::texts_json(intent.label)}});
  }
  return wire::write(json);
}

std::string board_json(const Board& figures, const std::vector<BoardHour>& hours,
                       const std::vector<Summary>& waiting, const DeskPeople& people,
                       const Brain& brain, Time now) {
  using wire::Json;
  Json json{{"waiting", Json{{"count", waiting.size()}}},
            {"answered", Json{{"p50", nullptr}, {"p90", nullptr}}},
            {"agents", agent_entries(people, brain, now)},
            {"handed_off", figures.handed_off()},
            {"bot_answered", figures.bot_answered()},
            {"kept", nullptr}};
  for (auto& agent : json["agents"]) {
    const auto since = people.since.find(AgentId(agent["id"].get<std::string>()));
    if (since != people.since.end()) agent["since"] = to_text(since->second);
  }
  json["hours"] = Json::array();
  for (const auto& hour : hours) {
    Json entry{{"from", to_text(hour.from)},
               {"handed_off", hour.figures.handed_off()},
               {"bot_answered", hour.figures.bot_answered()}};
    const auto half = hour.figures.answered(0.5);
    const auto most = hour.figures.answered(0.9);
    if (half && most) entry["waited"] = Json{{"p50", half->count()}, {"p90", most->count()}};
    json["hours"].push_back(std::move(entry));
  }
  std::optional<Time> longest;
  int late = 0;
  const std::chrono::seconds alarm{brain.desk.alarm_seconds};
  for (const auto& row : waiting) {
    if (!row.waiting_since) continue;
    longest = std::min(longest.value_or(*row.waiting_since), *row.waiting_since);
    if (alarm.count() > 0 && now - *row.waiting_since >= alarm) ++late;
  }
  json["waiting"]["late"] = late;
  if (longest) json["waiting"]["longest_since"] = to_text(*longest);
  if (const auto half = figures.answered(0.5)) json["answered"]["p50"] = half->count();
  if (const auto most = figures.answered(0.9)) json["answered"]["p90"] = most->count();
  if (const auto kept = figures.kept()) json["kept"] = *kept;
  return wire::write(json);
}

}  // namespace frontdesk
