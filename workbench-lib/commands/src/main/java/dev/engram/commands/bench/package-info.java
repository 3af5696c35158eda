/** Verbs on experiments. */
@NullMarked
package dev.engram.commands.bench;

import org.jspecify.annotations.NullMarked;
