/** The Jupyter wire protocol: signed messages over one thread per socket. */
@NullMarked
package dev.engram.kernel.runtime.internal.wire;

import org.jspecify.annotations.NullMarked;
