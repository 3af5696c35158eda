package dev.engram.ensemble.sandbox.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.sandbox.SandboxLimits;
import dev.engram.ensemble.sandbox.SandboxResult.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with a watch over its time, output, memory and children. The watch looks every 40 ms,
 * so that a program may exceed memory and processes for that long; limits of the kernel, where they
 * apply, are exact.
 */
final class Supervised {

    private static final int POLL_MILLIS = 40;
    private static final int SIGNAL_CPU = 128 + 24;

    private final List<String> command;
    private final Path folder;
    private final SandboxLimits limits;

    Supervised(List<String> command, Path folder, SandboxLimits limits) {
        this.command = command;
        this.folder = folder;
        this.limits = limits;
    }

    /** How it ended; {@code ending} is PASSED or FAILED where it ended by itself. */
    record Ended(Ending ending, int exitCode, String output, String errors, long millis) {}

    /**
     * @throws WorkbenchException INTERRUPTED; the process and its children are gone then
     */
    Ended run() throws IOException {
        // A thread of its own: "die with parent" means the thread that started the process.
        CompletableFuture<Ended> ended = new CompletableFuture<>();
        Thread watch =
                Thread.ofPlatform()
                        .daemon()
                        .name("engram-sandbox")
                        .start(
                                () -> {
                                    try {
                                        ended.complete(watched());
                                    } catch (Throwable e) {
                                        // An error, too: the caller waits for an end of any kind.
                                        ended.completeExceptionally(e);
                                    }
                                });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return ended.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    watch.interrupt();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException io) {
                        throw io;
                    }
                    if (e.getCause() instanceof RuntimeException runtime) {
                        throw runtime;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            // The exception says it where the watch saw it; else the program was faster.
            if (interrupted && !ended.isCompletedExceptionally()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Ended watched() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        Capture output = new Capture(process.getInputStream(), limits.outputBytes());
        Capture errors = new Capture(process.getErrorStream(), limits.outputBytes());
        Ending forced = Ending.PASSED;
        try {
            while (forced == Ending.PASSED
                    && !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                forced = verdict(process, start, output, errors);
            }
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: the program was ended");
        } finally {
            kill(process);
        }
        output.await();
        errors.await();
        long millis = (System.nanoTime() - start) / 1_000_000;
        int exit = exitCode(process);
        Ending ending = forced;
        if (forced == Ending.PASSED && (output.full() || errors.full())) {
            ending = Ending.TOO_MUCH_OUTPUT;
        } else if (forced == Ending.PASSED && exit != 0) {
            ending = exit == SIGNAL_CPU ? Ending.TIMED_OUT : Ending.FAILED;
        }
        return new Ended(ending, exit, output.text(), errors.text(), millis);
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** PASSED while nothing is exceeded. */
    private Ending verdict(Process process, long start, Capture output, Capture errors) {
        if (output.full() || errors.full()) {
            return Ending.TOO_MUCH_OUTPUT;
        }
        if ((System.nanoTime() - start) / 1_000_000 >= limits.wallMillis()) {
            return Ending.TIMED_OUT;
        }
        long kibibytes = residentKibibytes(process.pid());
        int count = 0;
        try (Stream<ProcessHandle> all = process.descendants()) {
            for (ProcessHandle one : (Iterable<ProcessHandle>) all::iterator) {
                count++;
                kibibytes += residentKibibytes(one.pid());
            }
        }
        if (count > limits.processes()) {
            return Ending.TOO_MANY_PROCESSES;
        }
        return kibibytes > limits.memoryBytes() >> 10 ? Ending.TOO_MUCH_MEMORY : Ending.PASSED;
    }

    /**
     * Memory of a process's own, mapped files left out; 0 where the system does not tell, or the
     * process is gone.
     */
    private static long residentKibibytes(long pid) {
        long sum = 0;
        try {
            for (String line :
                    Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
                if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                    sum += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException | RuntimeException e) {
            return sum;
        }
        return sum;
    }

    /**
     * Until nothing is left: children may be born while others are being ended. By its handle,
     * because {@link Process#destroyForcibly} also closes the streams and loses what is unread.
     */
    private static void kill(Process process) {
        for (int round = 0; round < 50; round++) {
            List<ProcessHandle> children = process.descendants().toList();
            process.toHandle().destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            if (children.isEmpty() && !process.isAlive()) {
                return;
            }
        }
    }

    /** Reads a stream up to a limit, on a thread of its own. */
    private static final class Capture {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int limit;
        private final Thread reader;
        private volatile boolean full;

        Capture(InputStream from, int limit) {
            this.limit = limit;
            // a thread of the system: virtual ones wait where busy ones hold the few carriers
            this.reader =
                    Thread.ofPlatform()
                            .daemon()
                            .name("engram-sandbox-output")
                            .start(() -> read(from));
        }

        private void read(InputStream from) {
            byte[] buffer = new byte[8192];
            try (from) {
                for (int n = from.read(buffer); n >= 0 && !full; n = from.read(buffer)) {
                    synchronized (kept) {
                        int room = limit - kept.size();
                        kept.write(buffer, 0, Math.min(n, room));
                        full = n > room;
                    }
                }
            } catch (IOException e) {
                // The process is gone and its pipe with it.
                return;
            }
        }

        boolean full() {
            return full;
        }

        void await() {
            try {
                // The pipe ends with the processes; on a busy machine its reader may be late.
                reader.join(java.time.Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        String text() {
            synchronized (kept) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
