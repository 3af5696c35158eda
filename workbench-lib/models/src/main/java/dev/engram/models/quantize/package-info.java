/** What a quantization is to do: formats, mixes, importance. */
@NullMarked
package dev.engram.models.quantize;

import org.jspecify.annotations.NullMarked;
