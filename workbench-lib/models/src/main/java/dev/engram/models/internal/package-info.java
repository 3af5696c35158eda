/** What the public face of the models module is made of. */
@NullMarked
package dev.engram.models.internal;

import org.jspecify.annotations.NullMarked;
