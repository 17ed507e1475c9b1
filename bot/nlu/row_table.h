// SPDX-License-Identifier: MIT
#pragma once
// A table of numbers, one row a feature, kept in one byte each so that it fits the cache.
//
// Each row has a scale of its own: value = scale * byte, byte in -127..127. What a row loses is at most
// 1/254 of its largest value. Rows are padded to half a line of the cache and begin at one, so that a row
// touches as few lines as it can.
// Sums are taken element by element in the order of the features, so that they are the same whatever the
// width of the machine's vectors (vector_kernels.h).
//
// Immutable; any thread may call add and multiply.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/result.h"

namespace frontdesk {

class ByteReader;
class ByteWriter;

/// One element of a sparse vector.
struct Feature {
  std::uint32_t id = 0;
  float value = 0;
};

class RowTable {
 public:
  static constexpr std::size_t kLanes = 32;
  /// A number of columns as the table pads it.
  static constexpr std::size_t padded(std::size_t columns) {
    return (columns + kLanes - 1) / kLanes * kLanes;
  }

  RowTable() = default;
  /// `values` has rows x columns numbers, a row's side by side. All must be finite.
  RowTable(const std::vector<float>& values, std::size_t columns);

  [[nodiscard]] std::size_t rows() const { return scale_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_; }

  /// Adds to `sum`, which has padded(columns()) numbers, each feature's value times its row. Ids must be
  /// below rows().
  void add(const std::vector<Feature>& features, float* sum) const;

  /// made[row] = row . by, for every row. `by` has padded(columns()) finite numbers, zeros behind
  /// columns(); it counts with 13 bits of the largest of them, which is half of what a row's own bytes lose
  /// or less. Tables of more than 2,048 columns cannot be asked.
  void multiply(const float* by, float* made) const;

  /// One number of the table.
  [[nodiscard]] float at(std::size_t row, std::size_t column) const {
    return scale_[row] * static_cast<float>(rows_begin()[row * padded(columns_) + column]);
  }

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a table.
  static Result<RowTable> read(ByteReader& in);

 private:
  static constexpr std::size_t kLine = 64;  // bytes of a line of the cache
  struct alignas(kLine) Line {
    std::array<std::int8_t, kLine> bytes;
  };

  [[nodiscard]] const std::int8_t* rows_begin() const { return lines_.data()->bytes.data(); }
  [[nodiscard]] std::int8_t* rows_begin() { return lines_.data()->bytes.data(); }
  void make_room();

  std::size_t columns_ = 0;
  std::vector<float> scale_;  // a row each
  std::vector<Line> lines_;   // rows x padded(columns) bytes
};

}  // namespace frontdesk
