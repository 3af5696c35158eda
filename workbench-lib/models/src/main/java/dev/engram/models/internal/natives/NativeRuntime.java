package dev.engram.models.internal.natives;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.LoadOptions.Numa;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * llama.cpp, loaded once a process: libraries bound, interface checked against the pin, log
 * redirected, the CPU variant that fits this machine chosen.
 */
public final class NativeRuntime {

    private static @Nullable NativeRuntime loaded;

    private final Llama llama;
    private final NativeLog log;
    private final Path folder;
    private Numa spread = Numa.OFF;

    private NativeRuntime(Llama llama, NativeLog log, Path folder) {
        this.llama = llama;
        this.log = log;
        this.folder = folder;
    }

    public Llama llama() {
        return llama;
    }

    public NativeLog log() {
        return log;
    }

    /** Where the libraries lie. */
    public Path folder() {
        return folder;
    }

    /**
     * Sets how threads and memory are spread over memory nodes; the first choice holds for the
     * process.
     *
     * @throws WorkbenchException of category USAGE if another choice was made before
     */
    public synchronized void spread(Numa wanted) {
        if (wanted == Numa.OFF || wanted == spread) {
            return;
        }
        if (spread != Numa.OFF) {
            throw WorkbenchException.usage(
                    "numa " + wanted + " comes too late: this process has " + spread,
                    "choose it for the first model, in a new process");
        }
        spread = wanted;
        llama.numaInit(wanted.ordinal()); // The order is that of ggml_numa_strategy.
    }

    /**
     * Loads the libraries of a folder; later calls return the first result, whatever the folder: a
     * process has one llama.cpp.
     *
     * @throws WorkbenchException MISSING if a library or function is not there, FAILED if it is not
     *     the build this code was written for
     */
    public static synchronized NativeRuntime load(Path folder, Path logs) {
        if (loaded != null) {
            return loaded;
        }
        if (!Files.isDirectory(folder)) {
            throw WorkbenchException.missing(
                    "no llama.cpp libraries in " + folder, "run set-up: ./workbench setup");
        }
        Llama llama =
                switch (Bindings.of(folder)) {
                    case Bindings.Bound bound -> new Llama(bound.handles());
                    case Bindings.Missing missing ->
                            throw WorkbenchException.missing(
                                    "llama.cpp cannot be used: " + missing.reason(),
                                    "delete " + folder + " and run set-up again");
                };
        try {
            checkInterface(llama, folder);
            NativeLog log = new NativeLog(logs);
            llama.logTo(log.callback());
            llama.backendInit();
            llama.loadBackends(folder.toString());
            if (llama.deviceCount() == 0) {
                throw new WorkbenchException(
                        Category.FAILED,
                        "no compute backend of llama.cpp fits this processor",
                        "see " + log.file(),
                        null);
            }
            NativeRuntime runtime = new NativeRuntime(llama, log, folder);
            loaded = runtime;
            return runtime;
        } catch (IOException | ReflectiveOperationException e) {
            throw new WorkbenchException(
                    Category.RESOURCE, "cannot write the log of llama.cpp: " + e, null, e);
        }
    }

    /** Refuses natives whose version, commit or parameter structures differ from the pin. */
    static void checkInterface(Llama llama, Path folder) {
        expect(folder, "llama version", Abi.LLAMA_VERSION, llama.llamaVersion());
        expect(folder, "ggml version", Abi.GGML_VERSION, llama.ggmlVersion());
        expect(folder, "ggml commit", Abi.GGML_COMMIT, llama.ggmlCommit());
        checkDefaults(llama, folder, LlamaFunction.LLAMA_MODEL_DEFAULT_PARAMS, Abi.MODEL_DEFAULTS);
        checkDefaults(
                llama, folder, LlamaFunction.LLAMA_CONTEXT_DEFAULT_PARAMS, Abi.CONTEXT_DEFAULTS);
        checkDefaults(
                llama,
                folder,
                LlamaFunction.LLAMA_MODEL_QUANTIZE_DEFAULT_PARAMS,
                Abi.QUANTIZE_DEFAULTS);
    }

    private static void checkDefaults(
            Llama llama, Path folder, LlamaFunction function, byte[] pinned) {
        try (Arena arena = Arena.ofConfined()) {
            expectDefaults(folder, function.symbol(), pinned, llama.defaults(function, arena));
        }
    }

    /** The pinned bytes, then nothing but the fill: a grown structure is refused as well. */
    static void expectDefaults(Path folder, String name, byte[] pinned, MemorySegment blob) {
        byte[] bytes = blob.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        int end = bytes.length;
        while (end > pinned.length && bytes[end - 1] == Abi.FILL) {
            end--;
        }
        expect(
                folder,
                name,
                HexFormat.of().formatHex(pinned),
                HexFormat.of().formatHex(bytes, 0, end));
    }

    static void expect(Path folder, String what, String pinned, String found) {
        if (!pinned.equals(found)) {
            throw new WorkbenchException(
                    Category.FAILED,
                    "the llama.cpp libraries in "
                            + folder
                            + " are not the pinned build: "
                            + what
                            + " is "
                            + found
                            + ", not "
                            + pinned,
                    "delete " + folder + " and run set-up again",
                    null);
        }
    }
}
