package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs notebooks of the project with its own launcher, in copies below the build folder. */
final class NotebookRuns {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private NotebookRuns() {}

    /** A fresh copy of the notebooks folder, without what earlier runs left in it. */
    static Path copyOfNotebooks(String name) throws IOException {
        Path target = Path.of("target", "notebook-tests", name).toAbsolutePath();
        if (Files.exists(target)) {
            try (Stream<Path> old = Files.walk(target)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Path source = PROJECT.resolve("notebooks");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path relative = source.relativize(file);
                if (relative.startsWith("build") || relative.toString().contains("checkpoints")) {
                    continue;
                }
                Path copy = target.resolve(relative.toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    /** {@code workbench run NOTEBOOK -o out.ipynb}; skips where the workbench is not set up. */
    static ExecutedNotebook run(Path folder, String notebook, String... more) throws Exception {
        assumeSetUp();
        Path out = folder.resolve("out.ipynb");
        List<String> command = new ArrayList<>(List.of(PROJECT.resolve("workbench").toString()));
        command.addAll(List.of("run", notebook, "-o", out.toString()));
        command.addAll(List.of(more));
        Path log = folder.resolve("run.log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("WORKBENCH_NO_BUILD", "1");
        Process process =
                builder.redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(nothing(folder)))
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(15, TimeUnit.MINUTES)).as("ended within 15 minutes").isTrue();
        String printed = Files.readString(log);
        assumeTrue(
                !printed.contains("WORKBENCH_NO_BUILD"),
                "sources are newer than the launcher's build: run ./workbench test");
        assertThat(process.exitValue()).as(printed).isZero();
        return ExecutedNotebook.read(out);
    }

    /** The notebook tests need the virtual environment and the kernel. */
    static void assumeSetUp() {
        Path python = WorkbenchHome.fromEnvironment().pythonEnvironment();
        assumeTrue(Files.isDirectory(python), "no " + python + ": run ./workbench setup");
    }

    private static java.io.File nothing(Path folder) throws IOException {
        Path empty = folder.resolve("no-input");
        return Files.exists(empty) ? empty.toFile() : Files.createFile(empty).toFile();
    }
}
