/** JMH benchmarks of the hypervectors. */
@NullMarked
package dev.engram.vsa.benchmarks;

import org.jspecify.annotations.NullMarked;
