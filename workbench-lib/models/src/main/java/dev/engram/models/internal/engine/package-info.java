/** Decoding with llama.cpp: checked contexts, batches, samplers and the loop that drives them. */
@NullMarked
package dev.engram.models.internal.engine;

import org.jspecify.annotations.NullMarked;
