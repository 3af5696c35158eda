/** Verbs on engrams. */
@NullMarked
package dev.engram.commands.engram;

import org.jspecify.annotations.NullMarked;
