// SPDX-License-Identifier: MIT
// The floor of everything: an echo through the front, and what other connections cost.
//
//   bench_front_echo [seconds]
//
// Prints requests per second of the front's thread's CPU time at 64 connections, and p50 and p99 of one
// client beside nobody and beside 1,000 idle and 100 slow connections. Server and clients share a process;
// CPU time is that of the front's thread alone.
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "http/front.h"
#include "tests/front/harness.h"

namespace {

using Steady = std::chrono::steady_clock;
using support::Client;

const std::string kRequest =
    "POST /api/v1/conversations/0/messages HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n"
    "Accept: application/json\r\nContent-Type: application/json\r\n"
    "Authorization: Bearer 0123456789abcdef0123456789abcdef\r\nContent-Length: 49\r\n\r\n"
    "{\"client_id\":\"c-1\",\"text\":\"where is my parcel??\"}";

double cpu_seconds(pthread_t thread) {
  clockid_t clock{};
  timespec time{};
  pthread_getcpuclockid(thread, &clock);
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Keeps every connection busy with one request at a time; returns how many were answered.
std::size_t load(int port, int connections, double seconds) {
  std::vector<std::unique_ptr<Client>> clients;
  const int epoll = epoll_create1(0);
  for (int i = 0; i < connections; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    epoll_event event{.events = EPOLLIN, .data = {.fd = clients.back()->fd()}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, clients.back()->fd(), &event);
    clients.back()->send(kRequest);
  }
  std::size_t answered = 0;
  const auto end = Steady::now() + std::chrono::duration<double>(seconds);
  epoll_event events[64];
  char bytes[4096];
  while (Steady::now() < end) {
    const int count = epoll_wait(epoll, events, 64, 100);
    for (int i = 0; i < count; ++i) {
      // On loopback an answer of this size comes in one piece.
      if (recv(events[i].data.fd, bytes, sizeof bytes, 0) <= 0) std::exit(3);
      ++answered;
      ::send(events[i].data.fd, kRequest.data(), kRequest.size(), MSG_NOSIGNAL);
    }
  }
  close(epoll);
  return answered;
}

void latency(const char* name, int port, double seconds) {
  Client client(port);
  std::vector<double> micros;
  const auto end = Steady::now() + std::chrono::duration<double>(seconds);
  while (Steady::now() < end) {
    const auto start = Steady::now();
    client.send(kRequest);
    if (client.answer().status != 200) std::exit(3);
    micros.push_back(std::chrono::duration<double, std::micro>(Steady::now() - start).count());
  }
  std::sort(micros.begin(), micros.end());
  std::printf("%-34s p50 %7.1f us   p99 %7.1f us   (%zu requests)\n", name,
              micros[micros.size() / 2], micros[micros.size() * 99 / 100], micros.size());
}

}  // namespace

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::atof(arguments[1]) : 3;
  frontdesk::Limits limits;
  limits.exempt = {"127.0.0.0/8"};
  limits.requests_per_connection = 1 << 30;
  limits.header_seconds = limits.body_seconds = 600;
  frontdesk::Front front(limits, {},
                         [](const frontdesk::Request& request) {
                           return frontdesk::Reply{.response = {.body = request.body}};
                         },
                         {});
  const auto port = front.listen("127.0.0.1", 0);
  if (!port) return 3;
  std::thread server([&] { front.run(); });

  load(*port, 64, 0.5);
  const auto before = cpu_seconds(server.native_handle());
  const auto start = Steady::now();
  const auto answered = load(*port, 64, seconds);
  const auto cpu = cpu_seconds(server.native_handle()) - before;
  const auto wall = std::chrono::duration<double>(Steady::now() - start).count();
  std::printf(
      "echo, 64 connections: %.0f requests per CPU second, %.0f per second, %.1f us CPU each\n",
      static_cast<double>(answered) / cpu, static_cast<double>(answered) / wall,
      cpu * 1e6 / static_cast<double>(answered));

  latency("one client alone", *port, seconds);
  {
    std::vector<std::unique_ptr<Client>> others;
    for (int i = 0; i < 1100; ++i) {
      others.push_back(std::make_unique<Client>(*port));
      if (i >= 1000) others.back()->send(kRequest.substr(0, kRequest.size() - 20));
    }
    latency("beside 1,000 idle and 100 slow", *port, seconds);
  }
  front.stop();
  server.join();
}
