// SPDX-License-Identifier: MIT
#pragma once
// The JSON body of a request, read strictly: bounded before anything is built from it.
//
// Refused as `invalid`, with what was expected: text that is not UTF-8 or not JSON, an object nested deeper
// than Limits::json_depth, more than 256 keys, a key that stands twice in one object, a field of another
// type than asked for. Unknown fields are ignored: a newer client may send more.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace frontdesk {

class Body {
 public:
  /// An empty body reads as an empty object.
  static Result<Body> parse(const std::string& text, int depth);

  [[nodiscard]] bool has(const std::string& field) const;

  // Each answers the field's value, `otherwise` when it is absent or null, and invalid for another type.
  [[nodiscard]] Result<std::string> text(const std::string& field,
                                         std::string otherwise = "") const;
  [[nodiscard]] Result<std::uint64_t> number(const std::string& field,
                                             std::uint64_t otherwise) const;
  [[nodiscard]] Result<bool> flag(const std::string& field, bool otherwise) const;
  /// An object of texts, numbers and flags, all as text; at most 50 entries.
  [[nodiscard]] Result<std::map<std::string, std::string>> texts(const std::string& field) const;
  /// The object itself; an empty one when absent.
  [[nodiscard]] Result<Body> object(const std::string& field) const;
  /// A list of objects, at most 50; empty when absent.
  [[nodiscard]] Result<std::vector<Body>> objects(const std::string& field) const;
  /// A list of texts, at most 50 of at most 1000 bytes; empty when absent.
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& field) const;

 private:
  struct Value;
  explicit Body(std::shared_ptr<const Value> value) : value_(std::move(value)) {}
  std::shared_ptr<const Value> value_;
};

}  // namespace frontdesk
