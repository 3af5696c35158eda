/** Assistants that answer from engrams: context augmentation, prompts, sources. */
@NullMarked
package dev.engram.ensemble;

import org.jspecify.annotations.NullMarked;
