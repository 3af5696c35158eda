package dev.engram.commands.setup.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The class path that this process runs from, and that kernels and shells get, too.
 *
 * @param entries absolute paths in their order
 */
public record RunningJars(List<Path> entries) {

    public RunningJars {
        entries = List.copyOf(entries);
    }

    /** Those of this process. */
    public static RunningJars ofThisProcess() {
        return new RunningJars(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(e -> !e.isBlank())
                        .map(e -> Path.of(e).toAbsolutePath().normalize())
                        .toList());
    }

    /** As an argument of {@code -cp}. */
    public String classPath() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Changes when a jar does: names, sizes and times. */
    String digest() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path entry : entries) {
            text.append(entry);
            if (Files.isRegularFile(entry)) {
                text.append(' ')
                        .append(Files.size(entry))
                        .append(' ')
                        .append(Files.getLastModifiedTime(entry).toMillis());
            }
            text.append('\n');
        }
        return Texts.sha256(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The {@code java} of this process. */
    public static Path java() {
        String name = dev.engram.base.process.Executables.WINDOWS ? "java.exe" : "java";
        return Path.of(System.getProperty("java.home"), "bin", name);
    }
}
