/** The catalogue of data sets, and how a set gets onto this machine. */
@NullMarked
package dev.engram.bench.dataset;

import org.jspecify.annotations.NullMarked;
