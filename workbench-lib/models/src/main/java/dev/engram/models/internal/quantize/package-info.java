/** llama.cpp's quantizer in a process of its own. */
@NullMarked
package dev.engram.models.internal.quantize;

import org.jspecify.annotations.NullMarked;
