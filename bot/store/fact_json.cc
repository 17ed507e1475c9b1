// SPDX-License-Identifier: MIT
#include "store/fact_json.h"

#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "store/fact_members.h"

namespace frontdesk {
namespace {

using Json = nlohmann::json;

// ---- Names of enumerators, read back ------------------------------------------------------------

constexpr std::array kAuthors{Author::visitor, Author::bot, Author::agent};
constexpr std::array kActions{Action::answer, Action::flow, Action::articles, Action::clarify,
                              Action::handoff};
constexpr std::array kReasons{HandoffReason::asked_for_person,
                              HandoffReason::not_understood,
                              HandoffReason::intent,
                              HandoffReason::flow,
                              HandoffReason::error,
                              HandoffReason::offered};

constexpr const auto& all(Author) { return kAuthors; }
constexpr const auto& all(Action) { return kActions; }
constexpr const auto& all(HandoffReason) { return kReasons; }

// ---- Writing ------------------------------------------------------------------------------------

/// Writes text straight away: on the way of every message a tree of nodes would cost more than the
/// row.
class Writer {
 public:
  template <class T>
  void need(const char* name, T& member) {
    text_ += text_.size() == 1 ? "\"" : ",\"";
    text_ += name;
    text_ += "\":";
    put(member);
  }
  template <class T>
  void may(const char* name, T& member) {
    if (!is_default(member)) need(name, member);
  }

  template <class T>
  static std::string object(T& value) {
    Writer writer;
    members(writer, value);
    writer.text_ += '}';
    return std::move(writer.text_);
  }

 private:
  template <class T>
  static bool is_default(const T& member) {
    if constexpr (std::is_arithmetic_v<T>) {
      return member == T{};
    } else if constexpr (requires { member.has_value(); }) {
      return !member.has_value();
    } else {
      return member.empty();
    }
  }

  void put(const std::string& value) {
    text_ += Json(value).dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  template <class Kind>
  void put(const Id<Kind>& id) {
    put(id.value);
  }
  void put(bool value) { text_ += value ? "true" : "false"; }
  // JSON has no word for what is not a number.
  void put(double value) { text_ += Json(std::isfinite(value) ? value : 0.0).dump(); }
  void put(int value) { text_ += std::to_string(value); }
  void put(std::uint64_t value) { text_ += std::to_string(value); }
  void put(std::chrono::milliseconds value) { text_ += std::to_string(value.count()); }
  void put(Time value) { text_ += std::to_string(to_millis(value)); }
  template <class E>
  requires std::is_enum_v<E>
  void put(E value) {
    text_ += '"';
    text_ += name_of(value);
    text_ += '"';
  }
  template <class T>
  void put(std::vector<T>& list) {
    char before = '[';
    for (auto& item : list) {
      text_ += before;
      put(item);
      before = ',';
    }
    text_ += list.empty() ? "[]" : "]";
  }
  void put(const std::map<std::string, std::string>& map) {
    char before = '{';
    for (const auto& [key, value] : map) {
      text_ += before;
      put(key);
      text_ += ':';
      put(value);
      before = ',';
    }
    text_ += map.empty() ? "{}" : "}";
  }
  template <class T>
  void put(std::optional<T>& value) {
    put(*value);
  }
  template <class T>
  requires requires(Writer& io, T& value) { members(io, value); }
  void put(T& value) { text_ += object(value); }

  std::string text_ = "{";
};

// ---- Reading ------------------------------------------------------------------------------------

/// Reads members of one object; `good()` tells whether all of them had the right shape.
class Reader {
 public:
  explicit Reader(const Json& object) : object_(object), good_(object.is_object()) {}

  [[nodiscard]] bool good() const { return good_; }

  template <class T>
  void need(const char* name, T& member) {
    read(name, member, true);
  }
  template <class T>
  void may(const char* name, T& member) {
    read(name, member, false);
  }

 private:
  template <class T>
  void read(const char* name, T& member, bool needed) {
    if (!good_) return;
    const auto found = object_.find(name);
    good_ = found == object_.end() ? !needed : get(*found, member);
  }

