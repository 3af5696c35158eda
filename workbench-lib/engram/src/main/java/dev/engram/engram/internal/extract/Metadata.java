package dev.engram.engram.internal.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Sets modes and times of what was written. Thread-safe. */
final class Metadata {

    private volatile boolean modes = true;

    /** Sets permission bits and modification time of a file or folder. */
    void apply(Path path, int mode, long mtimeNanos) throws IOException {
        if (modes) {
            try {
                Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
            } catch (UnsupportedOperationException | IllegalArgumentException e) {
                modes = false;
            }
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class)
                .setTimes(time(mtimeNanos), null, null);
    }

    /** Sets the time of a link itself, where the system can. */
    void linkTime(Path link, long mtimeNanos) {
        try {
            Files.getFileAttributeView(
                            link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(time(mtimeNanos), null, null);
        } catch (IOException | UnsupportedOperationException e) {
            System.getLogger(Metadata.class.getName())
                    .log(System.Logger.Level.DEBUG, "no time for the link " + link, e);
        }
    }

    private static FileTime time(long nanos) {
        return FileTime.from(nanos, TimeUnit.NANOSECONDS);
    }
}
