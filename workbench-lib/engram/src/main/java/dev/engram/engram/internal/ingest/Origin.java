package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceWalker.Found;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import java.io.IOException;
import java.util.List;

/** Where the files of an ingest come from: a folder, or a revision of a git repository. */
interface Origin {

    /** The content of a file, read from its beginning to its end. */
    @FunctionalInterface
    interface Content {
        /** Reads some bytes, at least one; -1 at the end. */
        int read(byte[] target, int offset, int length) throws IOException;
    }

    /** Takes the content of a file. */
    @FunctionalInterface
    interface Reader {
        void read(SourceEntry file, Content content) throws IOException;
    }

    /** What the snapshot says it was taken from. */
    String source();

    /** Reads names and attributes, and hands over each file as it is found. One thread's. */
    SourceEntry walk(Found found) throws IOException, InterruptedException;

    /** Reads some of the files found; thread-safe. */
    void read(List<SourceEntry> files, Reader reader) throws IOException;

    /** Whether a file found is what it was in the snapshot before, as far as can be told unread. */
    boolean isSame(SourceEntry file, FileEntry before);

    /** Folders found below the top. */
    long folders();

    /** Symbolic links found. */
    long links();

    /** Special files, which are left out. */
    long others();

    /** Files and folders that ignore files leave out. */
    long ignored();

    /** A line for each entry that is left out and that a user should know of. */
    List<String> notices();
}
