/** Verbs on the Jupyter kernel. */
@NullMarked
package dev.engram.commands.kernel;

import org.jspecify.annotations.NullMarked;
