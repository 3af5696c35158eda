/** Pools of models: bounded queues, deadlines, retries, fallback, metrics. */
@NullMarked
package dev.engram.ensemble.pool;

import org.jspecify.annotations.NullMarked;
