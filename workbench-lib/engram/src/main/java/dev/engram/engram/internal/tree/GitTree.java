package dev.engram.engram.internal.tree;

import dev.engram.base.Interrupts;
import dev.engram.engram.internal.tree.SourceFiles.Attributes;
import dev.engram.engram.internal.tree.SourceFiles.Kind;
import dev.engram.engram.select.GitEntry;
import dev.engram.engram.select.GitRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a git revision as a walker would find it checked out, all times being those of the
 * commit. Links come with their targets; submodules are left out. Not thread-safe, but for {@link
 * #object} after the walk has begun to hand over files.
 */
public final class GitTree {

    private final Path folder;
    private final GitRevision revision;
    private final long mtimeNanos;
    private final PathFilter filter;
    private final List<String> notices = new ArrayList<>();
    private final Map<SourceEntry, GitEntry> objects = new IdentityHashMap<>();
    private final Map<String, SourceEntry> folders = new HashMap<>();
    private final Set<String> leaves = new HashSet<>();
    private final Map<SourceEntry, List<SourceEntry>> children = new IdentityHashMap<>();
    private long links;

    public GitTree(Path folder, GitRevision revision, PathFilter filter) {
        this.folder = folder;
        this.revision = revision;
        this.filter = filter;
        this.mtimeNanos = TimeUnit.SECONDS.toNanos(revision.time().getEpochSecond());
        notices.addAll(revision.notices());
    }

    /** Builds the tree and hands over its files in the order of the tree. */
    public SourceEntry walk(SourceWalker.Found found) throws IOException, InterruptedException {
        SourceEntry root = entry(null, new byte[0], Kind.FOLDER, 0755, 0);
        children.put(root, new ArrayList<>());
        List<GitEntry> taken = new ArrayList<>();
        for (GitEntry entry : revision.entries()) {
            Interrupts.check("the engram keeps its last snapshot");
            if (entry.kind() != GitEntry.Kind.SUBMODULE && takes(entry.path())) {
                taken.add(entry);
            }
        }
        Map<GitEntry, byte[]> targets = targets(taken);
        for (GitEntry entry : taken) {
            add(root, entry, targets.getOrDefault(entry, new byte[0]));
        }
        Deque<SourceEntry> todo = new ArrayDeque<>(List.of(root));
        List<SourceEntry> files = new ArrayList<>();
        while (!todo.isEmpty()) {
            SourceEntry next = todo.pop();
            if (next.attributes().kind() == Kind.FILE) {
                files.add(next);
            }
            List<SourceEntry> below = children.getOrDefault(next, List.of());
            if (!below.isEmpty()) {
                below.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
                next.setChildren(below);
                below.reversed().forEach(todo::push);
            }
        }
        for (SourceEntry file : files) {
            found.file(file);
        }
        return root;
    }

    /** The object of a file. */
    public GitEntry object(SourceEntry file) {
        GitEntry entry = objects.get(file);
        if (entry == null) {
            throw new IllegalArgumentException("not of this tree");
        }
        return entry;
    }

    /** Folders below the top. */
    public long folders() {
        return folders.size();
    }

    /** Symbolic links. */
    public long links() {
        return links;
    }

    /** A line for what is left out. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /** The filter sees each folder above, as a walker would show it. */
    private boolean takes(byte[] path) {
        if (filter.isEverything()) {
            return true;
        }
        for (int i = 0; i < path.length; i++) {
            if (path[i] == '/' && !filter.takes(Arrays.copyOf(path, i), true)) {
                return false;
            }
        }
        return filter.takes(path, false);
    }

    /** Adds a file or link, unless a forged tree makes it what no disk could hold. */
    private void add(SourceEntry root, GitEntry entry, byte[] target) {
        byte[] path = entry.path();
        SourceEntry parent = root;
        int from = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i < path.length && path[i] != '/') {
                continue;
            }
            byte[] name = Arrays.copyOfRange(path, from, i);
            String key = new String(path, 0, i, StandardCharsets.ISO_8859_1);
            boolean last = i == path.length;
            boolean clash = leaves.contains(key) || last && folders.containsKey(key);
            if (clash || !TreeNode.validName(name)) {
                notices.add("left out, its name is unsafe: " + entry.text());
                return;
            }
            if (last) {
                leaf(parent, name, entry, target);
                leaves.add(key);
                return;
            }
            SourceEntry above = parent;
            parent = folders.computeIfAbsent(key, k -> child(above, name, Kind.FOLDER, 0755, 0));
            from = i + 1;
        }
    }

    private void leaf(SourceEntry parent, byte[] name, GitEntry entry, byte[] target) {
        if (entry.kind() != GitEntry.Kind.LINK) {
            SourceEntry file = child(parent, name, Kind.FILE, entry.kind().mode(), entry.size());
            objects.put(file, entry);
        } else if (target.length == 0 || holdsNul(target)) {
            notices.add("left out, a link to nothing: " + entry.text());
        } else {
            child(parent, name, Kind.LINK, entry.kind().mode(), 0).setLinkTarget(target);
            links++;
        }
    }

    private static boolean holdsNul(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private SourceEntry child(SourceEntry parent, byte[] name, Kind kind, int mode, long size) {
        SourceEntry child = entry(parent, name, kind, mode, size);
        children.computeIfAbsent(parent, p -> new ArrayList<>()).add(child);
        return child;
    }

    private SourceEntry entry(
            @Nullable SourceEntry parent, byte[] name, Kind kind, int mode, long size) {
        return new SourceEntry(parent, folder, name, new Attributes(kind, mode, mtimeNanos, size));
    }

    private Map<GitEntry, byte[]> targets(List<GitEntry> entries) throws IOException {
        List<GitEntry> wanted =
                entries.stream().filter(e -> e.kind() == GitEntry.Kind.LINK).toList();
        Map<GitEntry, byte[]> targets = new IdentityHashMap<>();
        if (!wanted.isEmpty()) {
            revision.read(wanted, (entry, content) -> targets.put(entry, content.readAllBytes()));
        }
        return targets;
    }
}
