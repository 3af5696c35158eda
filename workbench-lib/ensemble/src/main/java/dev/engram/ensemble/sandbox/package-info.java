/** Runs generated code where it can do no harm. */
@NullMarked
package dev.engram.ensemble.sandbox;

import org.jspecify.annotations.NullMarked;