  static bool get(const Json& json, std::string& value) {
    if (!json.is_string()) return false;
    value = json.get_ref<const std::string&>();
    return true;
  }
  template <class Kind>
  static bool get(const Json& json, Id<Kind>& id) {
    return get(json, id.value);
  }
  static bool get(const Json& json, bool& value) {
    if (!json.is_boolean()) return false;
    value = json.get<bool>();
    return true;
  }
  static bool get(const Json& json, double& value) {
    if (!json.is_number()) return false;
    value = json.get<double>();
    return true;
  }
  static bool get(const Json& json, std::int64_t& value) {
    if (!json.is_number_integer()) return false;
    if (json.is_number_unsigned() &&
        json.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      return false;
    }
    value = json.get<std::int64_t>();
    return true;
  }
  static bool get(const Json& json, int& value) {
    std::int64_t wide = 0;
    if (!get(json, wide) || !std::in_range<int>(wide)) return false;
    value = static_cast<int>(wide);
    return true;
  }
  static bool get(const Json& json, std::uint64_t& value) {
    if (!json.is_number_unsigned()) return false;
    value = json.get<std::uint64_t>();
    return true;
  }
  static bool get(const Json& json, std::chrono::milliseconds& value) {
    std::int64_t count = 0;
    if (!get(json, count)) return false;
    value = std::chrono::milliseconds{count};
    return true;
  }
  static bool get(const Json& json, Time& value) {
    std::int64_t millis = 0;
    if (!get(json, millis)) return false;
    value = from_millis(millis);
    return true;
  }
  template <class E>
  requires std::is_enum_v<E>
  static bool get(const Json& json, E& value) {
    if (!json.is_string()) return false;
    for (const auto one : all(E{})) {
      if (json.get_ref<const std::string&>() == name_of(one)) {
        value = one;
        return true;
      }
    }
    return false;
  }
  template <class T>
  static bool get(const Json& json, std::vector<T>& list) {
    if (!json.is_array()) return false;
    for (const auto& item : json) {
      if (!get(item, list.emplace_back())) return false;
    }
    return true;
  }
  static bool get(const Json& json, std::map<std::string, std::string>& map) {
    if (!json.is_object()) return false;
    for (const auto& [key, value] : json.items()) {
      if (!get(value, map[key])) return false;
    }
    return true;
  }
  template <class T>
  static bool get(const Json& json, std::optional<T>& value) {
    return get(json, value.emplace());
  }
  template <class T>
  requires requires(Reader& io, T& value) { members(io, value); }
  static bool get(const Json& json, T& value) {
    Reader reader(json);
    members(reader, value);
    return reader.good();
  }

  const Json& object_;
  bool good_;
};

// ---- Every alternative but Unknown, by name -----------------------------------------------------

struct Entry {
  std::string_view type;
  int version;
  std::optional<Fact> (*read)(const Json& body);
};

template <class T>
std::optional<Fact> read(const Json& body) {
  T value;
  Reader reader(body);
  members(reader, value);
  if (!reader.good()) return std::nullopt;
  return Fact(std::move(value));
}

template <std::size_t... I>
std::array<Entry, sizeof...(I)> table_of(std::index_sequence<I...>) {
  return {Entry{type_of(Fact(std::in_place_index<I>)), version_of(Fact(std::in_place_index<I>)),
                &read<std::variant_alternative_t<I, AnyFact>>}...};
}

constexpr std::size_t kUnknown = std::variant_size_v<AnyFact> - 1;
static_assert(std::is_same_v<std::variant_alternative_t<kUnknown, AnyFact>, Unknown>);

const Entry* find(std::string_view type) {
  static const auto table = table_of(std::make_index_sequence<kUnknown>());
  for (const auto& entry : table) {
    if (entry.type == type) return &entry;
  }
  return nullptr;
}

}  // namespace

StoredFact to_stored(const Fact& fact) {
  return std::visit(
      [&fact](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        StoredFact stored{.type = std::string(type_of(fact)), .version = version_of(fact)};
        if constexpr (std::is_same_v<T, Unknown>) {
          stored.body = value.body;
        } else {
          // One list of members serves reading and writing, so it takes them by reference; Writer
          // changes none of them.
          stored.body = Writer::object(const_cast<T&>(value));
        }
        return stored;
      },
      fact);
}

Fact from_stored(std::string_view type, int version, std::string_view body) {
  const Entry* entry = find(type);
  if (entry != nullptr && version >= 1 && version <= entry->version) {
    const Json json = Json::parse(body, nullptr, false);
    if (auto fact = entry->read(json)) return std::move(*fact);
  }
  // Erasure fills bodies up with spaces, which mean nothing in JSON.
  body = body.substr(0, body.find_last_not_of(' ') + 1);
  return Unknown{.type = std::string(type), .version = version, .body = std::string(body)};
}

}  // namespace frontdesk
