package dev.engram.commands.setup.internal;

import dev.engram.base.AtomicFiles;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kernelspecs written into other Jupyters. They name jars by their digest, so each new build
 * writes them again; one that the user removed is forgotten.
 */
public final class KnownKernels {

    private final Path list;

    public KnownKernels(WorkbenchHome home) {
        this.list = home.root().resolve("setup").resolve("user-kernels.txt");
    }

    public void add(Path kernelFolder) throws IOException {
        Set<Path> known = new LinkedHashSet<>(read());
        if (known.add(kernelFolder)) {
            write(known);
        }
    }

    /** Writes those that still exist again. */
    void refresh(KernelCommandLine kernel, WorkbenchHome home) throws IOException {
        Set<Path> known = new LinkedHashSet<>(read());
        known.removeIf(folder -> !Files.exists(folder.resolve("kernel.json")));
        for (Path folder : known) {
            KernelSpec.write(Folders.parent(folder), kernel, home);
        }
        if (!known.equals(new LinkedHashSet<>(read()))) {
            write(known);
        }
    }

    List<Path> read() throws IOException {
        try {
            return Files.readAllLines(list).stream()
                    .filter(l -> !l.isBlank())
                    .map(Path::of)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void write(Set<Path> known) throws IOException {
        AtomicFiles.write(list, known.stream().map(k -> k + "\n").collect(Collectors.joining()));
    }
}
