/** Text to tokens, the same for passages and queries. */
@NullMarked
package dev.engram.engram.text;

import org.jspecify.annotations.NullMarked;
