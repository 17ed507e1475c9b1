// SPDX-License-Identifier: MIT
#pragma once
// Calls to the API of a help centre: who asks, what an answer means, and when to ask again.
//
// One list or fetch at a time; one thread.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "kb-connector/source_config.h"
#include "kb-connector/sources/help_center_mapping.h"
#include "outbound/client.h"

namespace frontdesk {

class HelpCenterCalls {
 public:
  using Json = nlohmann::json;
  using Values = std::map<std::string, std::string>;  // what {NAME} stands for

  /// `config` and `outbound` must outlive this.
  HelpCenterCalls(const SourceConfig& config, const OutboundClient& outbound,
                  HelpCenterMapping mapping);

  /// Reads the secret. Without one there are no headers that would hold it: a visitor asks.
  Result<Done> begin();

  /// The address of a path of the mapping. invalid: a {NAME} in it stands for nothing, for a path with a hole
  /// would ask for something else.
  [[nodiscard]] Result<std::string> url(const std::string& path, Values more) const;

  /// The address of a next part that an answer names. forbidden: it is on another server, which would get the
  /// secret.
  [[nodiscard]] Result<std::string> next(const std::string& address) const;

  /// Asks. `what` names the call in errors: an address may hold a secret. `link` becomes the rel=next of a
  /// Link header. An answer that is not 200, not JSON, too large or too deep is an error.
  Result<Json> get(const std::string& url, const std::string& what, std::string* link = nullptr);

  [[nodiscard]] const HelpCenterMapping& mapping() const { return mapping_; }
  [[nodiscard]] std::optional<Time> retry_at() const { return retry_at_; }

 private:
  Error later(const OutboundResponse& response, const std::string& why);

  HelpCenterMapping mapping_;
  const SourceConfig& config_;
  const OutboundClient& outbound_;
  std::string base_;
  Values values_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::optional<Time> retry_at_;
};

}  // namespace frontdesk
