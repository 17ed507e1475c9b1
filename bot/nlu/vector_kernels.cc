// SPDX-License-Identifier: MIT
#include "nlu/vector_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <cmath>

#include "nlu/row_table.h"

// Vectors never leave this file: how a function would hand one on does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace frontdesk {
namespace {

constexpr std::size_t kDoubles = 4;

// Vectors that may stand at any address.
using Wide = float __attribute__((vector_size(32), aligned(4), may_alias));
using Floats = float __attribute__((vector_size(16), aligned(4), may_alias));
using WideInts = std::int32_t __attribute__((vector_size(32)));
using Doubles = double __attribute__((vector_size(32), aligned(8), may_alias));
using Longs = std::int64_t __attribute__((vector_size(32)));
using UnsignedLongs = std::uint64_t __attribute__((vector_size(32)));

// Helpers are inlined wherever they are used, so that each build has them in its own instructions.
#define FRONTDESK_INLINE [[gnu::always_inline]] inline

FRONTDESK_INLINE Wide* wide(float* at) { return reinterpret_cast<Wide*>(at); }
FRONTDESK_INLINE const Wide* wide(const float* at) { return reinterpret_cast<const Wide*>(at); }
FRONTDESK_INLINE Doubles* doubles(double* at) { return reinterpret_cast<Doubles*>(at); }
FRONTDESK_INLINE const Doubles* doubles(const double* at) {
  return reinterpret_cast<const Doubles*>(at);
}

}  // namespace

#define FRONTDESK_KERNELS(name)                                                                \
  {                                                                                            \
    name, add_rows, dot_rows, round, output_layer, add_scaled, adagrad, sum_rows, add_to_rows, \
        times_and_square, add_to_doubles, exponentials, entropy, top_two                       \
  }

// The compiler takes bytes apart and roots one by one when it is left to itself, so those are written out.

#if defined(__x86_64__)

namespace avx2 {
namespace {
#pragma GCC push_options
#pragma GCC target("avx2")

constexpr std::size_t kBlock = 8;

FRONTDESK_INLINE Wide widened(const std::int8_t* bytes) {
  return (Wide)_mm256_cvtepi32_ps(
      _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes))));
}

FRONTDESK_INLINE Wide root(Wide value) { return (Wide)_mm256_sqrt_ps((__m256)value); }

FRONTDESK_INLINE __m256i products(const std::int8_t* row, const std::int16_t* by) {
  return _mm256_madd_epi16(
      _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row))),
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(by)));
}

FRONTDESK_INLINE __m128i last_products(const std::int8_t* row, const std::int16_t* by) {
  return _mm_madd_epi16(_mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(row))),
                        _mm_loadu_si128(reinterpret_cast<const __m128i*>(by)));
}

FRONTDESK_INLINE __m128i sums_of_row(const std::int8_t* row, const std::int16_t* by,
                                     std::size_t width) {
  __m256i sum = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; i + 16 <= width; i += 16) sum = _mm256_add_epi32(sum, products(row + i, by + i));
  __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  if (i < width) half = _mm_add_epi32(half, last_products(row + i, by + i));
  return half;
}

FRONTDESK_INLINE void dots_of(const std::int8_t* row, const std::int16_t* by, std::size_t width,
                              std::int32_t* sums) {
  const __m128i first =
      _mm_hadd_epi32(sums_of_row(row, by, width), sums_of_row(row + width, by, width));
  const __m128i second = _mm_hadd_epi32(sums_of_row(row + 2 * width, by, width),
                                        sums_of_row(row + 3 * width, by, width));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(sums), _mm_hadd_epi32(first, second));
}

FRONTDESK_INLINE std::int32_t dot_of(const std::int8_t* row, const std::int16_t* by,
                                     std::size_t width) {
  const __m128i sum = sums_of_row(row, by, width);
  const __m128i pairs = _mm_hadd_epi32(sum, sum);
  return _mm_cvtsi128_si32(_mm_hadd_epi32(pairs, pairs));
}

