/** The steps of the pipeline: classify, retrieve, rank, fit to the budget, build the prompt. */
@NullMarked
package dev.engram.ensemble.internal;

import org.jspecify.annotations.NullMarked;
