/** The HTML report of stored experiments. */
@NullMarked
package dev.engram.bench.report;

import org.jspecify.annotations.NullMarked;
