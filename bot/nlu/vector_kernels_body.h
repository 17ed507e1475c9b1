// SPDX-License-Identifier: MIT
// No #pragma once: vector_kernels.cc includes this once for each kind of machine, within a namespace that has
//   Wide widened(const std::int8_t*)    eight bytes as floats
//   Wide root(Wide)                     square roots
//   dot_of(row, by, width)              the exact product of a row of bytes and whole numbers
//   dots_of(rows, by, width, sums)      the same of four rows, one behind the other
// Written with the compiler's vector types, whose operations are element by element.

// Vectors x 8 columns from `column` on: their sums stay in registers while all rows pass.
template <std::size_t Vectors>
void add_columns(const ScaledRow* rows, std::size_t count, std::size_t column, float* sum) {
  Wide sums[Vectors];
#pragma GCC unroll 8
  for (std::size_t v = 0; v < Vectors; ++v) sums[v] = *wide(sum + column + v * kWide);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int8_t* row = rows[i].bytes + column;
#pragma GCC unroll 8
    for (std::size_t v = 0; v < Vectors; ++v) sums[v] += rows[i].factor * widened(row + v * kWide);
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < Vectors; ++v) *wide(sum + column + v * kWide) = sums[v];
}

void add_rows(const ScaledRow* rows, std::size_t count, std::size_t width, float* sum) {
  std::size_t column = 0;
  for (; column + kBlock * kWide <= width; column += kBlock * kWide)
    add_columns<kBlock>(rows, count, column, sum);
  for (; column + 2 * kWide <= width; column += 2 * kWide) add_columns<2>(rows, count, column, sum);
  for (; column < width; column += kWide) add_columns<1>(rows, count, column, sum);
}

void dot_rows(const std::int8_t* bytes, std::size_t rows, std::size_t width, const std::int16_t* by,
              std::int32_t* sums) {
  std::size_t row = 0;
  for (; row + 4 <= rows; row += 4) dots_of(bytes + row * width, by, width, sums + row);
  for (; row < rows; ++row) sums[row] = dot_of(bytes + row * width, by, width);
}

void round(const float* values, float scale, std::size_t count, std::int16_t* made) {
  for (std::size_t i = 0; i < count; i += kWide) {
    const Wide scaled = *wide(values + i) * scale;
    const Wide half = scaled < 0 ? Wide{} - 0.5F : Wide{} + 0.5F;
    const auto whole = __builtin_convertvector(scaled + half, WideInts);
    for (std::size_t k = 0; k < kWide; ++k) made[i + k] = static_cast<std::int16_t>(whole[k]);
  }
}

void output_layer(const float* outputs, const float* bias, const float* hidden, std::size_t units,
                  std::size_t classes, float* logits) {
  for (std::size_t k = 0; k < classes; ++k) {
    const float* row = outputs + k * units;
    Wide sum{};
    for (std::size_t i = 0; i < units; i += kWide) sum += *wide(row + i) * *wide(hidden + i);
    logits[k] =
        bias[k] + ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
  }
}

void add_scaled(float* to, const float* from, float factor, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kWide) *wide(to + i) += factor * *wide(from + i);
}

// Roots and quotients are exact by IEEE 754.
void adagrad(float* weights, float* squares, const float* inputs, float gradient, float rate,
             std::size_t count) {
  for (std::size_t i = 0; i < count; i += kWide) {
    const Wide slope = gradient * *wide(inputs + i);
    const Wide square = *wide(squares + i) + slope * slope;
    *wide(squares + i) = square;
    *wide(weights + i) -= rate * slope / root(square);
  }
}

template <std::size_t Vectors>
void sum_columns(const Feature* from, const Feature* to, const float* table, std::size_t width,
                 float* sums) {
  Wide sum[Vectors];
#pragma GCC unroll 8
  for (std::size_t v = 0; v < Vectors; ++v) sum[v] = *wide(sums + v * kWide);
  for (; from != to; ++from) {
    const float* row = table + from->id * width;
#pragma GCC unroll 8
    for (std::size_t v = 0; v < Vectors; ++v) sum[v] += from->value * *wide(row + v * kWide);
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < Vectors; ++v) *wide(sums + v * kWide) = sum[v];
}

void sum_rows(const Feature* from, const Feature* to, const float* table, std::size_t width,
              float* sums) {
  std::size_t k = 0;
  for (; k + kBlock * kWide <= width; k += kBlock * kWide)
    sum_columns<kBlock>(from, to, table + k, width, sums + k);
  for (; k + 2 * kWide <= width; k += 2 * kWide)
    sum_columns<2>(from, to, table + k, width, sums + k);
  for (; k < width; k += kWide) sum_columns<1>(from, to, table + k, width, sums + k);
}

template <std::size_t Vectors>
void add_to_columns(const Feature* from, const Feature* to, const float* added, std::size_t width,
                    float* table) {
  Wide part[Vectors];
#pragma GCC unroll 8
  for (std::size_t v = 0; v < Vectors; ++v) part[v] = *wide(added + v * kWide);
  for (; from != to; ++from) {
    float* row = table + from->id * width;
#pragma GCC unroll 8
    for (std::size_t v = 0; v < Vectors; ++v) *wide(row + v * kWide) += from->value * part[v];
  }
}

