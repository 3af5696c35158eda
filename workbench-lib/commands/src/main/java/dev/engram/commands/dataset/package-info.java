/** Verbs on data sets. */
@NullMarked
package dev.engram.commands.dataset;

import org.jspecify.annotations.NullMarked;
