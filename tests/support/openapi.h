// SPDX-License-Identifier: MIT
#pragma once
// An OpenAPI file as tests use it: its operations, and whether a JSON value is what a schema says.
//
// Of JSON Schema it knows what our file uses: $ref, type (one or a list), properties, required,
// additionalProperties, items, enum, const, minimum, maximum, allOf and oneOf. It is stricter than the
// standard in one thing: a member that no schema declares is an error, so that nothing is sent that the
// manual does not have.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "content/yaml.h"

namespace support {

class OpenApi {
 public:
  using Node = frontdesk::yaml::Node;
  using Json = nlohmann::json;

  explicit OpenApi(const std::filesystem::path& file)
      : document_(frontdesk::yaml::read_file(file, file.filename().string())) {
    for (const auto& problem : document_.problems) throw std::runtime_error(problem.text);
  }

  /// "GET /api/v1/agent/me", all of them.
  [[nodiscard]] std::set<std::string> operations() const {
    std::set<std::string> all;
    for (const auto& path : at(document_.root, "paths").entries) {
      for (const auto& [method, verb] : kVerbs) {
        if (path.value.find(method) != nullptr) all.insert(verb + (" " + path.key));
      }
    }
    return all;
  }

  /// The names of the security schemes that an operation asks for; "" when it asks for none.
  [[nodiscard]] std::set<std::string> security(const std::string& operation) const {
    std::set<std::string> schemes;
    for (const auto& one : at(find_operation(operation), "security").items) {
      if (one.entries.empty()) schemes.insert("");
      for (const auto& scheme : one.entries) schemes.insert(scheme.key);
    }
    return schemes;
  }

  /// The roles that an operation says may call it, in its order; empty when it names none.
  [[nodiscard]] std::vector<std::string> roles(const std::string& operation) const {
    std::vector<std::string> names;
    if (const auto* roles = find_operation(operation).find("x-roles"); roles != nullptr) {
      for (const auto& role : roles->items) names.push_back(role.text);
    }
    return names;
  }

  /// What is wrong with an answer to an operation: its status or its body. Nothing when all is well.
  [[nodiscard]] std::vector<std::string> judge(const std::string& operation, int status,
                                               const Json& body,
                                               const std::string& type = "application/json") const {
    const auto* answer = at(find_operation(operation), "responses").find(std::to_string(status));
    if (answer == nullptr) return {operation + " does not have " + std::to_string(status)};
    const auto* content = resolved(*answer).find("content");
    const auto* media = content == nullptr ? nullptr : content->find(type);
    if (media == nullptr) return {operation + " does not have " + type};
    std::vector<std::string> errors;
    check(at(*media, "schema"), body, operation, true, errors);
    return errors;
  }

  /// What is wrong with a value that should be as components/schemas/`name` says.
  [[nodiscard]] std::vector<std::string> judge_schema(const std::string& name,
                                                      const Json& value) const {
    std::vector<std::string> errors;
    check(at(at(at(document_.root, "components"), "schemas"), name), value, name, true, errors);
    return errors;
  }

 private:
  static constexpr std::pair<const char*, const char*> kVerbs[] = {
      {"get", "GET"}, {"post", "POST"}, {"put", "PUT"}, {"delete", "DELETE"}};

  static const Node& at(const Node& node, const std::string& key) {
    const auto* found = node.find(key);
    if (found == nullptr) {
      throw std::runtime_error("line " + std::to_string(node.at.line) + " has no '" + key + "'");
    }
    return *found;
  }

  [[nodiscard]] const Node& find_operation(const std::string& operation) const {
    const auto space = operation.find(' ');
    const auto& path = at(at(document_.root, "paths"), operation.substr(space + 1));
    for (const auto& [method, verb] : kVerbs) {
      if (operation.substr(0, space) == verb) return at(path, method);
    }
    throw std::runtime_error("no operation " + operation);
  }

  /// The node itself, or what its $ref names.
  [[nodiscard]] const Node& resolved(const Node& node) const {
    const auto* ref = node.find("$ref");
    if (ref == nullptr) return node;
    const Node* found = &document_.root;
    std::size_t start = 2;  // after "#/"
    while (start <= ref->text.size()) {
      const auto end = std::min(ref->text.find('/', start), ref->text.size());
      found = &at(*found, ref->text.substr(start, end - start));
      start = end + 1;
    }
    return resolved(*found);
  }

  static bool is_type(const std::string& type, const Json& value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    return type == "null" && value.is_null();
  }

