/** Several engrams become one, without their sources. */
@NullMarked
package dev.engram.engram.internal.bundle;

import org.jspecify.annotations.NullMarked;
