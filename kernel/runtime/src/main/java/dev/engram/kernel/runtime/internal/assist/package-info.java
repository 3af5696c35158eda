/** Completion, inspection and completeness of code. */
@NullMarked
package dev.engram.kernel.runtime.internal.assist;

import org.jspecify.annotations.NullMarked;
