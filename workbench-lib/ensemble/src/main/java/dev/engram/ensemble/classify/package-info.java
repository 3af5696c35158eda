/** Telling kinds of tasks apart: features, training, the trained model. */
@NullMarked
package dev.engram.ensemble.classify;

import org.jspecify.annotations.NullMarked;
