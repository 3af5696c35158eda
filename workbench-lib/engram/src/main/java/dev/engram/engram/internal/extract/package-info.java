/** Writes a snapshot back to the file system. */
@NullMarked
package dev.engram.engram.internal.extract;

import org.jspecify.annotations.NullMarked;
