/** Write-once files: packs, chunk indexes, snapshots, the root. */
@NullMarked
package dev.engram.engram.internal.store;

import org.jspecify.annotations.NullMarked;
