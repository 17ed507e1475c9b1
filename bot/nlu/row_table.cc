// SPDX-License-Identifier: MIT
#include "nlu/row_table.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <cmath>

#include "nlu/bytes.h"
#include "nlu/vector_kernels.h"

namespace frontdesk {
namespace {

constexpr float kMost = 127;

// What is added: features, the rows that they name, how far apart rows are, where the sum goes.
struct Task {
  const Feature* features;
  std::size_t count;
  const std::int8_t* bytes;
  const float* scale;
  std::size_t width;
  float* sum;
};

#if defined(__x86_64__)

// The compiler takes bytes apart one by one when it is left to widen them, which is five times slower; so
// the two ways of widening eight bytes are written out. Both give the same sums: each element is multiplied
// and added by itself, in the order of the features, and never by one fused instruction.

__attribute__((target("avx2"))) inline __m256 widened_avx2(const std::int8_t* bytes) {
  return _mm256_cvtepi32_ps(
      _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes))));
}

// Vectors x 8 columns from `column` on: their sums stay in registers while all rows pass.
template <std::size_t Vectors>
__attribute__((target("avx2"))) void add_columns_avx2(const Task& task, std::size_t column) {
  __m256 sums[Vectors];
  for (std::size_t v = 0; v < Vectors; ++v) {
    sums[v] = _mm256_loadu_ps(task.sum + column + v * kWide);
  }
  for (std::size_t i = 0; i < task.count; ++i) {
    const Feature& feature = task.features[i];
    const __m256 factor = _mm256_set1_ps(feature.value * task.scale[feature.id]);
    const std::int8_t* row = task.bytes + feature.id * task.width + column;
    for (std::size_t v = 0; v < Vectors; ++v) {
      sums[v] = _mm256_add_ps(sums[v], _mm256_mul_ps(factor, widened_avx2(row + v * kWide)));
    }
  }
  for (std::size_t v = 0; v < Vectors; ++v) {
    _mm256_storeu_ps(task.sum + column + v * kWide, sums[v]);
  }
}

__attribute__((target("avx2"))) void add_rows_avx2(const Task& task) {
  constexpr std::size_t kBlock = 8;
  std::size_t column = 0;
  for (; column + kBlock * kWide <= task.width; column += kBlock * kWide) {
    add_columns_avx2<kBlock>(task, column);
  }
  for (; column + 2 * kWide <= task.width; column += 2 * kWide) add_columns_avx2<2>(task, column);
  for (; column < task.width; column += kWide) add_columns_avx2<1>(task, column);
}

void add_rows_sse2(const Task& task) {
  for (std::size_t i = 0; i < task.count; ++i) {
    const Feature& feature = task.features[i];
    const __m128 factor = _mm_set1_ps(feature.value * task.scale[feature.id]);
    const std::int8_t* row = task.bytes + feature.id * task.width;
    for (std::size_t k = 0; k < task.width; k += kWide) {
      const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(row + k));
      // Each byte twice, then shifted down with its sign.
      const __m128i words = _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
      const __m128i low = _mm_srai_epi32(_mm_unpacklo_epi16(words, words), 16);
      const __m128i high = _mm_srai_epi32(_mm_unpackhi_epi16(words, words), 16);
      float* to = task.sum + k;
      _mm_storeu_ps(to, _mm_add_ps(_mm_loadu_ps(to), _mm_mul_ps(factor, _mm_cvtepi32_ps(low))));
      _mm_storeu_ps(to + 4,
                    _mm_add_ps(_mm_loadu_ps(to + 4), _mm_mul_ps(factor, _mm_cvtepi32_ps(high))));
    }
  }
}

void add_rows(const Task& task) {
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  has_avx2 ? add_rows_avx2(task) : add_rows_sse2(task);
}

#else

void add_rows(const Task& task) {
  for (std::size_t i = 0; i < task.count; ++i) {
    const Feature& feature = task.features[i];
    const float factor = feature.value * task.scale[feature.id];
    const std::int8_t* row = task.bytes + feature.id * task.width;
    for (std::size_t k = 0; k < task.width; ++k) {
      task.sum[k] += factor * static_cast<float>(row[k]);
    }
  }
}

#endif

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
  add_rows({features.data(), features.size(), bytes_.data(), scale_.data(), padded(columns_), sum});
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
