/** How several models work on one task, and how their answers become one. */
@NullMarked
package dev.engram.ensemble.pattern;

import org.jspecify.annotations.NullMarked;
