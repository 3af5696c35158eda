/** Experiments, metrics, run records, charts, reports, retrieval peers. */
@NullMarked
package dev.engram.bench;

import org.jspecify.annotations.NullMarked;
