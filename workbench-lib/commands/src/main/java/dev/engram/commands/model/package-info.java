/** Verbs on language models. */
@NullMarked
package dev.engram.commands.model;

import org.jspecify.annotations.NullMarked;
