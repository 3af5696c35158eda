/**
 * Magics inside Java cells: finds them with a Java-aware scan, turns them into typed calls, and
 * brings the kernel's own magics ({@code %maven}, {@code %classpath}, {@code %load}, {@code
 * %time}).
 */
@NullMarked
package dev.engram.kernel.runtime.magic;

import org.jspecify.annotations.NullMarked;
