/** Evaluates cells on the JShell API. */
@NullMarked
package dev.engram.kernel.runtime.internal.eval;

import org.jspecify.annotations.NullMarked;
