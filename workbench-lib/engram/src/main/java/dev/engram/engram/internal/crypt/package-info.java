/** Encryption at rest: the key file, the keys derived from it, and files sealed piece by piece. */
@NullMarked
package dev.engram.engram.internal.crypt;

import org.jspecify.annotations.NullMarked;
