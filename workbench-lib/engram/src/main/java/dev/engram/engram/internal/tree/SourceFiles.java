package dev.engram.engram.internal.tree;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** How folders of the user are read, so that tests can let a reading fail. Thread-safe. */
public interface SourceFiles {

    /** What a path is. */
    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /**
     * @param kind what it is; links are not followed
     * @param mode permission bits, 12 bits
     * @param mtimeNanos modification time, nanoseconds since 1970
     * @param size in bytes
     */
    record Attributes(Kind kind, int mode, long mtimeNanos, long size) {}

    /** The paths in a folder, in no order. */
    List<Path> list(Path folder) throws IOException;

    /** What a path is, without following links. */
    Attributes attributes(Path path) throws IOException;

    /** Opens a file for reading. */
    FileChannel open(Path file) throws IOException;

    /** What a link holds. */
    Path target(Path link) throws IOException;

    /** Whether ignore files among them leave anything out. */
    default boolean obeysIgnoreFiles() {
        return true;
    }

    /** The file system. */
    static SourceFiles disk() {
        return Disk.INSTANCE;
    }

    /** The file system. */
    enum Disk implements SourceFiles {
        INSTANCE;

        /** The mode holds the kind too; each further name would cost time for every file. */
        private static final String UNIX = "unix:mode,size,lastModifiedTime";

        private static final int KIND_BITS = 0170000;

        @Override
        public List<Path> list(Path folder) throws IOException {
            List<Path> paths = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(paths::add);
            } catch (java.nio.file.DirectoryIteratorException e) {
                throw e.getCause();
            }
            return paths;
        }

        @Override
        public Attributes attributes(Path path) throws IOException {
            try {
                Map<String, Object> found =
                        Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
                int mode = value(found, "mode", Integer.class);
                Kind kind =
                        switch (mode & KIND_BITS) {
                            case 0100000 -> Kind.FILE;
                            case 0040000 -> Kind.FOLDER;
                            case 0120000 -> Kind.LINK;
                            default -> Kind.OTHER;
                        };
                return new Attributes(
                        kind,
                        mode & 07777,
                        nanos(value(found, "lastModifiedTime", FileTime.class)),
                        value(found, "size", Long.class));
            } catch (UnsupportedOperationException | IllegalArgumentException e) {
                return portable(path);
            }
        }

        private static <T> T value(Map<String, Object> found, String name, Class<T> type) {
            return type.cast(Objects.requireNonNull(found.get(name), name));
        }

        private static Attributes portable(Path path) throws IOException {
            BasicFileAttributes found =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Attributes(
                    kind(found.isRegularFile(), found.isDirectory(), found.isSymbolicLink()),
                    found.isDirectory() ? 0755 : 0644,
                    nanos(found.lastModifiedTime()),
                    found.size());
        }

        private static Kind kind(boolean file, boolean folder, boolean link) {
            return file ? Kind.FILE : folder ? Kind.FOLDER : link ? Kind.LINK : Kind.OTHER;
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public Path target(Path link) throws IOException {
            return Files.readSymbolicLink(link);
        }
    }

    /** Nanoseconds since 1970; times beyond the years 1677–2262 are clamped. */
    static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
