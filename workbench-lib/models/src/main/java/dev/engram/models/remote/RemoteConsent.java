package dev.engram.models.remote;

import dev.engram.base.AtomicFiles;
import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Which engrams may lend passages to a remote model. No engram may unless its user said so, on this
 * machine: the permission is kept in the workbench home ({@code remote-engrams.txt}, one path a
 * line), not in the engram, so that an engram from elsewhere brings none. Thread-safe.
 */
public final class RemoteConsent {

    private final Path file;

    public RemoteConsent(WorkbenchHome home) {
        this.file = home.root().resolve("remote-engrams.txt");
    }

    /** Whether passages of this engram may leave for a remote model. */
    public boolean remoteAllowed(Path engram) throws IOException {
        return allowed().contains(key(engram));
    }

    /**
     * Allows it, or takes that back.
     *
     * @throws WorkbenchException USAGE if its path has a line break in it
     */
    public synchronized void allow(Path engram, boolean allowed) throws IOException {
        if (key(engram).lines().count() != 1) {
            // One path a line: such a name would allow two others.
            throw WorkbenchException.usage(
                    "the path of the engram has a line break in it: " + Excerpt.of(key(engram)),
                    "rename its folder");
        }
        TreeSet<String> lines = new TreeSet<>(allowed());
        if (allowed ? lines.add(key(engram)) : lines.remove(key(engram))) {
            AtomicFiles.write(file, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
        }
    }

    /** The engrams that are allowed, as real paths. */
    public List<String> allowed() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList()
                : List.of();
    }

    /** Links are followed: a name must not lend its permission to what it points at later. */
    private static String key(Path engram) throws IOException {
        return (Files.exists(engram) ? engram.toRealPath() : engram.toAbsolutePath().normalize())
                .toString();
    }
}
