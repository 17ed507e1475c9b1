// SPDX-License-Identifier: MIT
// doctest's main; and, since a PageReader starts the running binary, the child that reads pages.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <string_view>

namespace frontdesk {
// Null in a binary whose tests read no pages.
[[gnu::weak]] int serve_pages(int socket);
}  // namespace frontdesk

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "read-page" && frontdesk::serve_pages != nullptr) {
    return frontdesk::serve_pages(0);
  }
  return doctest::Context(argc, argv).run();
}