  /// `closed`: whoever calls has no further schema that may declare members of this value.
  void check(const Node& given, const Json& value, const std::string& where, bool closed,
             std::vector<std::string>& errors) const {
    const Node& schema = resolved(given);
    if (const auto* type = schema.find("type"); type != nullptr) {
      const bool fits = type->is_list()
                            ? std::any_of(type->items.begin(), type->items.end(),
                                          [&](const Node& one) { return is_type(one.text, value); })
                            : is_type(type->text, value);
      if (!fits) {
        errors.push_back(where + " has another type: " + value.dump().substr(0, 80));
        return;
      }
    }
    if (value.is_string()) check_text(schema, value.get<std::string>(), where, errors);
    if (value.is_number()) check_number(schema, value.get<double>(), where, errors);
    if (value.is_array()) {
      if (const auto* items = schema.find("items"); items != nullptr) {
        for (std::size_t i = 0; i < value.size(); ++i) {
          check(*items, value[i], where + "[" + std::to_string(i) + "]", true, errors);
        }
      }
    }
    if (value.is_object()) check_members(schema, value, where, errors);
    if (const auto* all = schema.find("allOf"); all != nullptr) {
      for (const auto& part : all->items) check(part, value, where, false, errors);
    }
    if (const auto* one = schema.find("oneOf"); one != nullptr) {
      const auto [count, nearest] = fitting(*one, value, where);
      if (count != 1) {
        errors.push_back(where + " fits " + std::to_string(count) + " of the alternatives");
        errors.insert(errors.end(), nearest.begin(), nearest.end());
      }
    }
    if (!closed || !value.is_object()) return;
    std::set<std::string> declared;
    const bool open = collect(schema, value, declared);
    for (const auto& [name, member] : value.items()) {
      if (!open && !declared.contains(name))
        errors.push_back(where + "." + name + " is not described");
    }
  }

  static void check_text(const Node& schema, const std::string& text, const std::string& where,
                         std::vector<std::string>& errors) {
    if (const auto* value = schema.find("const"); value != nullptr && value->text != text) {
      errors.push_back(where + " is '" + text + "', not '" + value->text + "'");
    }
    const auto* values = schema.find("enum");
    if (values != nullptr && std::none_of(values->items.begin(), values->items.end(),
                                          [&](const Node& one) { return one.text == text; })) {
      errors.push_back(where + " is '" + text + "', which is none of the values");
    }
  }
  static void check_number(const Node& schema, double number, const std::string& where,
                           std::vector<std::string>& errors) {
    const auto* least = schema.find("minimum");
    const auto* most = schema.find("maximum");
    if ((least != nullptr && number < std::strtod(least->text.c_str(), nullptr)) ||
        (most != nullptr && number > std::strtod(most->text.c_str(), nullptr))) {
      errors.push_back(where + " is out of bounds: " + std::to_string(number));
    }
  }
  void check_members(const Node& schema, const Json& value, const std::string& where,
                     std::vector<std::string>& errors) const {
    if (const auto* required = schema.find("required"); required != nullptr) {
      for (const auto& name : required->items) {
        if (!value.contains(name.text)) errors.push_back(where + " has no '" + name.text + "'");
      }
    }
    const auto* properties = schema.find("properties");
    const auto* others = schema.find("additionalProperties");
    for (const auto& [name, member] : value.items()) {
      const auto* known = properties == nullptr ? nullptr : properties->find(name);
      if (known == nullptr) known = others;
      if (known != nullptr) check(*known, member, where + "." + name, true, errors);
    }
  }

  /// How many alternatives fit, and what is wrong with the nearest.
  [[nodiscard]] std::pair<int, std::vector<std::string>> fitting(const Node& one, const Json& value,
                                                                 const std::string& where) const {
    int count = 0;
    std::vector<std::string> nearest;
    for (const auto& alternative : one.items) {
      std::vector<std::string> errors;
      check(alternative, value, where, false, errors);
      if (errors.empty()) ++count;
      if (nearest.empty() || errors.size() < nearest.size()) nearest = std::move(errors);
    }
    return {count, nearest};
  }

  /// Adds the members that a schema declares for this value; true when it declares any member at all.
  bool collect(const Node& given, const Json& value, std::set<std::string>& declared) const {
    const Node& schema = resolved(given);
    bool open = schema.find("additionalProperties") != nullptr;
    if (const auto* properties = schema.find("properties"); properties != nullptr) {
      for (const auto& entry : properties->entries) declared.insert(entry.key);
    }
    if (const auto* all = schema.find("allOf"); all != nullptr) {
      for (const auto& part : all->items) open = collect(part, value, declared) || open;
    }
    if (const auto* one = schema.find("oneOf"); one != nullptr) {
      for (const auto& alternative : one->items) {
        std::vector<std::string> errors;
        check(alternative, value, "", false, errors);
        if (errors.empty()) open = collect(alternative, value, declared) || open;
      }
    }
    return open;
  }

  frontdesk::yaml::Document document_;
};

}  // namespace support
