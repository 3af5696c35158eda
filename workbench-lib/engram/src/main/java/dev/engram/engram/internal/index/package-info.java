/** Lexical trits, postings segments and search over them. */
@NullMarked
package dev.engram.engram.internal.index;

import org.jspecify.annotations.NullMarked;
