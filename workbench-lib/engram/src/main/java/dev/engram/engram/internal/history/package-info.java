/** The snapshots of an engram: opening, comparing and removing them. */
@NullMarked
package dev.engram.engram.internal.history;

import org.jspecify.annotations.NullMarked;
