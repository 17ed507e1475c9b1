// SPDX-License-Identifier: MIT
#pragma once
// Runs another program and collects what it says, without a shell and within limits.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"

namespace frontdesk {

struct ProgramCall {
  std::vector<std::string> arguments;    // the first is the program, looked for on kProgramPath
  std::vector<std::string> environment;  // "NAME=value", all that it gets
  std::string input;                     // its standard input
  std::chrono::milliseconds timeout{60'000};
  std::size_t output_bytes = 1 << 20;  // more of standard output ends it
  std::size_t file_bytes = 0;          // no file that it writes grows larger; 0: any size
};

inline constexpr const char* kProgramPath = "/usr/local/bin:/usr/bin:/bin";

struct ProgramResult {
  int status = 0;      // as it exited; 128 + signal when it was ended
  std::string output;  // standard output
  std::string errors;  // the beginning of standard error
};

/// Runs it to its end, in a process group of its own that is ended with it. It gets no open file but its
/// three, and default signals. Any thread. Errors:
///   unavailable  it cannot be started, or took longer than `timeout`
///   too_large    it said more than `output_bytes`
Result<ProgramResult> run_program(const ProgramCall& call);

}  // namespace frontdesk
