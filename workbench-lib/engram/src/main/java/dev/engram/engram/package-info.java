/** Engrams: chunk store, manifests, snapshots, ingest, extract, passages, search. */
@NullMarked
package dev.engram.engram;

import org.jspecify.annotations.NullMarked;
