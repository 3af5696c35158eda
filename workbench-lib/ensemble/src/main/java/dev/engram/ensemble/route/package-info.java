/** Which pool takes a task: configuration, classification, routes. */
@NullMarked
package dev.engram.ensemble.route;

import org.jspecify.annotations.NullMarked;
