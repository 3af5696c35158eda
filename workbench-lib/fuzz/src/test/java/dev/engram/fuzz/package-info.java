/**
 * Fuzz tests. In an ordinary run each repeats its stored inputs; with {@code JAZZER_FUZZ=1} in the
 * environment the one that is named searches for new ones.
 */
package dev.engram.fuzz;
