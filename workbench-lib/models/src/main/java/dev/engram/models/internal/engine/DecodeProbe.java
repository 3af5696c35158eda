package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.models.Sampling;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The Java half of the experiment {@code ffm-parity}: reads and continues the same tokens again and
 * again, once for each line on standard input, and prints what it took as JSON. Arguments: folder
 * of the libraries, folder of the logs, model, prompt tokens, tokens to decode.
 */
final class DecodeProbe {

    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

    /** The JVM's own figure has steps of 10 ms: ask the C library, as Python does. */
    private static final MethodHandle CLOCK =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker()
                                    .defaultLookup()
                                    .find("clock_gettime")
                                    .orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS));

    private final DecodeContext context;
    private final NativeModel model;
    private final NativeRuntime runtime;
    private final int prompt;
    private final int count;

    private DecodeProbe(
            NativeRuntime runtime,
            NativeModel model,
            DecodeContext context,
            int prompt,
            int count) {
        this.runtime = runtime;
        this.model = model;
        this.context = context;
        this.prompt = prompt;
        this.count = count;
    }

    public static void main(String[] arguments) throws IOException {
        NativeRuntime runtime = NativeRuntime.load(Path.of(arguments[0]), Path.of(arguments[1]));
        int prompt = Integer.parseInt(arguments[3]);
        int count = Integer.parseInt(arguments[4]);
        ContextShape shape = new ContextShape(prompt + count, prompt, 1, 1, GgmlType.F16, true);
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (NativeModel model =
                        NativeModel.load(
                                runtime, GgufFile.read(Path.of(arguments[2])), Progress.none());
                DecodeContext context = new DecodeContext(runtime, model, shape)) {
            DecodeProbe probe = new DecodeProbe(runtime, model, context, prompt, count);
            out.println("ready");
            while (in.readLine() != null) {
                out.println(probe.round());
            }
        }
    }

    private static long cpuNanos() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            int code = (int) CLOCK.invokeExact(CLOCK_PROCESS_CPUTIME_ID, time);
            if (code != 0) {
                throw new IllegalStateException("no process clock");
            }
            return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private String round() {
        context.truncate(0, 0);
        TokenBatch batch = context.newBatch();
        long hash = 0;
        try (SamplerChain sampler =
                new SamplerChain(runtime.llama(), Sampling.GREEDY, "", model.vocabulary())) {
            long cpuStart = cpuNanos();
            long start = System.nanoTime();
            for (int i = 0; i < prompt; i++) {
                batch.add(1000 + 7 * i, i, 0, i == prompt - 1);
            }
            context.decode(batch);
            int token = context.sample(sampler, prompt - 1);
            long cpuPrefilled = cpuNanos();
            long prefilled = System.nanoTime();
            for (int i = 0; i < count; i++) {
                hash = hash * 31 + token;
                batch.clear();
                batch.add(token, prompt + i, 0, true);
                context.decode(batch);
                token = context.sample(sampler, 0);
            }
            long cpuEnd = cpuNanos();
            long end = System.nanoTime();
            return String.format(
                    Locale.ROOT,
                    "{\"prefillCpu\": %.3f, \"decodeCpu\": %.3f, \"prefillWall\": %.3f,"
                            + " \"decodeWall\": %.3f, \"tokens\": %d}",
                    (cpuPrefilled - cpuStart) / 1e6,
                    (cpuEnd - cpuPrefilled) / 1e6,
                    (prefilled - start) / 1e6,
                    (end - prefilled) / 1e6,
                    hash);
        }
    }
}
