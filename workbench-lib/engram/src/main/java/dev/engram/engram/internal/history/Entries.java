package dev.engram.engram.internal.history;

import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import java.util.Arrays;
import java.util.Locale;

/** Compares entries of two trees. */
final class Entries {

    private Entries() {}

    /** Whether all is equal, and all below; names are not looked at. */
    static boolean same(TreeEntry a, TreeEntry b) {
        return a.mode() == b.mode() && a.mtimeNanos() == b.mtimeNanos() && sameContent(a, b);
    }

    /** Whether both are of one kind and hold the same; times and modes apart. */
    static boolean sameContent(TreeEntry a, TreeEntry b) {
        return switch (a) {
            case FileEntry file -> b instanceof FileEntry f && f.chunks().equals(file.chunks());
            case FolderEntry folder -> b instanceof FolderEntry f && f.node().equals(folder.node());
            case LinkEntry link ->
                    b instanceof LinkEntry l && Arrays.equals(l.target(), link.target());
        };
    }

    static boolean sameKind(TreeEntry a, TreeEntry b) {
        return kind(a).equals(kind(b));
    }

    /** {@code file}, {@code folder} or {@code link}. */
    static String kind(TreeEntry entry) {
        return switch (entry) {
            case FileEntry f -> "file";
            case FolderEntry f -> "folder";
            case LinkEntry l -> "link";
        };
    }

    /** Bytes of a file; 0 for folders and links. */
    static long size(TreeEntry entry) {
        return entry instanceof FileEntry file ? file.size() : 0;
    }

    /** The permission bits in octal. */
    static String mode(TreeEntry entry) {
        return String.format(Locale.ROOT, "%04o", entry.mode());
    }
}
