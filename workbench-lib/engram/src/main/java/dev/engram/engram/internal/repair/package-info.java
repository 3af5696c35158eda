/** Makes damaged engrams whole again, as far as what is left allows. */
@NullMarked
package dev.engram.engram.internal.repair;

import org.jspecify.annotations.NullMarked;
