// SPDX-License-Identifier: MIT
#pragma once
// What a command says: standard output and standard error of what is called while it lives.

#include <iostream>
#include <sstream>

namespace support {

struct Heard {
  std::ostringstream out;
  std::ostringstream err;

  Heard() = default;
  ~Heard() {
    std::cout.rdbuf(old_out_);
    std::cerr.rdbuf(old_err_);
  }
  Heard(const Heard&) = delete;
  Heard& operator=(const Heard&) = delete;

 private:
  std::streambuf* old_out_ = std::cout.rdbuf(out.rdbuf());
  std::streambuf* old_err_ = std::cerr.rdbuf(err.rdbuf());
};

}  // namespace support
