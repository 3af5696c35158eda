/** The task types that ship with the workbench. */
@NullMarked
package dev.engram.bench.task;

import org.jspecify.annotations.NullMarked;
