/** Models that can be fetched: where from, how large, under which licence, with which hash. */
@NullMarked
package dev.engram.models.catalogue;

import org.jspecify.annotations.NullMarked;
