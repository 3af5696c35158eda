/** Vectors of folders: sums of their passages, and the descent by them. */
@NullMarked
package dev.engram.engram.internal.nodes;

import org.jspecify.annotations.NullMarked;
