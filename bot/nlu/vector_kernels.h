// SPDX-License-Identifier: MIT
#pragma once
// The few loops in which understanding and its training spend their time.
//
// Every loop is built twice from one text (vector_kernels_body.h), for every x86-64 and for those with AVX2,
// and vector_kernels() picks once in a process; other machines have one build. Both builds give the same
// numbers to the last bit: sums are taken in an order that does not depend on how wide registers are, and
// products are never fused into them.
//
// Pure; any thread. Nothing here allocates.

#include <cstddef>
#include <cstdint>

namespace frontdesk {

/// Counts that are said to be "whole" are multiples of this.
inline constexpr std::size_t kWide = 8;

struct Feature;  // row_table.h

/// A row of bytes, and what it is multiplied with.
struct ScaledRow {
  const std::int8_t* bytes = nullptr;
  float factor = 0;
};

/// The largest of some numbers, the largest of the others (equal to it where two are largest), and the place
/// of the first.
struct TopTwo {
  float best = -1e30F;
  float second = -1e30F;
  std::size_t place = 0;
};

struct VectorKernels {
  const char* name;

  /// sum[k] += factor * row[k], row after row. `width` is whole.
  void (*add_rows)(const ScaledRow* rows, std::size_t count, std::size_t width, float* sum);

  /// sums[r] = row r . by, exactly; `bytes` has `rows` rows of `width`, which is whole. Numbers of `by` must
  /// be within kMostFactor, so that up to kMostColumns columns cannot overflow.
  void (*dot_rows)(const std::int8_t* bytes, std::size_t rows, std::size_t width,
                   const std::int16_t* by, std::int32_t* sums);
  static constexpr float kMostFactor = 8191;
  static constexpr std::size_t kMostColumns = 2048;

  /// made[i] = values[i] * scale, rounded to whole numbers, halves away from zero. `count` is whole.
  void (*round)(const float* values, float scale, std::size_t count, std::int16_t* made);

  /// logits[k] = bias[k] + outputs[k] . hidden, in plain numbers; `units` is whole.
  void (*output_layer)(const float* outputs, const float* bias, const float* hidden,
                       std::size_t units, std::size_t classes, float* logits);

  /// to[i] += factor * from[i]. `count` is whole.
  void (*add_scaled)(float* to, const float* from, float factor, std::size_t count);

  /// One step of Adagrad with slope = gradient * input: squares += slope^2; weights -= rate * slope /
  /// sqrt(squares). `count` is whole.
  void (*adagrad)(float* weights, float* squares, const float* inputs, float gradient, float rate,
                  std::size_t count);

  /// sums[k] += value * table[id * width + k], feature by feature; and the way back,
  /// table[id * width + k] += value * added[k]. `width` is whole.
  void (*sum_rows)(const Feature* from, const Feature* to, const float* table, std::size_t width,
                   float* sums);
  void (*add_to_rows)(const Feature* from, const Feature* to, const float* added, std::size_t width,
                      float* table);

  /// to[i] *= by[i]; returns the sum of the squares of what comes out. `count` is whole.
  float (*times_and_square)(float* to, const float* by, std::size_t count);

  /// to[i] += factor * from[i], in the longer numbers. Any `count`.
  void (*add_to_doubles)(double* to, const float* from, double factor, std::size_t count);

  /// values[i] = e^(values[i] - largest), right to 1e-14 of it; below e^-700 it is that. Returns their sum.
  double (*exponentials)(double* values, double largest, std::size_t count);

  /// The sum of -p ln p over the `count` probabilities that are above `least`, which is above 1e-300.
  double (*entropy)(const double* probabilities, double least, std::size_t count);

  /// `count` may be 0.
  TopTwo (*top_two)(const float* values, std::size_t count);
};

/// The fastest that this machine can run.
const VectorKernels& vector_kernels();

/// The build that every machine can run.
const VectorKernels& plain_kernels();

/// The build for AVX2; null where it cannot run.
const VectorKernels* avx2_kernels();

}  // namespace frontdesk