void add_to_rows(const Feature* from, const Feature* to, const float* added, std::size_t width,
                 float* table) {
  std::size_t k = 0;
  for (; k + kBlock * kWide <= width; k += kBlock * kWide)
    add_to_columns<kBlock>(from, to, added + k, width, table + k);
  for (; k + 2 * kWide <= width; k += 2 * kWide)
    add_to_columns<2>(from, to, added + k, width, table + k);
  for (; k < width; k += kWide) add_to_columns<1>(from, to, added + k, width, table + k);
}

float times_and_square(float* to, const float* by, std::size_t count) {
  Wide sum{};
  for (std::size_t i = 0; i < count; i += kWide) {
    const Wide value = *wide(to + i) * *wide(by + i);
    *wide(to + i) = value;
    sum += value * value;
  }
  return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

void add_to_doubles(double* to, const float* from, double factor, std::size_t count) {
  std::size_t i = 0;
  for (; i + kDoubles <= count; i += kDoubles) {
    const auto& four = *reinterpret_cast<const Floats*>(from + i);
    *doubles(to + i) += factor * __builtin_convertvector(four, Doubles);
  }
  for (; i < count; ++i) to[i] += factor * static_cast<double>(from[i]);
}

// e^x as 2^n e^r with |r| <= ln 2 / 2 and a Taylor series of r. Adding 1.5 * 2^52 rounds to a whole number
// and leaves it in the low bits, from where it is shifted into the exponent.
inline Doubles exponential(Doubles x) {
  constexpr double kRound = 6755399441055744.0;
  constexpr double kLog2OfE = 1.4426950408889634;
  constexpr double kLn2High = 0.6931471803691238;
  constexpr double kLn2Low = 1.9082149292705877e-10;
  constexpr double kTaylor[] = {1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
                                1.0 / 720,     1.0 / 120,    1.0 / 24,    1.0 / 6,
                                0.5,           1.0,          1.0};
  const Doubles shifted = x * kLog2OfE + kRound;
  const Doubles n = shifted - kRound;
  const Doubles r = (x - n * kLn2High) - n * kLn2Low;
  Doubles sum = Doubles{} + 1.0 / 39916800;
#pragma GCC unroll 12
  for (const double term : kTaylor) sum = sum * r + term;
  return (Doubles)((Longs)sum + ((Longs)shifted << 52));
}

double exponentials(double* values, double largest, std::size_t count) {
  constexpr double kLeast = -700;
  Doubles total{};
  std::size_t i = 0;
  for (; i + kDoubles <= count; i += kDoubles) {
    const Doubles x = *doubles(values + i) - largest;
    const Doubles made = exponential(x < kLeast ? Doubles{} + kLeast : x);
    *doubles(values + i) = made;
    total += made;
  }
  double sum = (total[0] + total[2]) + (total[1] + total[3]);
  for (; i < count; ++i) {
    const double x = values[i] - largest;
    values[i] = exponential(Doubles{} + (x < kLeast ? kLeast : x))[0];
    sum += values[i];
  }
  return sum;
}

// ln p with p = 2^e m, m between the roots of 1/2 and 2: 2 artanh((m - 1) / (m + 1)) as a series.
inline Doubles logarithm(Doubles p) {
  constexpr std::int64_t kMantissa = (std::int64_t{1} << 52) - 1;
  constexpr double kTwo52 = 4503599627370496.0;
  constexpr double kBias = 1023;
  constexpr double kSeries[] = {2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3, 2.0};
  const Longs bits = (Longs)p;
  Doubles m = (Doubles)((bits & kMantissa) | (Longs)(Doubles{} + 1.0));
  Doubles e = (Doubles)((Longs)((UnsignedLongs)bits >> 52) | (Longs)(Doubles{} + kTwo52)) -
              (kTwo52 + kBias);
  const auto large = m > 1.4142135623730951;
  m = large ? m * 0.5 : m;
  e = large ? e + 1 : e;
  const Doubles f = (m - 1) / (m + 1);
  const Doubles square = f * f;
  Doubles sum = Doubles{} + 2.0 / 15;
#pragma GCC unroll 8
  for (const double term : kSeries) sum = sum * square + term;
  return e * 0.6931471805599453 + f * sum;
}

double entropy(const double* probabilities, double least, std::size_t count) {
  Doubles total{};
  double rest[kDoubles];
  for (std::size_t i = 0; i < count; i += kDoubles) {
    const double* from = probabilities + i;
    if (i + kDoubles > count) {
      for (std::size_t k = 0; k < kDoubles; ++k) rest[k] = i + k < count ? from[k] : 0;
      from = rest;
    }
    const Doubles p = *doubles(from);
    const Doubles counted = p > least ? p : Doubles{} + 1;  // 1 ln 1 adds nothing
    total -= counted * logarithm(counted);
  }
  return (total[0] + total[2]) + (total[1] + total[3]);
}

TopTwo top_two(const float* values, std::size_t count) {
  TopTwo top;
  Wide best = Wide{} + top.best;
  Wide second = best;
  std::size_t i = 0;
  for (; i + kWide <= count; i += kWide) {
    const Wide x = *wide(values + i);
    const Wide smaller = x < best ? x : best;
    second = smaller > second ? smaller : second;
    best = x > best ? x : best;
  }
  const auto take = [&top](float x) {
    if (x > top.best) {
      top.second = top.best;
      top.best = x;
    } else if (x > top.second) {
      top.second = x;
    }
  };
  for (std::size_t k = 0; k < kWide && k < i; ++k) {
    take(best[k]);
    take(second[k]);
  }
  for (; i < count; ++i) take(values[i]);
  while (top.place < count && values[top.place] != top.best) ++top.place;
  if (top.place == count) top.place = 0;
  return top;
}
