/** What ingest takes from a tree, what of it is searched, and what is only kept. */
@NullMarked
package dev.engram.engram.select;

import org.jspecify.annotations.NullMarked;
