/** Verbs that answer from engrams, and the state of the ensemble. */
@NullMarked
package dev.engram.commands.ensemble;

import org.jspecify.annotations.NullMarked;
