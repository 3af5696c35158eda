/** One execution of a cell: whose output it is, how it is stopped, what it reads and prints. */
@NullMarked
package dev.engram.kernel.runtime.internal.cell;

import org.jspecify.annotations.NullMarked;