#include "nlu/vector_kernels_body.h"

#pragma GCC pop_options
}  // namespace
}  // namespace avx2

namespace plain {
namespace {

constexpr std::size_t kBlock = 4;  // more would not stay in the sixteen registers of four floats

using Narrow = float __attribute__((vector_size(16)));

// Each byte twice, then shifted down with its sign.
FRONTDESK_INLINE __m128i widened_once(const std::int8_t* bytes) {
  const __m128i eight = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes));
  return _mm_srai_epi16(_mm_unpacklo_epi8(eight, eight), 8);
}

FRONTDESK_INLINE Wide joined(__m128 low, __m128 high) {
  return (Wide)__builtin_shufflevector((Narrow)low, (Narrow)high, 0, 1, 2, 3, 4, 5, 6, 7);
}

FRONTDESK_INLINE Wide widened(const std::int8_t* bytes) {
  const __m128i words = widened_once(bytes);
  return joined(_mm_cvtepi32_ps(_mm_srai_epi32(_mm_unpacklo_epi16(words, words), 16)),
                _mm_cvtepi32_ps(_mm_srai_epi32(_mm_unpackhi_epi16(words, words), 16)));
}

FRONTDESK_INLINE Wide root(Wide value) {
  return joined(_mm_sqrt_ps((__m128)__builtin_shufflevector(value, value, 0, 1, 2, 3)),
                _mm_sqrt_ps((__m128)__builtin_shufflevector(value, value, 4, 5, 6, 7)));
}

FRONTDESK_INLINE std::int32_t dot_of(const std::int8_t* row, const std::int16_t* by,
                                     std::size_t width) {
  __m128i sum = _mm_setzero_si128();
  for (std::size_t i = 0; i < width; i += kWide) {
    const __m128i factors = _mm_loadu_si128(reinterpret_cast<const __m128i*>(by + i));
    sum = _mm_add_epi32(sum, _mm_madd_epi16(widened_once(row + i), factors));
  }
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2)));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
  return _mm_cvtsi128_si32(sum);
}

#else

namespace plain {
namespace {

constexpr std::size_t kBlock = 1;

Wide widened(const std::int8_t* bytes) {
  Wide made{};
  for (std::size_t k = 0; k < kWide; ++k) made[k] = static_cast<float>(bytes[k]);
  return made;
}

Wide root(Wide value) {
  for (std::size_t k = 0; k < kWide; ++k) value[k] = std::sqrt(value[k]);
  return value;
}

std::int32_t dot_of(const std::int8_t* row, const std::int16_t* by, std::size_t width) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < width; ++i) sum += std::int32_t{row[i]} * by[i];
  return sum;
}

#endif

FRONTDESK_INLINE void dots_of(const std::int8_t* row, const std::int16_t* by, std::size_t width,
                              std::int32_t* sums) {
  for (std::size_t r = 0; r < 4; ++r) sums[r] = dot_of(row + r * width, by, width);
}

#include "nlu/vector_kernels_body.h"

}  // namespace
}  // namespace plain

const VectorKernels& plain_kernels() {
  using namespace plain;
  static constexpr VectorKernels kernels FRONTDESK_KERNELS("plain");
  return kernels;
}

const VectorKernels* avx2_kernels() {
#if defined(__x86_64__)
  using namespace avx2;
  static constexpr VectorKernels kernels FRONTDESK_KERNELS("AVX2");
  static const bool can_run = __builtin_cpu_supports("avx2") != 0;
  return can_run ? &kernels : nullptr;
#else
  return nullptr;
#endif
}

const VectorKernels& vector_kernels() {
  static const VectorKernels& fastest = avx2_kernels() ? *avx2_kernels() : plain_kernels();
  return fastest;
}

}  // namespace frontdesk
