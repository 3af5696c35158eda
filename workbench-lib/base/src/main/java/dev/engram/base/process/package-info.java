/** Other programs and processes: finding them, running them, keeping out of their way. */
@NullMarked
package dev.engram.base.process;

import org.jspecify.annotations.NullMarked;
