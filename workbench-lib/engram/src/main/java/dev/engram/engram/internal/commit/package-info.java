/** What all writers share: the lock, the last steps of a change, and clearing away. */
@NullMarked
package dev.engram.engram.internal.commit;

import org.jspecify.annotations.NullMarked;
