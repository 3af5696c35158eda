/** Questions about a code base whose answers can be checked exactly. */
@NullMarked
package dev.engram.bench.questions;

import org.jspecify.annotations.NullMarked;
