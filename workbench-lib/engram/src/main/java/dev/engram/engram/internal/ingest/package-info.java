/** The pipeline from files to chunks and passages. */
@NullMarked
package dev.engram.engram.internal.ingest;

import org.jspecify.annotations.NullMarked;
