/** The Jupyter kernel on the JShell API. */
@NullMarked
package dev.engram.kernel.runtime;

import org.jspecify.annotations.NullMarked;
