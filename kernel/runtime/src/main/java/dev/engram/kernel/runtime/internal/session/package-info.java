/** Answers the requests of a Jupyter client. */
@NullMarked
package dev.engram.kernel.runtime.internal.session;

import org.jspecify.annotations.NullMarked;
