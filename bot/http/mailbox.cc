// SPDX-License-Identifier: MIT
#include "http/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace frontdesk {

Mailbox::Mailbox() : bell_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (bell_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Mailbox::~Mailbox() { ::close(bell_); }

void Mailbox::announce(const std::string& topic) {
  {
    const std::lock_guard lock(mutex_);
    if (!mail_.topics.insert(topic).second) return;
  }
  ring_if_first();
}

void Mailbox::complete(std::uint64_t connection, Response response) {
  {
    const std::lock_guard lock(mutex_);
    mail_.completions.push_back({connection, std::move(response)});
  }
  ring_if_first();
}

void Mailbox::stop() noexcept {
  stopping_.store(true);
  ring();
}

void Mailbox::ring_if_first() {
  if (has_mail_.exchange(true)) return;
  if (reader_.load() != std::this_thread::get_id()) ring();
}

void Mailbox::ring() noexcept {
  const int saved = errno;
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then the bell rings already.
  [[maybe_unused]] const auto written = write(bell_, &one, sizeof one);
  errno = saved;
}

void Mailbox::hush() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = read(bell_, &count, sizeof count);
}

Mailbox::Mail Mailbox::collect() {
  // Cleared before the box is emptied: mail that comes in between rings again, and is at worst found twice.
  has_mail_.store(false);
  const std::lock_guard lock(mutex_);
  return std::exchange(mail_, {});
}

}  // namespace frontdesk
