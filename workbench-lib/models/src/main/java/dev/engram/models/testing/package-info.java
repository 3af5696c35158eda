/** Stand-ins for language models: a scripted one without weights, a tiny real one. */
@NullMarked
package dev.engram.models.testing;

import org.jspecify.annotations.NullMarked;
