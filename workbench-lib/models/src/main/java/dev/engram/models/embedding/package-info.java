/**
 * Embedders: static token embeddings in plain Java, and small transformers through ONNX Runtime.
 */
@NullMarked
package dev.engram.models.embedding;

import org.jspecify.annotations.NullMarked;
