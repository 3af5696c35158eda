/** Verbs over kept conversations. */
@NullMarked
package dev.engram.commands.history;

import org.jspecify.annotations.NullMarked;
