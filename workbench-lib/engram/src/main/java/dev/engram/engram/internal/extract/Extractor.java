package dev.engram.engram.internal.extract;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.ExtractResult;
import dev.engram.engram.internal.store.ChunkPlace;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot to a folder: folders first, then files in the order of the packs, then links,
 * then the folders' modes and times. It follows no link in the output folder and writes nothing
 * outside it. Used once.
 */
public final class Extractor {

    private static final int RUN_FILES = 32;

    private record FileTask(Path target, FileEntry entry, @Nullable ChunkPlace place) {}

    private record FolderTask(Path target, FolderEntry entry) {}

    private record LinkTask(Path target, LinkEntry entry) {}

    private final ChunkStore chunks;
    private final TreeReader tree;
    private final Snapshot snapshot;
    private final Progress progress;
    private final Metadata metadata = new Metadata();
    private final List<FileTask> files = new ArrayList<>();
    private final List<FolderTask> folders = new ArrayList<>();
    private final List<LinkTask> links = new ArrayList<>();
    private final AtomicLong bytesDone = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    public Extractor(ChunkStore chunks, TreeReader tree, Snapshot snapshot, Progress progress) {
        this.chunks = chunks;
        this.tree = tree;
        this.snapshot = snapshot;
        this.progress = progress;
    }

    /**
     * Writes what {@code filter} takes below {@code output}, which is made if it is not there;
     * files of the same name are replaced, others stay.
     */
    public ExtractResult extract(Path output, PathFilter filter, int threads) throws IOException {
        long started = System.nanoTime();
        Path top = output.toAbsolutePath().normalize();
        if (Files.exists(top) && !Files.isDirectory(top)) {
            throw WorkbenchException.usage(
                    "not a folder: " + output, "give a folder, or a name that is still free");
        }
        Files.createDirectories(top);
        top = top.toRealPath();
        plan(top, filter);
        Interrupts.check("nothing was written to " + output);
        for (FolderTask folder : folders) {
            makeFolder(folder.target);
        }
        files.sort(
                Comparator.comparing(
                        FileTask::place, Comparator.nullsFirst(Extractor::inStoreOrder)));
        try {
            writeFiles(threads);
        } catch (ClosedByInterruptException | InterruptedException e) {
            throw WorkbenchException.interrupted(
                    "interrupted: " + output + " is incomplete; extract again to complete it");
        }
        for (LinkTask link : links) {
            clear(link.target);
            Files.createSymbolicLink(link.target, PathBytes.targetPath(link.entry.target()));
            metadata.linkTime(link.target, link.entry.mtimeNanos());
        }
        for (FolderTask folder : folders.reversed()) {
            metadata.apply(folder.target, folder.entry.mode(), folder.entry.mtimeNanos());
        }
        if (filter.isEverything()) {
            metadata.apply(top, snapshot.mode(), snapshot.mtimeNanos());
        }
        return new ExtractResult(
                output.toString(),
                files.size(),
                folders.size(),
                links.size(),
                bytesDone.get(),
                (System.nanoTime() - started) / 1_000_000);
    }

    private static int inStoreOrder(ChunkPlace a, ChunkPlace b) {
        int order = a.pack().compareTo(b.pack());
        if (order == 0) {
            order = Long.compare(a.frameOffset(), b.frameOffset());
        }
        return order != 0 ? order : Integer.compare(a.offset(), b.offset());
    }

    private void plan(Path top, PathFilter filter) throws IOException {
        Map<Path, FolderTask> unused = new HashMap<>();
        Map<String, Path> folderPaths = new HashMap<>();
        boolean everything = filter.isEverything();
        tree.walk(
                (path, entry) -> {
                    Path parent = folderPaths.getOrDefault(parentKey(path), top);
                    Path target = PathBytes.resolve(parent, entry.name());
                    boolean folder = entry instanceof FolderEntry;
                    boolean taken = everything || filter.takes(path, folder);
                    switch (entry) {
                        case FolderEntry f -> {
                            folderPaths.put(key(path), target);
                            FolderTask task = new FolderTask(target, f);
                            if (everything || filter.takes(path, false)) {
                                useParents(unused, parent);
                                folders.add(task);
                            } else {
                                unused.put(target, task);
                            }
                        }
                        case FileEntry f -> {
                            if (taken) {
                                useParents(unused, parent);
                                files.add(new FileTask(target, f, place(f)));
                            }
                        }
                        case LinkEntry l -> {
                            if (taken) {
                                useParents(unused, parent);
                                links.add(new LinkTask(target, l));
                            }
                        }
                    }
                });
    }

    /** Folders are made for what is in them, even if no glob takes the folder itself. */
    private void useParents(Map<Path, FolderTask> unused, Path folder) {
        FolderTask task = unused.remove(folder);
        if (task != null) {
            Path parent = folder.getParent();
            if (parent != null) {
                useParents(unused, parent);
            }
            folders.add(task);
        }
    }

    private @Nullable ChunkPlace place(FileEntry file) {
        return file.chunks().isEmpty() ? null : chunks.place(file.chunks().getFirst().id());
    }

    private static String key(byte[] path) {
        return new String(path, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String parentKey(byte[] path) {
        String key = key(path);
        int slash = key.lastIndexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }

    /** Makes a folder; a link of that name is refused, because it might lead outside. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw WorkbenchException.resource(
                    "in the way: " + folder + " exists and is no folder",
                    "remove it, or extract to another folder",
                    null);
        }
        Files.createDirectory(folder);
    }

    /** Removes a file or link in the way; a folder in the way is refused. */
    static void clear(Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw WorkbenchException.resource(
                    "in the way: " + target + " is a folder",
                    "remove it, or extract to another folder",
                    null);
        }
        Files.deleteIfExists(target);
    }

    private void writeFiles(int threads) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        long total = files.stream().mapToLong(f -> f.entry.size()).sum();
        for (int i = 0; i < threads; i++) {
            workers.add(
                    Thread.ofPlatform().name("engram-extract-" + i).start(() -> work(next, total)));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            workers.forEach(Thread::interrupt);
            for (Thread worker : workers) {
                worker.join();
            }
            throw e;
        }
        Throwable cause = failure.get();
        switch (cause) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }

    private void work(AtomicInteger next, long total) {
        try (FileOutput output = new FileOutput(chunks, metadata)) {
            while (failure.get() == null) {
                int from = next.getAndAdd(RUN_FILES);
                if (from >= files.size()) {
                    return;
                }
                for (int f = from; f < Math.min(files.size(), from + RUN_FILES); f++) {
                    Interrupts.check("extract again to complete it");
                    FileTask file = files.get(f);
                    output.write(file.target, file.entry);
                    progress.update(
                            "writing files",
                            bytesDone.addAndGet(file.entry.size()),
                            total,
                            Progress.Unit.BYTES);
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }
}
