@NullMarked
package dev.engram.ensemble.sandbox.internal;

import org.jspecify.annotations.NullMarked;
