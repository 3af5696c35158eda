/** Pinned packages and files, fetched with the user's own package managers, verified by hash. */
@NullMarked
package dev.engram.base.fetch;

import org.jspecify.annotations.NullMarked;
