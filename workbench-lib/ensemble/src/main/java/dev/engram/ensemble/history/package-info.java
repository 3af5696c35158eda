/** Conversations, kept outside the model. */
@NullMarked
package dev.engram.ensemble.history;

import org.jspecify.annotations.NullMarked;
