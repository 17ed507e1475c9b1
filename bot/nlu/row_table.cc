// SPDX-License-Identifier: MIT
#include "nlu/row_table.h"

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr float kMost = 127;

constexpr std::size_t kAhead = 256;  // rows that are asked for before the first of them is added
constexpr std::size_t kMostColumns = VectorKernels::kMostColumns;

}  // namespace

static_assert(RowTable::kLanes % kWide == 0);

void RowTable::make_room() {
  lines_.assign((scale_.size() * padded(columns_) + kLine - 1) / kLine, {});
}

RowTable::RowTable(const std::vector<float>& values, std::size_t columns) : columns_(columns) {
  if (columns == 0) return;
  const std::size_t width = padded(columns);
  const std::size_t count = values.size() / columns;
  scale_.resize(count);
  make_room();
  for (std::size_t row = 0; row < count; ++row) {
    const float* from = values.data() + row * columns;
    float largest = 0;
    for (std::size_t k = 0; k < columns; ++k) largest = std::max(largest, std::abs(from[k]));
    if (largest == 0) continue;
    scale_[row] = largest / kMost;
    for (std::size_t k = 0; k < columns; ++k) {
      rows_begin()[row * width + k] =
          static_cast<std::int8_t>(std::lround(from[k] * (kMost / largest)));
    }
  }
}

// Rows stand far apart, and what a processor guesses of the next one is wrong: each is asked for as soon as
// its feature is known.
void RowTable::add(const std::vector<Feature>& features, float* sum) const {
  const VectorKernels& kernels = vector_kernels();
  const std::size_t width = padded(columns_);
  std::array<ScaledRow, kAhead> rows;
  for (std::size_t from = 0; from < features.size(); from += kAhead) {
    const std::size_t count = std::min(kAhead, features.size() - from);
    for (std::size_t i = 0; i < count; ++i) {
      const Feature& feature = features[from + i];
      const std::int8_t* row = rows_begin() + feature.id * width;
      for (std::size_t k = 0; k < width; k += kLine) __builtin_prefetch(row + k);
      rows[i] = {row, feature.value * scale_[feature.id]};
    }
    kernels.add_rows(rows.data(), count, width, sum);
  }
}

void RowTable::multiply(const float* by, float* made) const {
  const VectorKernels& kernels = vector_kernels();
  const std::size_t width = padded(columns_);
  std::array<std::int16_t, kMostColumns> whole;
  static thread_local std::vector<std::int32_t> sums;
  float largest = 0;
  for (std::size_t k = 0; k < columns_; ++k) largest = std::max(largest, std::abs(by[k]));
  const float step = largest > 0 ? largest / VectorKernels::kMostFactor : 1;
  kernels.round(by, 1 / step, width, whole.data());
  sums.resize(rows());
  kernels.dot_rows(rows_begin(), rows(), width, whole.data(), sums.data());
  for (std::size_t row = 0; row < rows(); ++row) {
    made[row] = scale_[row] * step * static_cast<float>(sums[row]);
  }
}

// Without the padding, which is a matter of this machine.
void RowTable::write(ByteWriter& out) const {
  out.put<std::uint64_t>(columns_);
  out.put_all(scale_);
  std::vector<std::int8_t> bytes;
  bytes.reserve(rows() * columns_);
  for (std::size_t row = 0; row < rows(); ++row) {
    const std::int8_t* from = rows_begin() + row * padded(columns_);
    bytes.insert(bytes.end(), from, from + columns_);
  }
  out.put_all(bytes);
}

Result<RowTable> RowTable::read(ByteReader& in) {
  RowTable made;
  made.columns_ = in.get<std::uint64_t>();
  made.scale_ = in.get_all<float>();
  const auto bytes = in.get_all<std::int8_t>();
  const bool finite =
      std::all_of(made.scale_.begin(), made.scale_.end(), [](float v) { return std::isfinite(v); });
  if (!in.ok() || !finite || made.columns_ > bytes.size() ||
      bytes.size() != made.scale_.size() * made.columns_) {
    return Error{Code::invalid, "a table of the model is damaged"};
  }
  made.make_room();
  for (std::size_t row = 0; row < made.rows(); ++row) {
    std::copy_n(bytes.data() + row * made.columns_, made.columns_,
                made.rows_begin() + row * padded(made.columns_));
  }
  return made;
}

}  // namespace frontdesk
