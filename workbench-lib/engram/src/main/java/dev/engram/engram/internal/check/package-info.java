/** Finds damage and says what it costs. */
@NullMarked
package dev.engram.engram.internal.check;

import org.jspecify.annotations.NullMarked;
