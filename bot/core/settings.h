// SPDX-License-Identifier: MIT
#pragma once
// Every setting that an owner can change, as values. bot/bot.yaml is the manual: it names each of them
// with its default and one sentence, and content/settings reads it into this struct.

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace frontdesk {

/// What the server refuses, and when. Sizes are bytes, times seconds.
struct Limits {
  std::size_t request_line = 2048;
  std::size_t path_segment = 128;
  std::size_t header_count = 64;
  std::size_t header_bytes = 8192;
  std::size_t visitor_body = 49152;
  std::size_t agent_body = 65536;
  double header_seconds = 10;
  double body_seconds = 20;
  double write_blocked_seconds = 15;
  double keep_alive_seconds = 30;
  int requests_per_connection = 1000;
  int connections = 20000;
  int connections_per_address = 50;
  int streams_per_visitor = 4;
  int backlog = 1024;
  std::size_t stream_buffer = 16384;
  double heartbeat_seconds = 15;
  double stream_seconds = 3600;
  int message_code_points = 4000;
  double messages_per_second = 1;
  int message_burst = 5;
  int messages_per_minute = 30;
  int conversations_per_hour = 10;        // an address
  int handoffs_per_hour = 3;              // a visitor
  int article_requests_per_minute = 120;  // an address
  double agent_requests_per_second = 20;
  int logins_per_minute = 20;  // an address
  int json_depth = 16;
  std::vector<std::string> exempt;  // CIDR blocks without any rate limit
};

/// What the owner wants of the decisions.
struct Policy {
  double false_handoff_rate =
      0.05;                      // share of understood messages that may be sent on all the same
  double wrong_answer_cost = 0;  // above 0: the threshold follows the two costs instead
  double needless_handoff_cost = 1;
  double article_answer = 0.70;  // an article at or above this answers
  double article_offer = 0.35;   // at or above this it is offered
  int steps_per_turn = 100;
};

struct DeskSettings {
  bool always_open = false;
  std::string routing = "manual";
  int waiting_limit_seconds = 600;
  int lease_seconds = 60;  // an agent's presence
  int alarm_seconds = 300;
  // Of a visitor whom his agent has answered; 0: never.
  int silent_hold_seconds = 0;
  int silent_warning_seconds = 0;
  int silent_close_seconds = 0;  // after the warning, or after his silence began when there is none
};

struct OutboundSettings {
  std::vector<std::string> allow;  // host:port pairs that may be private addresses or plain http
  double connect_seconds = 3;
  double total_seconds = 5;
  std::size_t answer_bytes = 262144;
};

struct Settings {
  std::string host = "127.0.0.1";
  int port = 8080;
  std::string public_url;
  std::vector<std::string> allowed_origins;  // pages that may hold the widget; empty: only our own
  std::vector<std::string> trusted_proxies;  // CIDR blocks whose X-Forwarded-For is believed
  std::vector<std::string> languages{"lt", "en"};
  std::string log_level = "info";
  Limits limits;
  Policy policy;
  DeskSettings desk;
  OutboundSettings outbound;
  std::map<std::string, std::string> variables;
  int session_idle_hours = 8;
  int session_days = 7;
  int password_length = 12;  // least
};

}  // namespace frontdesk
