// SPDX-License-Identifier: MIT
#include "http/pages.h"

#include "http/error_response.h"
#include "http/gate.h"

namespace frontdesk {
namespace {

std::string type_of_file(const std::string& name) {
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  if (ends(".html")) return "text/html; charset=utf-8";
  if (ends(".js")) return "text/javascript; charset=utf-8";
  if (ends(".css")) return "text/css; charset=utf-8";
  if (ends(".txt")) return "text/plain; charset=utf-8";
  if (ends(".svg")) return "image/svg+xml";
  if (ends(".png")) return "image/png";
  return "application/octet-stream";
}

std::string figure(const char* name, const char* help, const char* kind, std::uint64_t value) {
  return std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + kind + "\n" +
         name + " " + std::to_string(value) + "\n";
}

}  // namespace

Pages::Pages(const Site& site) : site_(site) {}

void Pages::add_to(Router& router) {
  const auto serve = [this](const std::string& name) {
    return [this, name](const Call& call) { return file(name, call.request); };
  };
  const auto below = [this](const std::string& folder) {
    return [this, folder](const Call& call) {
      std::string name = folder;
      for (std::size_t i = 1; i < call.request.segments.size(); ++i) {
        name += "/" + call.request.segments[i];
      }
      // A folder is its index; any other name stands in the table or is not there.
      return file(name == folder ? folder + "/index.html" : name, call.request);
    };
  };
  router.add({"GET", "/healthz", Access::anybody,
              [](const Call&) { return Reply{.response = {.body = "{\"status\":\"ok\"}"}}; }});
  router.add({"GET", "/readyz", Access::anybody, [this](const Call&) {
                if (site_.ready) return Reply{.response = {.body = "{\"status\":\"ready\"}"}};
                return Reply{.response = error_response(
                                 Error{Code::unavailable, "this server is stopping", 5})};
              }});
  router.add({"GET", "/metrics", Access::anybody, [this](const Call&) { return metrics(); }});
  router.add({"GET", "/widget.js", Access::anybody, serve("widget.js")});
  router.add({"GET", "/widget/*", Access::anybody, below("widget")});
  router.add({"GET", "/console/*", Access::anybody, below("console")});
  router.add({"GET", "/", Access::anybody, [this](const Call&) {
                auto page = site_.demo_page();
                if (page.empty()) {
                  return Reply{.response = error_response(
                                   Error{Code::not_found,
                                         "this content has no sample page; the agents' "
                                         "console is at /console"})};
                }
                return Reply{.response = {.content_type = "text/html; charset=utf-8",
                                          .body = std::move(page)}};
              }});
}

Reply Pages::file(const std::string& name, const Request& request) const {
  const auto found = site_.files.find(name);
  if (found == site_.files.end()) {
    return Reply{
        .response = error_response(Error{
            Code::not_found, site_.files.empty() ? "the pages were not built into this server; run "
                                                   "bot/run --build-only"
                                                 : "there is nothing at this address"})};
  }
  // A relative address on the page must start below the folder.
  if (name.ends_with("/index.html") && !request.path.ends_with("/") &&
      !request.path.ends_with(".html")) {
    Response moved{.status = 308, .content_type = ""};
    // The folder's own name, never what was asked for: "//console" would be another server's.
    moved.headers.emplace_back("Location", "/" + name.substr(0, name.rfind('/') + 1));
    return Reply{.response = std::move(moved)};
  }
  Response response{.content_type = type_of_file(name), .body = std::string(found->second)};
  response.headers.emplace_back("Cache-Control", "no-cache");
  if (name.ends_with(".html")) {
    std::string ancestors = "'none'";
    if (name.starts_with("widget/")) {
      ancestors = "'self'";
      for (const auto& origin : site_.settings.allowed_origins) ancestors += " " + origin;
    }
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; frame-ancestors " +
            ancestors);
  }
  return Reply{.response = std::move(response)};
}

Reply Pages::metrics() const {
  const auto now = site_.figures();
  std::string text =
      figure("frontdesk_requests_total", "Requests handled.", "counter", now.requests) +
      figure("frontdesk_refused_total", "Requests refused before a handler.", "counter",
             now.refused) +
      figure("frontdesk_appends_total", "Appends made durable.", "counter", now.appends) +
      figure("frontdesk_batches_total", "Transactions they took.", "counter", now.batches) +
      figure("frontdesk_conflicts_total", "Decisions made again.", "counter", now.conflicts) +
      figure("frontdesk_connections", "Open connections.", "gauge", now.connections) +
      figure("frontdesk_streams", "Open event streams.", "gauge", now.streams);
  return Reply{.response = {.content_type = "text/plain; version=0.0.4", .body = std::move(text)}};
}

}  // namespace frontdesk
