// SPDX-License-Identifier: MIT
#pragma once
// What is looked up in many conversations: a contact's earlier ones, words, how the desk does; and the one
// thing that takes words away, an erasure.
//
// All of it reads more than a row, and so goes to the side pool.

#include "http/router.h"
#include "http/site.h"
#include "service/hourly.h"

namespace frontdesk {

class LookupApi {
 public:
  explicit LookupApi(const Site& site) : site_(site), hourly_(site.conversations) {}

  /// Adds its routes. This must outlive the router.
  void add_to(Router& router);

 private:
  Reply history(const Call& call);
  Reply find(const Call& call);
  Reply board(const Call& call);
  Reply erase(const Call& call);

  const Site& site_;
  Hourly hourly_;
};

}  // namespace frontdesk
