package dev.engram.engram;

import java.nio.file.Path;

/**
 * An engram that becomes part of a bundle.
 *
 * @param engram its folder
 * @param prefix the path its top goes to, {@code projects/a}; empty for the top of the bundle
 */
public record BundlePart(Path engram, String prefix) {}
