// SPDX-License-Identifier: MIT
// A guided conversation's file. Whether its steps lead anywhere is checked in flow_check.cc.
// Declared in readers.h.
#include <algorithm>
#include <charconv>

#include "content/readers.h"

namespace frontdesk {
namespace {

const std::vector<std::pair<std::string, Step::Kind>>& kinds() {
  static const std::vector<std::pair<std::string, Step::Kind>> kAll = {
      {"ask", Step::Kind::ask},         {"say", Step::Kind::say},
      {"branch", Step::Kind::branch},   {"call", Step::Kind::call},
      {"confirm", Step::Kind::confirm}, {"handoff", Step::Kind::handoff},
      {"goto", Step::Kind::go_to},      {"end", Step::Kind::end}};
  return kAll;
}

std::vector<std::pair<std::string, LocalText>> read_choices(const yaml::Node& node,
                                                            Reading& reading) {
  std::vector<std::pair<std::string, LocalText>> choices;
  if (node.is_map()) {
    for (const auto& [value, at, label] : node.entries) {
      check_name(value, at, "a choice", reading.problems);
      auto text = read_local_text(label, "the label of a choice", reading);
      warn_of_missing_languages(text, at, "the label of '" + value + "'", reading);
      choices.emplace_back(value, std::move(text));
    }
  } else {
    for (const auto& value : yaml::texts_of(node, "'choices'", reading.problems)) {
      check_name(value, node.at, "a choice", reading.problems);
      LocalText label;
      for (const auto& language : reading.catalog.languages) label[language] = value;
      choices.emplace_back(value, std::move(label));
    }
  }
  return choices;
}

void read_slots(const yaml::Node& node, Flow& flow, Reading& reading) {
  if (!node.is_map()) {
    yaml::add_error(reading.problems, node.at,
                    std::string("expected 'slots': a map of names to {type, ...}, found ") +
                        yaml::name_of(node.kind));
    return;
  }
  for (const auto& [name, at, value] : node.entries) {
    Slot slot;
    slot.name = name;
    slot.at = at;
    check_name(name, at, "a slot", reading.problems);
    if (value.is_text()) {
      slot.type = value.text;
    } else {
      yaml::Fields fields(value, "a slot", reading.problems);
      slot.type = fields.required_text("type");
      if (const auto* label = fields.get("label")) {
        slot.label = read_local_text(*label, "'label'", reading);
      }
      if (const auto* choices = fields.get("choices")) {
        slot.choices = read_choices(*choices, reading);
      }
      fields.finish();
    }
    if (slot.type == "choice" && slot.choices.empty()) {
      yaml::add_error(reading.problems, at, "a slot of type 'choice' needs 'choices'");
    } else if (slot.type != "choice" && !slot.choices.empty()) {
      yaml::add_error(reading.problems, at, "only a slot of type 'choice' has 'choices'");
    }
    flow.slots.push_back(std::move(slot));
  }
}

void read_branches(const yaml::Node& node, Step& step, Reading& reading) {
  if (!node.is_list() || node.items.empty()) {
    yaml::add_error(reading.problems, node.at,
                    std::string("expected 'branch': a list of {when, goto} and {else}, found ") +
                        (node.is_list() ? "an empty one" : yaml::name_of(node.kind)));
    return;
  }
  bool has_else = false;
  for (const auto& item : node.items) {
    if (has_else) {
      yaml::add_error(reading.problems, item.at, "nothing after 'else' is ever looked at");
    }
    yaml::Fields fields(item, "a branch", reading.problems);
    Step::Branch branch;
    if (fields.get("else") != nullptr) {
      has_else = true;
      branch.to = StepId(fields.required_text("else"));
      if (item.find("when") != nullptr || item.find("goto") != nullptr) {
        yaml::add_error(reading.problems, item.at, "'else' stands alone: {else: STEP}");
      }
      fields.get("when");
      fields.get("goto");
    } else {
      if (const auto* when = fields.required("when")) {
        branch.when = read_condition(*when, reading.problems);
        // A broken condition must not become "always".
        if (branch.when.terms.empty()) branch.when.terms.push_back({});
      }
      branch.to = StepId(fields.required_text("goto"));
    }
    fields.finish();
    step.branches.push_back(std::move(branch));
  }
}

/// "3s", "500ms" or a number of seconds.
std::chrono::milliseconds read_timeout(const yaml::Node& node, Reading& reading) {
  std::string_view text = node.text;
  double scale = 1000;
  if (text.size() > 2 && text.substr(text.size() - 2) == "ms") {
    scale = 1;
    text.remove_suffix(2);
  } else if (!text.empty() && text.back() == 's') {
    text.remove_suffix(1);
  }
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const double millis = value * scale;
  if (!node.is_text() || text.empty() || read.ec != std::errc{} ||
      read.ptr != text.data() + text.size() || !(millis >= 1 && millis <= 60000)) {
    yaml::add_error(reading.problems, node.at,
                    "expected a time like 3s or 500ms, at most 60s" +
                        (node.is_text() ? ", found '" + node.text + "'" : std::string()));
    return CallTemplate{}.timeout;
  }
  return std::chrono::milliseconds(static_cast<long long>(millis));
}

std::map<std::string, std::string> read_text_map(const yaml::Node& node, const std::string& what,
                                                 Reading& reading) {
  std::map<std::string, std::string> texts;
  if (!node.is_map()) {
    yaml::add_error(reading.problems, node.at,
                    "expected " + what + ": a map of texts, found " + yaml::name_of(node.kind));
  }
  for (const auto& [key, at, value] : node.entries) {
    texts[key] = yaml::text_of(value, "a text in " + what, reading.problems);
  }
  return texts;
}

CallTemplate read_call(const yaml::Node& node, Reading& reading) {
  CallTemplate call;
  yaml::Fields fields(node, "a call", reading.problems);
  call.method = fields.one_of("method", "GET", {"GET", "POST", "PUT", "PATCH", "DELETE"});
  call.url = fields.required_text("url");
  if (!call.url.empty() && call.url.rfind("http://", 0) != 0 &&
      call.url.rfind("https://", 0) != 0 && call.url[0] != '{') {
    yaml::add_error(reading.problems, fields.key_at("url"),
                    "a url begins with https://, http:// or a {variable}");
  }
  if (const auto* body = fields.get("body")) {
    call.body = read_text_map(*body, "'body'", reading);
    if (call.method == "GET" || call.method == "DELETE") {
      yaml::add_error(reading.problems, fields.key_at("body"),
                      "a " + call.method + " carries no body; put it into the url");
    }
  }
  if (const auto* save = fields.get("save")) {
    call.save = read_text_map(*save, "'save'", reading);
    for (const auto& [slot, at, pointer] : save->entries) {
      check_name(slot, at, "a slot", reading.problems);
      if (pointer.is_text() && !pointer.text.empty() && pointer.text[0] != '/') {
        yaml::add_error(
            reading.problems, pointer.at,
            "expected a place in the answer like /order/status, found '" + pointer.text + "'");
      }
    }
  }
  if (const auto* timeout = fields.get("timeout")) call.timeout = read_timeout(*timeout, reading);
  fields.finish();
  return call;
}

void read_step_text(const yaml::Node* node, const std::string& what, Step& step, Reading& reading) {
  if (node == nullptr) return;
  step.text = read_variations(*node, what, reading);
  if (!step.text.empty()) warn_of_missing_languages(step.text, step.at, what, reading);
}

/// `interrupt: [intents]`, or `interrupt: none`.
void read_interrupt(yaml::Fields& fields, Step& step, Reading& reading) {
  const auto* node = fields.get("interrupt");
  if (node == nullptr) return;
  step.interrupt.emplace();
  if (node->is_text() && node->text == "none") return;
  *step.interrupt = yaml::texts_of(*node, "'interrupt'", reading.problems);
  if (step.interrupt->empty() && !node->is_map()) {
    yaml::add_error(reading.problems, fields.key_at("interrupt"),
                    "expected names of intents, or 'interrupt: none'");
  }
}

void read_kind(const std::string& key, yaml::Fields& fields, Step& step, Reading& reading) {
  const yaml::Node& node = *fields.get(key);
  switch (step.kind) {
    case Step::Kind::ask:
      step.slot = fields.required_text("ask");
      read_step_text(fields.required("text"), "'text'", step, reading);
      step.attempts = static_cast<int>(fields.whole("attempts", step.attempts, 1, 10));
      step.otherwise = StepId(fields.text("otherwise"));
      read_interrupt(fields, step, reading);
      break;
    case Step::Kind::say: read_step_text(&node, "'say'", step, reading); break;
    case Step::Kind::confirm:
      read_step_text(&node, "'confirm'", step, reading);
      step.yes = StepId(fields.text("yes"));
      step.no = StepId(fields.text("no"));
      read_interrupt(fields, step, reading);
      break;
    case Step::Kind::branch: read_branches(node, step, reading); break;
    case Step::Kind::call:
      step.call = read_call(node, reading);
      step.error = StepId(fields.text("error"));
      break;
    case Step::Kind::handoff: step.team = read_handoff(node, reading.problems); break;
    case Step::Kind::go_to: step.to = StepId(fields.required_text("goto")); break;
    case Step::Kind::end:
      if (!fields.flag("end", true)) {
        yaml::add_error(reading.problems, node.at, "'end: false' says nothing; leave the step out");
      }
      break;
  }
}

void read_step(const yaml::Node& node, Flow& flow, Reading& reading) {
  yaml::Fields fields(node, "a step", reading.problems);
  if (!node.is_map()) return;
  Step step;
  step.at = node.at;
  step.id = StepId(fields.required_text("id"));
  check_name(step.id.value, fields.key_at("id"), "a step", reading.problems);
  if (flow.find(step.id) != nullptr) {
    yaml::add_error(reading.problems, fields.key_at("id"),
                    "the step '" + step.id.value + "' stands twice, first in line " +
                        std::to_string(flow.find(step.id)->at.line));
    step.id = {};
  }
  std::string found;
  for (const auto& [key, kind] : kinds()) {
    if (fields.get(key) == nullptr) continue;
    if (!found.empty()) {
      yaml::add_error(reading.problems, fields.key_at(key),
                      "a step is one thing, this one is '" + found + "' and '" + key +
                          "'; make two steps of it");
      continue;
    }
    found = key;
    step.kind = kind;
    read_kind(key, fields, step, reading);
  }
  if (found.empty()) {
    yaml::add_error(reading.problems, node.at,
                    "a step is one of ask, say, branch, call, confirm, handoff, goto, end");
  }
  fields.finish();
  if (!step.id.empty() && !found.empty()) flow.steps.push_back(std::move(step));
}

}  // namespace

void read_flow(const yaml::Node& root, Reading& reading) {
  yaml::Fields fields(root, "a flow", reading.problems);
  Flow flow;
  flow.id = FlowId(fields.required_text("flow"));
  const auto* name = root.find("flow");
  flow.at = name == nullptr ? root.at : name->at;
  check_name(flow.id.value, flow.at, "a flow", reading.problems);
  if (const auto* label = fields.get("label")) {
    flow.label = read_local_text(*label, "'label'", reading);
  }
  if (const auto* slots = fields.get("slots")) read_slots(*slots, flow, reading);
  if (const auto* steps = fields.required("steps")) {
    if (!steps->is_list() || steps->items.empty()) {
      yaml::add_error(reading.problems, steps->at,
                      std::string("expected 'steps': a list of steps, found ") +
                          (steps->is_list() ? "an empty one" : yaml::name_of(steps->kind)));
    }
    for (const auto& step : steps->items) read_step(step, flow, reading);
  }
  fields.text("owner");
  read_review_by(fields, reading);
  fields.finish();

  if (const auto* twin = reading.catalog.find_flow(flow.id)) {
    yaml::add_error(reading.problems, flow.at,
                    "the flow '" + flow.id.value + "' stands twice, first in " + twin->at.file +
                        ":" + std::to_string(twin->at.line));
  } else if (!flow.id.empty()) {
    reading.catalog.flows.push_back(std::move(flow));
  }
}

}  // namespace frontdesk
