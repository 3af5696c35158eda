/** GGUF model files: reading their metadata and judging them before any native code sees them. */
@NullMarked
package dev.engram.models.gguf;

import org.jspecify.annotations.NullMarked;
