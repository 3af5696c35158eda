/** SIMD kernels and their scalar twins, and the choice between them. */
@NullMarked
package dev.engram.vsa.internal;

import org.jspecify.annotations.NullMarked;
