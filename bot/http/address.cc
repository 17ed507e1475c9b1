// SPDX-License-Identifier: MIT
#include "http/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/ascii.h"

namespace frontdesk {
namespace {

/// The address alone: no brackets, port, zone or blanks.
std::string bare(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') == std::string_view::npos ? 0 : text.find(']') - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  return std::string(text.substr(0, text.find('%')));
}

constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const auto plain = bare(text);
  Address result;
  if (inet_pton(AF_INET, plain.c_str(), result.bytes_.data()) == 1) {
    result.v4_ = true;
    return result;
  }
  if (inet_pton(AF_INET6, plain.c_str(), result.bytes_.data()) != 1) return std::nullopt;
  if (std::equal(std::begin(kMapped), std::end(kMapped), result.bytes_.begin())) {
    std::copy(result.bytes_.begin() + 12, result.bytes_.end(), result.bytes_.begin());
    std::fill(result.bytes_.begin() + 4, result.bytes_.end(), std::uint8_t{0});
    result.v4_ = true;
  }
  return result;
}

std::string Address::text() const {
  char buffer[INET6_ADDRSTRLEN] = {};
  inet_ntop(v4_ ? AF_INET : AF_INET6, bytes_.data(), buffer, sizeof buffer);
  return buffer;
}

std::string Address::group() const {
  if (v4_) return text();
  Address network = *this;
  std::fill(network.bytes_.begin() + 8, network.bytes_.end(), std::uint8_t{0});
  return network.text() + "/64";
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
  text = trimmed(text);
  const auto slash = text.find('/');
  const auto base = Address::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  AddressBlock result;
  result.base_ = *base;
  const int most = base->v4_ ? 32 : 128;
  result.bits_ = most;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), result.bits_);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (result.bits_ < 0 || result.bits_ > most) return std::nullopt;
  }
  return result;
}

bool AddressBlock::contains(const Address& address) const {
  if (address.v4_ != base_.v4_) return false;
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (std::memcmp(address.bytes_.data(), base_.bytes_.data(), whole) != 0) return false;
  const int rest = bits_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return ((address.bytes_[whole] ^ base_.bytes_[whole]) & mask) == 0;
}

Networks::Networks(const std::vector<std::string>& blocks) {
  for (const auto& block : blocks) {
    if (const auto network = AddressBlock::parse(block)) blocks_.push_back(*network);
  }
}

bool Networks::contains(const Address& address) const {
  return std::any_of(blocks_.begin(), blocks_.end(),
                     [&](const AddressBlock& block) { return block.contains(address); });
}

bool Networks::contains(std::string_view address) const {
  if (blocks_.empty()) return false;
  const auto parsed = Address::parse(address);
  return parsed && contains(*parsed);
}

std::string address_group(std::string_view address) {
  const auto parsed = Address::parse(address);
  return parsed ? parsed->group() : std::string(address);
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const Networks& trusted_proxies) {
  std::string result(peer);
  while (trusted_proxies.contains(result) && !trimmed(forwarded_for).empty()) {
    const auto comma = forwarded_for.rfind(',');
    const auto entry =
        comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    const auto address = Address::parse(entry);
    if (!address) break;
    result = address->text();
    forwarded_for = comma == std::string_view::npos ? "" : forwarded_for.substr(0, comma);
  }
  return result;
}

}  // namespace frontdesk
