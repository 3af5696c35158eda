/** Splits files into passages: methods, sections, windows. */
@NullMarked
package dev.engram.engram.internal.passages;

import org.jspecify.annotations.NullMarked;
