// SPDX-License-Identifier: MIT
#include "kb-connector/sources/program.h"

#include <doctest/doctest.h>
#include <signal.h>

#include <cstdlib>

namespace program_test {

using namespace frontdesk;

namespace {

ProgramCall shell(const std::string& script) {
  ProgramCall call;
  call.arguments = {"sh", "-c", script};
  return call;
}

}  // namespace

TEST_CASE("a program gets its input, only its own environment, and its words come back") {
  ::setenv("FRONTDESK_TEST_SECRET", "x", 1);
  auto call = shell("cat; echo \"[$NAME][$FRONTDESK_TEST_SECRET]\"; echo oops >&2; exit 3");
  call.environment = {"NAME=value", "PATH=/usr/bin:/bin"};
  call.input = "in\n";
  const auto result = run_program(call);
  ::unsetenv("FRONTDESK_TEST_SECRET");
  REQUIRE(result);
  CHECK(result->output == "in\n[value][]\n");
  CHECK(result->errors == "oops\n");
  CHECK(result->status == 3);
}

TEST_CASE("a program that ends its output first is still waited for") {
  const auto result =
      run_program(shell("exec >&- 2>&-; for i in 1 2 3 4 5 6 7 8 9; do :; done; exit 5"));
  REQUIRE(result);
  CHECK(result->status == 5);
}

TEST_CASE("a program that takes too long or says too much is ended with all that it started") {
  auto slow = shell("sleep 1000 & sleep 1000");
  slow.timeout = std::chrono::milliseconds{50};
  const auto late = run_program(slow);
  REQUIRE(!late);
  CHECK(late.error().code == Code::unavailable);
  CHECK(late.error().message == "sh took too long");

  auto loud = shell("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyy; done");
  loud.output_bytes = 1000;
  const auto large = run_program(loud);
  REQUIRE(!large);
  CHECK(large.error().code == Code::too_large);
}

TEST_CASE("a program that is not installed is an error") {
  ProgramCall call;
  call.arguments = {"frontdesk-no-such-program"};
  const auto result = run_program(call);
  REQUIRE(!result);
  CHECK(result.error().message == "frontdesk-no-such-program is not installed");
}

}  // namespace program_test
