// SPDX-License-Identifier: MIT
#pragma once
// A hosted help centre of recorded shapes, and a source that may ask it, for tests of help_center.

#include <stdlib.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "kb-connector/source_config.h"
#include "outbound/client.h"
#include "support/loopback.h"

namespace support {

// A server of recorded shapes: what it answers to each path with its query. Every answer may be changed.
struct HelpCenterReplay {
  std::map<std::string, std::string> answers;  // target -> whole answer
  std::mutex mutex;
  Loopback server{[this](const std::string& request) {
    const std::lock_guard lock(mutex);
    const std::size_t begin = request.find(' ') + 1;
    const auto found = answers.find(request.substr(begin, request.find(' ', begin) - begin));
    return found == answers.end() ? Loopback::answer(404, "{}") : found->second;
  }};

  void set(const std::string& target, const nlohmann::json& body, const std::string& headers = "") {
    const std::lock_guard lock(mutex);
    answers[target] = Loopback::answer(200, body.dump(), headers);
  }
  void fail(const std::string& target, int status, const std::string& headers = "") {
    const std::lock_guard lock(mutex);
    answers[target] = Loopback::answer(status, "{}", headers);
  }
  // Whether every request had this line in its head.
  bool always(const std::string& line) const {
    const auto requests = server.requests();
    return !requests.empty() &&
           std::all_of(requests.begin(), requests.end(), [&](const auto& each) {
             return each.find(line + "\r\n") != std::string::npos;
           });
  }
};

struct HelpCenterSetting {
  HelpCenterReplay replay;
  frontdesk::SourceConfig config;
  frontdesk::OutboundSettings settings;

  explicit HelpCenterSetting(const std::string& service) {
    ::setenv("HELP_CENTER_TEST_SECRET", "s3cret", 1);
    config.name = "help";
    config.kind = "help_center";
    config.url = replay.server.url("");
    config.languages = {"lt", "en"};
    config.user = "agent@shop.lt";
    config.secret = "HELP_CENTER_TEST_SECRET";
    config.options["service"] = service;
    settings.allow = {replay.server.place()};
  }
};

}  // namespace support
