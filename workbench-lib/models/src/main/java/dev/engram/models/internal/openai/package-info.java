/** The OpenAI-compatible protocol, as its client. */
@NullMarked
package dev.engram.models.internal.openai;

import org.jspecify.annotations.NullMarked;
