/** Tokenizers, tensor files and the native runtime behind the embedders; not for users. */
@NullMarked
package dev.engram.models.embedding.internal;

import org.jspecify.annotations.NullMarked;
