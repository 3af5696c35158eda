/** Plumbing of the experiments: hashes, files, HTML. */
@NullMarked
package dev.engram.bench.internal;

import org.jspecify.annotations.NullMarked;
