/** The run that fills the AOT cache: a kernel and a client in one process, with real cells. */
@NullMarked
package dev.engram.kernel.runtime.internal.train;

import org.jspecify.annotations.NullMarked;
