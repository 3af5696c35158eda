/** Verbs on reports. */
@NullMarked
package dev.engram.commands.report;

import org.jspecify.annotations.NullMarked;
