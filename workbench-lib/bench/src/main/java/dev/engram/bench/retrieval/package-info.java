/** Known-item retrieval: methods found by the sentence that documents them, ours beside BM25. */
@NullMarked
package dev.engram.bench.retrieval;

import org.jspecify.annotations.NullMarked;
