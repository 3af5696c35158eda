package dev.engram.base.fetch.internal;

import dev.engram.base.FileTrees;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.process.ProcessLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verified files below one folder: {@code KEY/FILE} is whole, {@code KEY.part/} is being fetched.
 * The folder of a key appears by one atomic rename after the hash was checked, so that a file seen
 * there is never half a file. Safe against other threads and processes.
 */
public final class DownloadCache {

    /** Fetches one file into an empty or half-filled folder. */
    @FunctionalInterface
    public interface Source {

        /**
         * @param folder where to put it; what an earlier, killed attempt left is still there
         * @return the file, complete as far as the source can tell
         */
        Path fetchInto(Path folder) throws IOException, InterruptedException;
    }

    private final Path root;
    private final Progress progress;

    public DownloadCache(Path root, Progress progress) {
        this.root = root;
        this.progress = progress;
    }

    /**
     * The file of {@code key}, fetched if it is not there or no longer has its hash.
     *
     * @param key a relative path such as {@code npm/name-1.0}
     * @param remedy what a user can do if the source gives another file than the pinned one
     * @throws WorkbenchException DAMAGED if the fetched file has another hash
     */
    public Path get(String key, Pin pin, String remedy, Source source)
            throws IOException, InterruptedException {
        Path whole = root.resolve(key + "-" + pin.shortName());
        Optional<Path> present = onlyFile(whole);
        if (present.isPresent() && pin.of(present.get(), progress).equals(pin.value())) {
            return present.get();
        }
        Path lockFile = root.resolve("locks").resolve(key.replace('/', '-') + ".lock");
        try (ProcessLock lock =
                ProcessLock.take(
                        lockFile,
                        () ->
                                progress.update(
                                        "waiting for another download of " + key,
                                        0,
                                        -1,
                                        Progress.Unit.ITEMS))) {
            return getLocked(whole, pin, remedy, source);
        }
    }

    private Path getLocked(Path whole, Pin pin, String remedy, Source source)
            throws IOException, InterruptedException {
        Optional<Path> present = onlyFile(whole);
        if (present.isPresent()) {
            try {
                pin.check(present.get(), "it could not be fetched again", progress);
                return present.get();
            } catch (WorkbenchException damaged) {
                return replace(whole, pin, remedy, source, damaged);
            }
        }
        return fetch(whole, pin, remedy, source);
    }

    /** A kept file went bad: fetch it again, and tell of the bad one only if that fails. */
    private Path replace(
            Path whole, Pin pin, String remedy, Source source, WorkbenchException damaged)
            throws IOException, InterruptedException {
        try {
            return fetch(whole, pin, remedy, source);
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.RESOURCE) {
                damaged.addSuppressed(e);
                throw damaged;
            }
            throw e;
        }
    }

    private Path fetch(Path whole, Pin pin, String remedy, Source source)
            throws IOException, InterruptedException {
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        boolean continued = Files.exists(part);
        Files.createDirectories(part);
        Path file = source.fetchInto(part);
        try {
            pin.check(file, remedy, progress);
        } catch (WorkbenchException e) {
            FileTrees.delete(part);
            if (continued) {
                return fetch(whole, pin, remedy, source); // The old part was bad: begin anew, once.
            }
            throw e;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path ready = part.resolveSibling(whole.getFileName() + ".ready");
        FileTrees.delete(ready);
        Files.createDirectories(ready);
        Files.move(file, ready.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        FileTrees.delete(whole);
        Files.move(ready, whole, StandardCopyOption.ATOMIC_MOVE);
        FileTrees.delete(part);
        return whole.resolve(file.getFileName());
    }

    /** The one regular file directly in a folder, if there is exactly one. */
    public static Optional<Path> onlyFile(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(Files::isRegularFile).toList();
            return files.size() == 1 ? Optional.of(files.getFirst()) : Optional.empty();
        }
    }
}
