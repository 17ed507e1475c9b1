// SPDX-License-Identifier: MIT
// Content that changes under a running server.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "support/test_server.h"

namespace reload_test {

using support::SmallShop;
using support::TestServer;

TEST_CASE("broken content changes nothing, and mended content goes live") {
  const support::TempFolder folder;
  const auto content = folder / "content";
  std::filesystem::copy(SmallShop::instance().path(), content,
                        std::filesystem::copy_options::recursive);
  TestServer server({}, TestServer::Kept::in_memory, content);
  const auto visitor = server.start();
  const auto answer = [&] { return server.say(visitor, "when are you open").body; };
  const auto write = [&](const std::string& tail) {
    std::ofstream(content / "hours.yaml")
        << "intent: hours\nlabel: {lt: Darbo laikas, en: Opening hours}\n"
           "examples: {lt: [kada dirbate], en: [when are you open]}\n"
           "rules: [{id: hours.word, pattern: '\\b(open|dirbate)\\b'}]\n"
        << tail;
    server.reload();
  };
  CHECK(answer().find("Every day from 9.") != std::string::npos);
  write("answer: {lt: Nuo 8 val., en: [\n");
  CHECK(answer().find("Every day from 9.") != std::string::npos);
  write("answer: {lt: Nuo 8 val., en: Every day from 8.}\nsafe_while_waiting: true\n");
  CHECK(answer().find("Every day from 8.") != std::string::npos);
}

}  // namespace reload_test
