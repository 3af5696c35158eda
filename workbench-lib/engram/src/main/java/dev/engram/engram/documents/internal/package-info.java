@NullMarked
package dev.engram.engram.documents.internal;

import org.jspecify.annotations.NullMarked;
