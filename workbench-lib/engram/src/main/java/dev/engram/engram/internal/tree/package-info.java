/** The manifest: folders as a Merkle tree, and reading folders of the file system. */
@NullMarked
package dev.engram.engram.internal.tree;

import org.jspecify.annotations.NullMarked;
