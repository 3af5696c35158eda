/** How set-up starts this kernel. */
@NullMarked
package dev.engram.kernel.runtime.internal;

import org.jspecify.annotations.NullMarked;
