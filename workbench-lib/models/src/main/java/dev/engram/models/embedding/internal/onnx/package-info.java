/** ONNX Runtime through its C interface: the few calls that run a text encoder. */
@NullMarked
package dev.engram.models.embedding.internal.onnx;

import org.jspecify.annotations.NullMarked;
