/** Magics over the commands, renderers and progress, for any jjava-compatible kernel. */
@NullMarked
package dev.engram.kernel.extension;

import org.jspecify.annotations.NullMarked;
