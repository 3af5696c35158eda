/**
 * The semantic channel on disk: trits of embeddings beside the lexical segments, and their sums.
 */
@NullMarked
package dev.engram.engram.internal.semantic;

import org.jspecify.annotations.NullMarked;
