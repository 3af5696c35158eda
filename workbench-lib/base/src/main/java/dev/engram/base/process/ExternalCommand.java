package dev.engram.base.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of another program: no standard input, both outputs joined, and stopped with its children
 * when the calling thread is interrupted.
 *
 * @param command the program and its arguments
 * @param folder where it runs
 * @param environment variables set on top of this process's own
 */
public record ExternalCommand(List<String> command, Path folder, Map<String, String> environment) {

    private static final int TAIL_LINES = 40;
    private static final int COMPLAINT_LENGTH = 300;
    private static final long POLL_MILLIS = 200;
    private static final long GRACE_MILLIS = 2_000;

    public ExternalCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * How a run ended.
     *
     * @param exitCode the program's exit code
     * @param tail its last lines, at most 40
     */
    public record Result(int exitCode, List<String> tail) {

        /**
         * The line that most likely says what went wrong, at most 300 characters of it: the last
         * with "error" in it, else the last that is not blank.
         */
        public String complaint() {
            List<String> lines =
                    tail.reversed().stream()
                            .map(String::strip)
                            .filter(l -> !l.isEmpty() && !l.startsWith("Picked up "))
                            .toList();
            String line =
                    lines.stream()
                            .filter(l -> l.toLowerCase(Locale.ROOT).contains("error"))
                            .findFirst()
                            .orElse(lines.isEmpty() ? "exit code " + exitCode : lines.getFirst());
            return line.length() <= COMPLAINT_LENGTH
                    ? line
                    : line.substring(0, COMPLAINT_LENGTH) + " …";
        }
    }

    /**
     * Runs the program to its end.
     *
     * @param line receives each line of output, on another thread
     * @param tick called on this thread about five times a second
     * @throws IOException if the program cannot be started
     * @throws InterruptedException if this thread is interrupted; the program is gone then
     * @throws RuntimeException what {@code line} or {@code tick} throws; the program is gone then,
     *     too
     */
    public Result run(Consumer<String> line, Runnable tick)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        Deque<String> tail = new ArrayDeque<>();
        AtomicReference<@Nullable RuntimeException> refusal = new AtomicReference<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        read(process, line, tail);
                                    } catch (RuntimeException e) {
                                        refusal.set(e); // Unread, the program would wait for ever.
                                        stop(process);
                                    }
                                });
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                tick.run();
            }
            reader.join(GRACE_MILLIS);
        } finally {
            stop(process);
        }
        RuntimeException refused = refusal.get();
        if (refused != null) {
            throw refused;
        }
        synchronized (tail) {
            return new Result(process.exitValue(), List.copyOf(tail));
        }
    }

    private static void read(Process process, Consumer<String> line, Deque<String> tail) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                synchronized (tail) {
                    if (tail.size() == TAIL_LINES) {
                        tail.removeFirst();
                    }
                    tail.addLast(next);
                }
                line.accept(next);
            }
        } catch (IOException e) {
            // The program is gone and its pipe with it: what was read is all there is.
            return;
        }
    }

    /** Ends the program and its children, kindly first. */
    private static void stop(Process process) {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> all =
                java.util.stream.Stream.concat(
                                process.descendants(),
                                java.util.stream.Stream.of(process.toHandle()))
                        .toList();
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        boolean interrupted = false;
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        all.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
