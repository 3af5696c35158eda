package dev.engram.bench.task;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a program to its end, and stops it with all it started on a time-out or interrupt. */
final class ExternalCommand {

    private static final int ERROR_BYTES_KEPT = 4_000;

    private ExternalCommand() {}

    /**
     * How a program ended.
     *
     * @param command what ran, for messages
     * @param exitCode 0 for success
     * @param nanos wall time from start to end
     * @param lines standard output
     * @param errors the last part of standard error
     */
    record Ended(String command, int exitCode, long nanos, List<String> lines, String errors) {

        Ended mustSucceed() {
            if (exitCode != 0) {
                String last = errors.lines().reduce((a, b) -> b.isBlank() ? a : b).orElse("");
                throw new WorkbenchException(
                        Category.FAILED,
                        "'%s' ended with code %d%s"
                                .formatted(command, exitCode, last.isBlank() ? "" : ": " + last),
                        "run it by hand to see all of its output",
                        null);
            }
            return this;
        }
    }

    static Ended run(
            List<String> command, Path folder, Map<String, String> environment, Duration timeout)
            throws IOException, InterruptedException {
        if (command.isEmpty()) {
            throw WorkbenchException.usage(
                    "the command is empty", "give a list: [program, argument]");
        }
        String shown = String.join(" ", command);
        shown = shown.length() <= 160 ? shown : shown.substring(0, 160) + " …";
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new WorkbenchException(
                    Category.MISSING,
                    "cannot start '" + shown + "' in " + folder + ": " + e.getMessage(),
                    "check the program's name and the working directory",
                    e);
        }
        try {
            process.getOutputStream().close();
            AtomicReference<byte[]> out = new AtomicReference<>(new byte[0]);
            AtomicReference<byte[]> err = new AtomicReference<>(new byte[0]);
            Thread outReader = reading(process.getInputStream(), out, Integer.MAX_VALUE);
            Thread errReader = reading(process.getErrorStream(), err, ERROR_BYTES_KEPT);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WorkbenchException(
                        Category.FAILED,
                        "'" + shown + "' did not end within " + timeout.toSeconds() + " s",
                        "raise timeoutSeconds, or measure less a run",
                        null);
            }
            long nanos = System.nanoTime() - start;
            outReader.join(5_000);
            errReader.join(5_000);
            return new Ended(
                    shown,
                    process.exitValue(),
                    nanos,
                    new String(out.get(), StandardCharsets.UTF_8).lines().toList(),
                    new String(err.get(), StandardCharsets.UTF_8));
        } finally {
            stop(process);
        }
    }

    private static Thread reading(
            InputStream in, AtomicReference<byte[]> target, int lastBytesKept) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try (in) {
                                target.set(tail(in, lastBytesKept));
                            } catch (IOException e) {
                                // the process ended: what came is kept as it is
                            }
                        });
    }

    private static byte[] tail(InputStream in, int lastBytesKept) throws IOException {
        var kept = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            kept.write(buffer, 0, n);
            if (kept.size() > 2L * lastBytesKept) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - lastBytesKept, lastBytesKept);
            }
        }
        return kept.toByteArray();
    }

    private static void stop(Process process) {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process.toHandle());
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
