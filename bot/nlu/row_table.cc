// SPDX-License-Identifier: MIT
#include "nlu/row_table.h"

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr float kMost = 127;

FRONTDESK_WIDE void add_rows(const Feature* features, std::size_t count, const std::int8_t* bytes,
                             const float* scale, std::size_t width, float* sum) {
  for (std::size_t i = 0; i < count; ++i) {
    const float factor = features[i].value * scale[features[i].id];
    const std::int8_t* row = bytes + features[i].id * width;
    for (std::size_t k = 0; k < width; k += kWide) {
      const auto part = *reinterpret_cast<const WideBytes*>(row + k);
      *wide(sum + k) += factor * __builtin_convertvector(part, Wide);
    }
  }
}

}  // namespace

static_assert(RowTable::kLanes == kWide);

RowTable::RowTable(const std::vector<float>& values, std::size_t columns) : columns_(columns) {
  if (columns == 0) return;
  const std::size_t width = padded(columns);
  const std::size_t count = values.size() / columns;
  scale_.resize(count);
  bytes_.assign(count * width, 0);
  for (std::size_t row = 0; row < count; ++row) {
    const float* from = values.data() + row * columns;
    float largest = 0;
    for (std::size_t k = 0; k < columns; ++k) largest = std::max(largest, std::abs(from[k]));
    if (largest == 0) continue;
    scale_[row] = largest / kMost;
    for (std::size_t k = 0; k < columns; ++k) {
      bytes_[row * width + k] = static_cast<std::int8_t>(std::lround(from[k] * (kMost / largest)));
    }
  }
}

void RowTable::add(const std::vector<Feature>& features, float* sum) const {
  add_rows(features.data(), features.size(), bytes_.data(), scale_.data(), padded(columns_), sum);
}

void RowTable::write(ByteWriter& out) const {
  out.put<std::uint64_t>(columns_);
  out.put_all(scale_);
  out.put_all(bytes_);
}

Result<RowTable> RowTable::read(ByteReader& in) {
  RowTable made;
  made.columns_ = in.get<std::uint64_t>();
  made.scale_ = in.get_all<float>();
  made.bytes_ = in.get_all<std::int8_t>();
  const bool finite =
      std::all_of(made.scale_.begin(), made.scale_.end(), [](float v) { return std::isfinite(v); });
  if (!in.ok() || !finite || made.columns_ > made.bytes_.size() ||
      made.bytes_.size() != made.scale_.size() * padded(made.columns_)) {
    return Error{Code::invalid, "a table of the model is damaged"};
  }
  return made;
}

}  // namespace frontdesk
