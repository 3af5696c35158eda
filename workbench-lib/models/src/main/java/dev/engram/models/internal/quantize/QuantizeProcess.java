package dev.engram.models.internal.quantize;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.internal.engine.ThreadBudget;
import dev.engram.models.quantize.QuantizePlan;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Runs {@link QuantizeMain} and follows it. */
public final class QuantizeProcess {

    private QuantizeProcess() {}

    /**
     * Quantizes and waits.
     *
     * @throws WorkbenchException INTERRUPTED if the thread was interrupted, the process being ended
     *     by then; FAILED with llama.cpp's reason
     */
    public static void run(
            Path natives,
            Path logs,
            Path in,
            Path out,
            QuantizePlan plan,
            Map<String, GgmlType> tensorTypes,
            Progress progress)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        classPath(),
                        QuantizeMain.class.getName()));
        QuantizeJob job =
                new QuantizeJob(
                        in.toAbsolutePath().toString(),
                        out.toAbsolutePath().toString(),
                        plan.type().fileType(),
                        plan.threads() > 0 ? plan.threads() : ThreadBudget.SHARED.cores(),
                        plan.mix() == QuantizePlan.Mix.PURE,
                        tensorTypes,
                        plan.importance().map(p -> p.toAbsolutePath().toString()));
        Path jobFile = Path.of(out + ".job");
        Files.write(jobFile, job.lines());
        command.addAll(List.of(natives.toString(), logs.toString(), jobFile.toString()));
        try {
            follow(command, out, logs, progress);
        } finally {
            Files.deleteIfExists(jobFile);
        }
    }

    private static void follow(List<String> command, Path out, Path logs, Progress progress)
            throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        AtomicReference<String> reason = new AtomicReference<>("it ended without a reason");
        Thread reader = Thread.ofVirtual().start(() -> follow(process, reason, progress));
        try {
            int code = process.waitFor();
            reader.join();
            if (code != 0) {
                throw failure(reason.get(), out, logs);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            process.onExit().join();
            throw WorkbenchException.interrupted("interrupted: no new model was written");
        } finally {
            process.destroyForcibly();
        }
    }

    private static WorkbenchException failure(String reason, Path out, Path logs) {
        boolean writing = reason.contains("iostream") || reason.contains("No space");
        return new WorkbenchException(
                writing ? Category.RESOURCE : Category.FAILED,
                writing
                        ? "could not write the new model in " + out.getParent() + ": " + reason
                        : "llama.cpp could not quantize: " + reason,
                writing
                        ? "is there space, and may you write there?"
                        : "details: " + logs.resolve("llama.log"),
                null);
    }

    private static void follow(Process process, AtomicReference<String> reason, Progress progress) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("E ")) {
                    reason.set(line.substring(2));
                } else if (line.startsWith("P ")) {
                    String[] words = line.split(" ", -1);
                    progress.update(
                            "quantizing tensors",
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Progress.Unit.ITEMS);
                }
            }
        } catch (IOException e) {
            // The process was ended.
        }
    }

    /** The jars or folders of this module and of the base module: all the process needs. */
    private static String classPath() {
        try {
            return String.join(
                    File.pathSeparator,
                    place(QuantizeMain.class).toString(),
                    place(Progress.class).toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("no place known for " + type);
        }
        return Path.of(source.getLocation().toURI());
    }
}
