/**
 * The semantic channel: dense embeddings made sparse and ternary, kept in a cache, and fused with
 * the lexical scores.
 */
@NullMarked
package dev.engram.engram.semantic;

import org.jspecify.annotations.NullMarked;
