/** The package managers, the HTTP download and the cache behind the fetcher. */
@NullMarked
package dev.engram.base.fetch.internal;

import org.jspecify.annotations.NullMarked;
