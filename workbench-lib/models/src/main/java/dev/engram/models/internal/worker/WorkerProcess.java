package dev.engram.models.internal.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.Executables;
import dev.engram.base.process.ProcessLock;
import dev.engram.engram.Embedder;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds the worker of a home, starts it where there is none, ends it where it hangs. One is started
 * at a time, whoever asks. Thread-safe.
 */
final class WorkerProcess {

    /** Seconds without work after which a worker ends. */
    static final String IDLE_VARIABLE = "WORKBENCH_WORKER_IDLE_SECONDS";

    private static final String IDLE_SECONDS = "300";
    private static final long START_MILLIS = 60_000;

    private final WorkbenchHome home;
    private final Map<String, String> environment;
    private final String classPath;
    private final String build;

    WorkerProcess(WorkbenchHome home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
        Set<Path> places = places();
        this.classPath =
                String.join(File.pathSeparator, places.stream().map(Path::toString).toList());
        this.build = fingerprint(places);
    }

    /** The worker that runs this program, if there is one. */
    Optional<WorkerAddress> running() throws IOException {
        return WorkerAddress.read(home).filter(a -> a.build().equals(build));
    }

    /**
     * The worker, started if there is none. A worker of another program is left to end by itself.
     */
    WorkerAddress runningOrStarted() throws IOException, InterruptedException {
        Optional<WorkerAddress> known = running();
        if (known.isPresent()) {
            return known.get();
        }
        try (ProcessLock lock =
                ProcessLock.take(WorkerAddress.folder(home).resolve("start.lock"), () -> {})) {
            known = running();
            return known.isPresent() ? known.get() : start();
        }
    }

    /** Ends a worker that died or hangs; another program may have done so already. */
    void end(WorkerAddress worker) {
        worker.process()
                .ifPresent(
                        process -> {
                            process.destroyForcibly();
                            process.onExit()
                                    .orTimeout(10, TimeUnit.SECONDS)
                                    .exceptionally(e -> process)
                                    .join();
                        });
    }

    private WorkerAddress start() throws IOException, InterruptedException {
        Files.createDirectories(home.logs());
        Path log = home.logs().resolve("worker.log");
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C in a terminal is not meant for what others use, too.
        Executables.onPath("setsid", environment).ifPresent(p -> command.add(p.toString()));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:ErrorFile=" + home.logs().resolve("worker-crash-%p.log"),
                        "-cp",
                        classPath,
                        WorkerMain.class.getName(),
                        home.root().toString(),
                        build,
                        environment.getOrDefault(IDLE_VARIABLE, IDLE_SECONDS)));
        Process process =
                new ProcessBuilder(command)
                        .directory(home.root().toFile())
                        .redirectInput(
                                ProcessBuilder.Redirect.from(
                                        new File(Executables.WINDOWS ? "NUL" : "/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        long start = System.nanoTime();
        boolean ready = false;
        try {
            while (process.isAlive()
                    && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(START_MILLIS)) {
                Optional<WorkerAddress> there = running().filter(a -> a.pid() == process.pid());
                if (there.isPresent()) {
                    ready = true;
                    return there.get();
                }
                Thread.sleep(10);
            }
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
        throw WorkbenchException.resource(
                "the worker did not start", "see " + log + ", or use --host in-process", null);
    }

    /** The jars or folders the worker needs: found by a class of each, so any packing will do. */
    private static Set<Path> places() {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> type :
                List.of(
                        WorkerMain.class,
                        WorkbenchException.class,
                        Embedder.class,
                        ObjectMapper.class,
                        JsonParser.class,
                        JsonProperty.class,
                        org.apache.commons.compress.archivers.tar.TarArchiveEntry.class)) {
            var source = type.getProtectionDomain().getCodeSource();
            if (source == null) {
                throw new IllegalStateException("no place known for " + type);
            }
            try {
                places.add(Path.of(source.getLocation().toURI()));
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return places;
    }

    private static String fingerprint(Set<Path> places) {
        StringBuilder text = new StringBuilder(System.getProperty("java.version"));
        for (Path place : places) {
            try {
                text.append('|').append(place).append(Files.getLastModifiedTime(place).toMillis());
            } catch (IOException e) {
                text.append('|').append(place);
            }
        }
        return Integer.toHexString(text.toString().hashCode())
                + Integer.toHexString(text.reverse().toString().hashCode());
    }
}
