// SPDX-License-Identifier: MIT
#pragma once
// A table of numbers, one row a feature, kept in one byte each so that it fits the cache.
//
// Each row has a scale of its own: value = scale * byte, byte in -127..127. What a row loses is at most
// 1/254 of its largest value. Rows are padded to whole vectors.
// Sums are taken element by element in the order of the features, so that they are the same whatever the
// width of the machine's vectors.
//
// Immutable; any thread may call add.

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
  /// Floats in a vector of the widest machine code there is here.
  static constexpr std::size_t kLanes = 8;
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

  /// One number of the table.
  [[nodiscard]] float at(std::size_t row, std::size_t column) const {
    return scale_[row] * static_cast<float>(bytes_[row * padded(columns_) + column]);
  }

  void write(ByteWriter& out) const;
  /// Code::invalid when the bytes are not a table.
  static Result<RowTable> read(ByteReader& in);

 private:
  std::size_t columns_ = 0;
  std::vector<float> scale_;        // a row each
  std::vector<std::int8_t> bytes_;  // rows x padded(columns)
};

}  // namespace frontdesk
