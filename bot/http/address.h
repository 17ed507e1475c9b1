// SPDX-License-Identifier: MIT
#pragma once
// Addresses of clients: reading them, grouping them, and believing a proxy about them.
//
// Pure. An IPv4 address inside IPv6 (::ffff:1.2.3.4) is the IPv4 address. Text that is no address is a
// value that matches nothing; nothing here throws.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk {

/// One address of either family.
class Address {
 public:
  /// "192.0.2.7", "2001:db8::7", "[2001:db8::7]", and each with a port or a zone, which are dropped.
  static std::optional<Address> parse(std::string_view text);

  /// The one spelling of it (RFC 5952).
  [[nodiscard]] std::string text() const;

  /// Who counts as one client: an IPv4 address itself, the /64 of an IPv6 address, since a household or a
  /// rented machine is given no less than that.
  [[nodiscard]] std::string group() const;

  friend bool operator==(const Address&, const Address&) = default;

 private:
  friend class AddressBlock;
  bool v4_ = false;
  std::array<std::uint8_t, 16> bytes_{};  // the first four when v4_
};

/// A block of addresses in CIDR notation, or one address.
class AddressBlock {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", "192.0.2.7". Bits after the prefix are ignored.
  static std::optional<AddressBlock> parse(std::string_view text);

  [[nodiscard]] bool contains(const Address& address) const;

 private:
  Address base_;
  int bits_ = 0;
};

/// A list of blocks, as settings have it.
class Networks {
 public:
  Networks() = default;
  /// What is not a block is left out; content/settings has complained of it before.
  explicit Networks(const std::vector<std::string>& blocks);

  [[nodiscard]] bool contains(const Address& address) const;
  [[nodiscard]] bool contains(std::string_view address) const;
  [[nodiscard]] bool empty() const { return blocks_.empty(); }

 private:
  std::vector<AddressBlock> blocks_;
};

/// The group of an address in text, or the text itself when it is none.
std::string address_group(std::string_view address);

/// Who really asks: the peer, unless it is a trusted proxy; then the rightmost address of X-Forwarded-For
/// that is not a trusted proxy too. What stands further left is the client's own claim and is not read.
/// An entry that is no address ends the walk at the proxy that wrote it.
std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const Networks& trusted_proxies);

}  // namespace frontdesk
