/** Language models: GGUF, llama.cpp through FFM, generation, quantization, catalogue. */
@NullMarked
package dev.engram.models;

import org.jspecify.annotations.NullMarked;
