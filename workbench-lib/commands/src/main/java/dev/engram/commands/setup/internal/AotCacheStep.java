package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Trains the kernel on typical cells and keeps what the JVM learned for its next starts. */
public final class AotCacheStep implements SetupStep {

    private static final int KEPT_CACHES = 3;

    private final WorkbenchHome home;
    private final KernelCommandLine kernel;
    private final Consumer<String> notices;

    public AotCacheStep(WorkbenchHome home, KernelCommandLine kernel, Consumer<String> notices) {
        this.home = home;
        this.kernel = kernel;
        this.notices = notices;
    }

    @Override
    public String name() {
        return "aot";
    }

    @Override
    public String title() {
        return "training the kernel for a quick start";
    }

    @Override
    public String inputs() throws IOException {
        return kernel.key();
    }

    @Override
    public boolean intact() {
        try {
            Path cache = kernel.aotCache();
            return Files.exists(cache) || Files.exists(without(cache));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String install(Progress progress) throws IOException, InterruptedException {
        Path cache = kernel.aotCache();
        Path folder = Files.createDirectories(Folders.parent(cache));
        Path temporary = folder.resolve("training.tmp");
        Path configuration = folder.resolve("training.tmp.config");
        Files.deleteIfExists(temporary);
        Files.deleteIfExists(configuration);
        long begin = System.nanoTime();
        ExternalCommand.Result result =
                new ExternalCommand(
                                kernel.training(temporary),
                                folder,
                                Map.of("WORKBENCH_HOME", home.root().toString()))
                        .run(
                                line -> {},
                                () ->
                                        progress.update(
                                                "training the kernel, seconds",
                                                (System.nanoTime() - begin) / 1_000_000_000,
                                                -1,
                                                Progress.Unit.ITEMS));
        Files.deleteIfExists(configuration);
        if (result.exitCode() != 0 || !Files.exists(temporary)) {
            // A kernel without the cache works as well and starts a second later.
            Files.deleteIfExists(temporary);
            notices.accept("the kernel starts without an AOT cache: " + result.complaint());
            Files.write(without(cache), new byte[0]);
            return "no AOT cache";
        }
        Files.move(temporary, cache, StandardCopyOption.ATOMIC_MOVE);
        removeOld(folder);
        return "AOT cache of %d MB".formatted(Files.size(cache) >> 20);
    }

    /** Marks a cache that could not be made from exactly these jars, so that nobody tries again. */
    private static Path without(Path cache) {
        return cache.resolveSibling(cache.getFileName() + ".failed");
    }

    /** Keeps the newest: older ones belong to jars that are gone, or soon will be. */
    private static void removeOld(Path folder) throws IOException {
        List<Path> caches;
        try (Stream<Path> files = Files.list(folder)) {
            caches =
                    files.filter(f -> f.toString().endsWith(".aot"))
                            .sorted(
                                    java.util.Comparator.comparing(AotCacheStep::modified)
                                            .reversed())
                            .toList();
        }
        for (Path old : caches.subList(Math.min(KEPT_CACHES, caches.size()), caches.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
