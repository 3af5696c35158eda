/** Sparse ternary hypervectors: algebra, memories, SIMD kernels with scalar twins. */
@NullMarked
package dev.engram.vsa;

import org.jspecify.annotations.NullMarked;
