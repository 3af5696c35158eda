package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.LoadOptions.Adapter;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.Llama;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The weights of one file in native memory. Immutable, shared by contexts, freed by close. */
public final class NativeModel implements AutoCloseable {

    private final Llama llama;
    private final GgufFile file;
    private final MemorySegment pointer;
    private final Vocabulary vocabulary;
    private final Map<AdapterKey, MemorySegment> adapters = new HashMap<>();
    private boolean closed;

    private record AdapterKey(Path path, long sizeBytes, long modifiedMillis) {}

    /** An adapter in native memory, and how strongly it counts. */
    record ScaledAdapter(MemorySegment pointer, float scale) {}

    private NativeModel(Llama llama, GgufFile file, MemorySegment pointer) {
        this.llama = llama;
        this.file = file;
        this.pointer = pointer;
        this.vocabulary = new Vocabulary(llama, llama.vocabulary(pointer));
    }

    /**
     * Loads a file that was read and judged.
     *
     * @throws WorkbenchException DAMAGED with llama.cpp's own reason if it refuses the file,
     *     INTERRUPTED if the thread was interrupted
     */
    public static NativeModel load(
            NativeRuntime runtime, GgufFile file, WeightOptions options, Progress progress) {
        Llama llama = runtime.llama();
        runtime.log().clear();
        try (Arena arena = Arena.ofConfined()) {
            LoadWatch watch = new LoadWatch(Thread.currentThread(), progress);
            MemorySegment pointer =
                    llama.loadModel(
                            file.path().toString(),
                            llama.modelDefaults(arena)
                                    .loadMode(options.loadMode())
                                    .gpuLayers(options.gpuLayers())
                                    .progress(watch.callback(arena)));
            if (watch.stopped()) {
                if (pointer.address() != 0) {
                    llama.freeModel(pointer);
                }
                Thread.interrupted();
                throw WorkbenchException.interrupted("interrupted: the model was not loaded");
            }
            if (pointer.address() == 0) {
                String reason = NativeReason.of(runtime.log().complaints());
                throw WorkbenchException.damaged(
                        file.path() + ": llama.cpp refuses this model: " + reason,
                        "fetch or convert it again; details: " + runtime.log().file());
            }
            if (!llama.hasDecoder(pointer) || llama.hasEncoder(pointer)) {
                llama.freeModel(pointer);
                throw WorkbenchException.usage(
                        file.path()
                                + ": the architecture '"
                                + file.architecture()
                                + "' does not generate text from a prompt alone",
                        "choose another with: workbench model list");
            }
            return new NativeModel(llama, file, pointer);
        }
    }

    /** Loads a file as usual; see the other method. */
    public static NativeModel load(NativeRuntime runtime, GgufFile file, Progress progress) {
        return load(runtime, file, WeightOptions.DEFAULT, progress);
    }

    /**
     * Loads adapters for this model, each file once. They are freed with the model.
     *
     * @throws WorkbenchException DAMAGED or USAGE with the field if one is no adapter for this
     *     model, MISSING if there is no such file
     */
    synchronized List<ScaledAdapter> adapters(NativeRuntime runtime, List<Adapter> wanted)
            throws IOException {
        List<ScaledAdapter> loaded = new ArrayList<>();
        for (Adapter adapter : wanted) {
            AdapterFile.check(adapter.file(), file);
            Path real = adapter.file().toRealPath();
            AdapterKey key =
                    new AdapterKey(
                            real, Files.size(real), Files.getLastModifiedTime(real).toMillis());
            MemorySegment pointer = adapters.get(key);
            if (pointer == null) {
                runtime.log().clear();
                pointer = llama.state().loadAdapter(pointer(), real.toString());
                if (pointer.address() == 0) {
                    throw WorkbenchException.damaged(
                            real
                                    + ": llama.cpp refuses this adapter: "
                                    + NativeReason.of(runtime.log().complaints()),
                            "details: " + runtime.log().file());
                }
                adapters.put(key, pointer);
            }
            loaded.add(new ScaledAdapter(pointer, (float) adapter.scale()));
        }
        return loaded;
    }

    public GgufFile file() {
        return file;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    Llama llama() {
        return llama;
    }

    synchronized MemorySegment pointer() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return pointer;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            vocabulary.close(); // Others may be counting tokens.
            llama.freeModel(pointer);
        }
    }
}
