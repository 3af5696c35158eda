package dev.engram.engram.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads ignore files from disk. As with git, a {@code .gitignore} that is a link is not read. */
public final class IgnoreFiles {

    private IgnoreFiles() {}

    /**
     * The rules that hold in a folder. If it lies in a git repository, those of the folders above
     * it, up to the repository's top, and its {@code info/exclude} count too.
     */
    public static IgnoreRules rules(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Deque<Path> below = new ArrayDeque<>();
        @Nullable Path top = absolute;
        while (top != null && !Files.exists(top.resolve(".git"))) {
            below.push(top);
            top = top.getParent();
        }
        if (top == null) {
            return IgnoreRules.top(Optional.empty(), gitignore(absolute));
        }
        IgnoreRules rules = IgnoreRules.top(exclude(top), gitignore(top));
        for (Path step : below) {
            rules = enter(rules, step);
        }
        return rules;
    }

    /** The rules in a folder whose parent's are known. */
    public static IgnoreRules enter(IgnoreRules parent, Path folder) {
        byte[] name = folder.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        return parent.enter(name, gitignore(folder));
    }

    /** The content of a folder's {@code .gitignore}, if it has one that can be read. */
    public static Optional<byte[]> gitignore(Path folder) {
        return read(folder.resolve(IgnoreRules.FILE_NAME));
    }

    private static Optional<byte[]> exclude(Path top) {
        return read(top.resolve(".git").resolve("info").resolve("exclude"));
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
