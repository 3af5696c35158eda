package dev.engram.engram.internal.tree;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.tree.SourceFiles.Attributes;
import dev.engram.engram.internal.tree.SourceFiles.Kind;
import dev.engram.engram.select.IgnoreFiles;
import dev.engram.engram.select.IgnoreRules;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the names and attributes of a whole folder, in the order of the tree, and hands over each
 * file as it is found. Not thread-safe.
 */
public final class SourceWalker {

    /** Receives the files in order. */
    @FunctionalInterface
    public interface Found {
        void file(SourceEntry file) throws InterruptedException;
    }

    private final SourceFiles files;
    private final PathFilter filter;
    private final Path engram;
    private long folders;
    private long links;
    private long others;
    private long ignored;

    /**
     * @param engram is left out if it lies inside the folder
     */
    public SourceWalker(SourceFiles files, PathFilter filter, Path engram) {
        this.files = files;
        this.filter = filter;
        this.engram = engram.toAbsolutePath().normalize();
    }

    /**
     * Reads {@code top} and everything below.
     *
     * @throws WorkbenchException MISSING, USAGE or RESOURCE, naming the path that cannot be read
     */
    public SourceEntry walk(Path top, Found found) throws IOException, InterruptedException {
        Path absolute = top.toAbsolutePath().normalize();
        Attributes attributes;
        try {
            attributes = files.attributes(absolute);
            if (attributes.kind() == Kind.LINK) {
                absolute = absolute.toRealPath();
                attributes = files.attributes(absolute);
            }
        } catch (NoSuchFileException e) {
            throw WorkbenchException.missing(
                    "no such folder: " + top, "give an existing folder to ingest");
        }
        if (attributes.kind() != Kind.FOLDER) {
            throw WorkbenchException.usage(
                    "not a folder: " + top, "give the folder that holds the files");
        }
        SourceEntry root = new SourceEntry(null, absolute, new byte[0], attributes);
        Deque<SourceEntry> stack = new ArrayDeque<>();
        Map<SourceEntry, IgnoreRules> rules = new IdentityHashMap<>();
        rules.put(
                root, files.obeysIgnoreFiles() ? IgnoreFiles.rules(absolute) : IgnoreRules.none());
        stack.push(root);
        while (!stack.isEmpty()) {
            Interrupts.check("the engram keeps its last snapshot");
            SourceEntry next = stack.pop();
            switch (next.attributes().kind()) {
                case FOLDER -> {
                    IgnoreRules here = rules.getOrDefault(next, IgnoreRules.none());
                    rules.remove(next);
                    List<SourceEntry> children = children(next, here);
                    next.setChildren(children);
                    for (SourceEntry child : children.reversed()) {
                        stack.push(child);
                        if (child.attributes().kind() == Kind.FOLDER) {
                            rules.put(child, inside(here, child));
                        }
                    }
                    if (next != root) {
                        folders++;
                    }
                }
                case FILE -> found.file(next);
                case LINK -> {
                    next.setLinkTarget(PathBytes.target(files.target(next.path())));
                    links++;
                }
                case OTHER -> throw new IllegalStateException("left out by children()");
            }
        }
        return root;
    }

    private IgnoreRules inside(IgnoreRules above, SourceEntry folder) {
        return !files.obeysIgnoreFiles()
                ? above
                : above.enter(folder.name(), IgnoreFiles.gitignore(folder.path()));
    }

    private List<SourceEntry> children(SourceEntry folder, IgnoreRules rules) throws IOException {
        List<SourceEntry> children = new ArrayList<>();
        try {
            for (Path path : files.list(folder.path())) {
                if (path.equals(engram)) {
                    continue;
                }
                Attributes attributes = files.attributes(path);
                if (attributes.kind() == Kind.OTHER) {
                    others++;
                    continue;
                }
                SourceEntry entry = new SourceEntry(folder, path, PathBytes.name(path), attributes);
                if (files.obeysIgnoreFiles()
                        && rules.ignores(entry.name(), attributes.kind() == Kind.FOLDER)) {
                    ignored++;
                    continue;
                }
                if (filter.isEverything()
                        || filter.takes(entry.relative(), attributes.kind() == Kind.FOLDER)) {
                    children.add(entry);
                }
            }
        } catch (AccessDeniedException e) {
            throw unreadable(e.getFile() == null ? folder.path().toString() : e.getFile(), e);
        }
        children.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        return children;
    }

    /** The error for a path whose content may not be read. */
    public static WorkbenchException unreadable(String path, IOException cause) {
        return WorkbenchException.resource(
                "cannot read " + path + ": permission denied",
                "allow reading it, or leave it out with --exclude; nothing was changed",
                cause);
    }

    /** Folders found below the top. */
    public long folders() {
        return folders;
    }

    /** Symbolic links found. */
    public long links() {
        return links;
    }

    /** Files and folders that ignore files leave out; what lies in such a folder is not counted. */
    public long ignored() {
        return ignored;
    }

    /** Sockets, pipes and devices, which are left out. */
    public long others() {
        return others;
    }
}
