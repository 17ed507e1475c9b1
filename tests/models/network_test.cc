// SPDX-License-Identifier: MIT
#include "nlu/network.h"

#include <doctest/doctest.h>

#include <cmath>

#include "models/network_trainer.h"
#include "nlu/bytes.h"

namespace network_test {

using namespace frontdesk;

namespace {

// Exclusive or: what no linear model can tell. Feature 2 is always there.
struct Exclusive {
  std::vector<std::vector<Feature>> inputs{
      {{2, 1}}, {{0, 1}, {2, 1}}, {{1, 1}, {2, 1}}, {{0, 1}, {1, 1}, {2, 1}}};
  std::vector<NetworkRow> rows;

  Exclusive() {
    for (int turn = 0; turn < 20; ++turn) {
      for (std::size_t i = 0; i < inputs.size(); ++i)
        rows.push_back({&inputs[i], i == 1 || i == 2 ? 1 : 0, 1, false});
    }
  }
};

NetworkRecipe plain() {
  NetworkRecipe recipe;
  recipe.units = 16;
  recipe.epochs = 60;
  recipe.input_dropout = 0;
  recipe.hidden_dropout = 0;
  return recipe;
}

std::vector<float> logits_of(const Network& network, const std::vector<Feature>& message) {
  std::vector<float> found;
  network.logits(message, found);
  return found;
}

}  // namespace

TEST_CASE("a network learns what no linear model can") {
  const Exclusive set;
  const Network network(train_network(set.rows, 3, 2, plain(), 1));
  for (std::size_t i = 0; i < set.inputs.size(); ++i) {
    const auto logits = logits_of(network, set.inputs[i]);
    CHECK((logits[1] > logits[0]) == (i == 1 || i == 2));
  }
}

TEST_CASE("equal rows and seed make equal networks, another seed another one") {
  const Exclusive set;
  const auto first = train_network(set.rows, 3, 2, plain(), 7);
  CHECK(first.rows == train_network(set.rows, 3, 2, plain(), 7).rows);
  CHECK(first.rows != train_network(set.rows, 3, 2, plain(), 8).rows);
}

TEST_CASE("rows out of scope push every class down, counter-examples only their own") {
  const std::vector<Feature> near{{0, 1}};
  const std::vector<Feature> out{{1, 1}};
  const std::vector<Feature> counter{{2, 1}};
  std::vector<NetworkRow> rows;
  for (int turn = 0; turn < 40; ++turn) {
    rows.push_back({&near, 0, 1, false});
    rows.push_back({&out, -1, 1, false});
    rows.push_back({&counter, 0, 1, true});
  }
  const Network network(train_network(rows, 3, 2, plain(), 1));
  CHECK(logits_of(network, near)[0] > 1);
  CHECK(logits_of(network, out)[0] < -1);
  CHECK(logits_of(network, out)[1] < -1);
  CHECK(logits_of(network, counter)[0] < -1);
}

TEST_CASE("a network reads back as it was written, and damage is seen") {
  const Exclusive set;
  const Network network(train_network(set.rows, 3, 2, plain(), 1));
  ByteWriter out;
  network.write(out);
  ByteReader in(out.bytes());
  auto again = Network::read(in);
  REQUIRE(again.ok());
  CHECK(logits_of(*again, set.inputs[3]) == logits_of(network, set.inputs[3]));
  for (const std::size_t size : {std::size_t{0}, std::size_t{9}, out.bytes().size() - 4}) {
    ByteReader cut(std::string_view(out.bytes()).substr(0, size));
    CHECK_FALSE(Network::read(cut).ok());
  }
}

TEST_CASE("a row of one byte a number keeps it to half of one step") {
  std::vector<float> values;
  for (int i = 0; i < 40; ++i) values.push_back(std::sin(static_cast<float>(i)) * 3);
  const RowTable table(values, 20);
  CHECK(table.rows() == 2);
  std::vector<float> by(RowTable::padded(20), 0);
  std::fill_n(by.begin(), 20, 1.0F);
  by[4] = -0.5F;
  std::vector<float> products(2);
  table.multiply(by.data(), products.data());
  for (std::size_t row = 0; row < 2; ++row) {
    std::vector<float> sum(RowTable::padded(20), 0);
    table.add({{static_cast<std::uint32_t>(row), 2}}, sum.data());
    double product = 0;
    for (std::size_t k = 0; k < 20; ++k) {
      product += static_cast<double>(by[k] * table.at(row, k));
      CHECK(std::abs(table.at(row, k) - values[row * 20 + k]) <= 3.0F / 127 / 2 + 1e-6F);
      CHECK(sum[k] == doctest::Approx(2 * table.at(row, k)));
    }
    CHECK(products[row] == doctest::Approx(product).epsilon(1e-3));
  }
}

}  // namespace network_test
