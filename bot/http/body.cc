// SPDX-License-Identifier: MIT
#include "http/body.h"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace frontdesk {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostKeys = 256;
constexpr std::size_t kMostEntries = 50;
constexpr std::size_t kLongestEntry = 1000;

Error wrong_type(const std::string& field, const char* expected) {
  return {Code::invalid, "'" + field + "' must be " + expected};
}

/// Judges a document event by event, before anything is built: nlohmann's own values recurse when they are
/// copied or written.
class Bounds {
 public:
  explicit Bounds(int depth) : most_depth_(depth) {}

  bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > most_depth_) return refuse("is nested too deeply");
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end && !keys_.empty()) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.empty()) {
      if (++count_ > kMostKeys) return refuse("has too many keys");
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys_.back().insert(key).second) return refuse("has the key '" + key + "' twice");
    }
    return why_.empty();
  }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  bool refuse(const std::string& why) {
    if (why_.empty()) why_ = why;
    return false;
  }
  int most_depth_;
  std::size_t count_ = 0;
  std::vector<std::set<std::string>> keys_;
  std::string why_;
};

}  // namespace

struct Body::Value {
  Json json;
};

Result<Body> Body::parse(const std::string& text, int depth) {
  if (text.empty()) return Body(std::make_shared<Value>(Value{Json::object()}));
  Bounds bounds(depth);
  Json json;
  try {
    json = Json::parse(text, std::ref(bounds));
  } catch (const Json::exception& error) {
    // After "[json.exception...] " stands what is wrong and where.
    const std::string what = error.what();
    const auto end = what.find("] ");
    return Error{Code::invalid, "the body is not JSON: " +
                                    (end == std::string::npos ? what : what.substr(end + 2))};
  }
  if (!bounds.why().empty()) return Error{Code::invalid, "the body " + bounds.why()};
  if (!json.is_object()) return Error{Code::invalid, "the body must be a JSON object"};
  return Body(std::make_shared<Value>(Value{std::move(json)}));
}

bool Body::has(const std::string& field) const {
  const auto found = value_->json.find(field);
  return found != value_->json.end() && !found->is_null();
}

Result<std::string> Body::text(const std::string& field, std::string otherwise) const {
  if (!has(field)) return otherwise;
  const auto& value = value_->json[field];
  if (!value.is_string()) return wrong_type(field, "a text");
  return value.get<std::string>();
}

Result<std::uint64_t> Body::number(const std::string& field, std::uint64_t otherwise) const {
  if (!has(field)) return otherwise;
  const auto& value = value_->json[field];
  if (!value.is_number_unsigned()) return wrong_type(field, "a whole number of 0 or more");
  return value.get<std::uint64_t>();
}

Result<bool> Body::flag(const std::string& field, bool otherwise) const {
  if (!has(field)) return otherwise;
  const auto& value = value_->json[field];
  if (!value.is_boolean()) return wrong_type(field, "true or false");
  return value.get<bool>();
}

Result<std::map<std::string, std::string>> Body::texts(const std::string& field) const {
  std::map<std::string, std::string> texts;
  if (!has(field)) return texts;
  const auto& object = value_->json[field];
  if (!object.is_object()) return wrong_type(field, "an object");
  if (object.size() > kMostEntries) return wrong_type(field, "an object of at most 50 entries");
  for (const auto& [key, value] : object.items()) {
    if (value.is_object() || value.is_array()) return wrong_type(field + "." + key, "a text");
    auto text = value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
    if (text.size() > kLongestEntry || key.size() > kLongestEntry) {
      return wrong_type(field + "." + key, "at most 1000 bytes");
    }
    texts[key] = std::move(text);
  }
  return texts;
}

Result<std::vector<Body>> Body::objects(const std::string& field) const {
  std::vector<Body> objects;
  if (!has(field)) return objects;
  const auto& list = value_->json[field];
  if (!list.is_array() || list.size() > kMostEntries) {
    return wrong_type(field, "a list of at most 50 objects");
  }
  for (const auto& each : list) {
    if (!each.is_object()) return wrong_type(field, "a list of at most 50 objects");
    objects.push_back(Body(std::make_shared<Value>(Value{each})));
  }
  return objects;
}

Result<std::vector<std::string>> Body::list(const std::string& field) const {
  std::vector<std::string> texts;
  if (!has(field)) return texts;
  const auto& list = value_->json[field];
  if (!list.is_array() || list.size() > kMostEntries) {
    return wrong_type(field, "a list of at most 50 texts");
  }
  for (const auto& each : list) {
    if (!each.is_string() || each.get_ref<const std::string&>().size() > kLongestEntry) {
      return wrong_type(field, "a list of texts of at most 1000 bytes");
    }
    texts.push_back(each.get<std::string>());
  }
  return texts;
}

Result<Body> Body::object(const std::string& field) const {
  if (!has(field)) return Body(std::make_shared<Value>(Value{Json::object()}));
  const auto& value = value_->json[field];
  if (!value.is_object()) return wrong_type(field, "an object");
  return Body(std::make_shared<Value>(Value{value}));
}

}  // namespace frontdesk
