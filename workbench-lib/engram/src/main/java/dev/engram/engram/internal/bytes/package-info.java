/** Identifiers, bytes in and out, with bounds checked. */
@NullMarked
package dev.engram.engram.internal.bytes;

import org.jspecify.annotations.NullMarked;
