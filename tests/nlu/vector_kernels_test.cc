// SPDX-License-Identifier: MIT
#include "nlu/vector_kernels.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "nlu/row_table.h"

namespace vector_kernels_test {

using namespace frontdesk;

namespace {

// What every kernel makes of one made-up input, as bytes: equal to the last bit or not.
class Results {
 public:
  Results(const VectorKernels& kernels, std::size_t width, std::size_t rows) {
    std::mt19937 random(static_cast<unsigned>(width * 1000 + rows));
    const auto number = [&] {
      return static_cast<float>(random()) / static_cast<float>(random.max()) * 8 - 5;
    };
    std::vector<std::int8_t> bytes(width * rows);
    for (auto& byte : bytes)
      byte = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
    const auto numbers = [&](std::size_t count) {
      std::vector<float> made(count);
      for (auto& each : made) each = number();
      return made;
    };
    const auto inputs = numbers(width);

    std::vector<ScaledRow> scaled;
    for (std::size_t r = 0; r < rows; ++r) scaled.push_back({bytes.data() + r * width, number()});
    auto sum = numbers(width);
    kernels.add_rows(scaled.data(), rows, width, sum.data());
    keep(sum);

    std::vector<std::int16_t> whole(width);
    kernels.round(inputs.data(), VectorKernels::kMostFactor / 5, width, whole.data());
    keep(whole);
    std::vector<std::int32_t> dots(rows);
    kernels.dot_rows(bytes.data(), rows, width, whole.data(), dots.data());
    keep(dots);

    std::vector<float> logits(rows);
    kernels.output_layer(numbers(width * rows).data(), numbers(rows).data(), inputs.data(), width,
                         rows, logits.data());
    keep(logits);

    auto weights = numbers(width);
    kernels.add_scaled(weights.data(), inputs.data(), 0.3F, width);
    std::vector<float> squares(width, 1e-6F);
    kernels.adagrad(weights.data(), squares.data(), inputs.data(), 0.7F, 0.03F, width);
    keep(weights);
    keep(squares);

    std::vector<Feature> features;
    for (std::size_t r = 0; r < rows; ++r) {
      features.push_back({static_cast<std::uint32_t>(random() % rows), number()});
    }
    auto table = numbers(rows * width);
    auto sums = inputs;
    kernels.sum_rows(features.data(), features.data() + rows, table.data(), width, sums.data());
    kernels.add_to_rows(features.data(), features.data() + rows, inputs.data(), width,
                        table.data());
    keep(table);
    keep(std::vector<float>{kernels.times_and_square(sums.data(), inputs.data(), width)});
    keep(sums);

    std::vector<double> chances(rows);
    for (auto& each : chances) each = 5 * static_cast<double>(number());
    kernels.add_to_doubles(chances.data(), logits.data(), 0.1, rows);
    keep(chances);
    double total = kernels.exponentials(chances.data(), 15, rows);
    keep(chances);
    for (double& each : chances) each /= total;
    keep(std::vector<double>{total, kernels.entropy(chances.data(), 1e-9, rows)});

    const TopTwo top = kernels.top_two(logits.data(), rows);
    keep(std::vector<float>{top.best, top.second, static_cast<float>(top.place)});
  }
  bool operator==(const Results& other) const = default;

 private:
  template <class T>
  void keep(const std::vector<T>& values) {
    const std::size_t from = bytes_.size();
    bytes_.resize(from + values.size() * sizeof(T));
    std::memcpy(bytes_.data() + from, values.data(), values.size() * sizeof(T));
  }
  std::vector<char> bytes_;
};

}  // namespace

TEST_CASE("the kernels for AVX2 and those for every machine give equal numbers") {
  const VectorKernels* avx2 = avx2_kernels();
  if (avx2 == nullptr) {
    MESSAGE("this machine has no AVX2: nothing to compare");
    return;
  }
  for (const std::size_t width : {8U, 16U, 24U, 32U, 128U, 152U, 200U}) {
    for (const std::size_t rows : {1U, 2U, 3U, 4U, 7U, 8U, 28U, 150U}) {
      CAPTURE(width);
      CAPTURE(rows);
      CHECK(Results(*avx2, width, rows) == Results(plain_kernels(), width, rows));
    }
  }
}

TEST_CASE("one of the two builds is what understanding uses") {
  const VectorKernels* best = avx2_kernels() ? avx2_kernels() : &plain_kernels();
  CHECK(&vector_kernels() == best);
}

TEST_CASE("rows of bytes are summed and multiplied as the plain loops do it") {
  const std::vector<std::int8_t> bytes{1, -2, 3, -4, 5, -6, 7, -127, 127, 0, 0, 0, 0, 0, 0, 1};
  const ScaledRow rows[] = {{bytes.data(), 2}, {bytes.data() + 8, 0.5F}};
  std::vector<float> sum(8, 1);
  vector_kernels().add_rows(rows, 2, 8, sum.data());
  CHECK(sum == std::vector<float>{66.5F, -3, 7, -7, 11, -11, 15, -252.5F});
  const std::vector<std::int16_t> by{1, 1, 1, 1, 1, 1, 1, -8191};
  std::int32_t dots[2];
  vector_kernels().dot_rows(bytes.data(), 2, 8, by.data(), dots);
  CHECK(dots[0] == 4 + 127 * 8191);
  CHECK(dots[1] == 127 - 8191);
}

TEST_CASE("numbers are rounded to the nearest whole one, halves away from zero") {
  const std::vector<float> values{0, 0.25F, -0.25F, 0.2F, 1, -1, 4095.5F, -4095.5F};
  std::vector<std::int16_t> made(8);
  vector_kernels().round(values.data(), 2, 8, made.data());
  CHECK(made == std::vector<std::int16_t>{0, 1, -1, 0, 2, -2, 8191, -8191});
}

TEST_CASE("exponentials and entropy are those of the library") {
  std::vector<double> values;
  for (int i = 0; i < 103; ++i) values.push_back(3 - 0.37 * i * (i % 7));
  std::vector<double> made = values;
  const double total = vector_kernels().exponentials(made.data(), 3, made.size());
  double sum = 0;
  double entropy = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = std::exp(values[i] - 3);
    CHECK(std::abs(made[i] - expected) <= 1e-13 * expected);
    sum += expected;
  }
  CHECK(total == doctest::Approx(sum).epsilon(1e-13));
  for (double& p : made) {
    p /= total;
    if (p > 1e-9) entropy -= p * std::log(p);
  }
  CHECK(vector_kernels().entropy(made.data(), 1e-9, made.size()) ==
        doctest::Approx(entropy).epsilon(1e-12));
  double least[] = {-5000};
  CHECK(vector_kernels().exponentials(least, 0, 1) > 0);
  CHECK(vector_kernels().exponentials(nullptr, 0, 0) == 0);
}

TEST_CASE("the two largest are found with the place of the first") {
  const auto top = [](const std::vector<float>& values) {
    return vector_kernels().top_two(values.data(), values.size());
  };
  CHECK(top({3}).best == 3);
  CHECK(top({3}).place == 0);
  std::vector<float> values(20, -4);
  values[17] = 2;
  values[3] = 1;
  CHECK(top(values).best == 2);
  CHECK(top(values).second == 1);
  CHECK(top(values).place == 17);
  values[4] = 2;
  CHECK(top(values).second == 2);
  CHECK(top(values).place == 4);
  values[12] = 1.5F;  // beside the largest in another register
  values[4] = 0;
  CHECK(top(values).second == 1.5F);
}

}  // namespace vector_kernels_test
