// SPDX-License-Identifier: MIT
#pragma once
// The few loops in which understanding spends its time, on vectors of eight floats.
//
// Written with the compiler's vector types, whose operations are element by element: the result does not
// depend on how wide the machine's registers are. A function that uses these is built twice, for every
// x86-64 and for those with AVX2, and the loader picks (FRONTDESK_WIDE). Counts are multiples of kWide.

#include <cstddef>

namespace frontdesk {

inline constexpr std::size_t kWide = 8;

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FRONTDESK_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define FRONTDESK_WIDE
#endif

/// Eight floats that may stand at any address.
using Wide = float __attribute__((vector_size(32), aligned(4), may_alias));

inline Wide* wide(float* at) { return reinterpret_cast<Wide*>(at); }
inline const Wide* wide(const float* at) { return reinterpret_cast<const Wide*>(at); }

}  // namespace frontdesk
