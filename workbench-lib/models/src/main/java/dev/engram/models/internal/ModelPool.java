package dev.engram.models.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.Digests;
import dev.engram.models.LoadOptions;
import dev.engram.models.LoadedModel;
import dev.engram.models.TextEmbeddings;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.engine.ContextShape;
import dev.engram.models.internal.engine.EmbeddingEngine;
import dev.engram.models.internal.engine.Engine;
import dev.engram.models.internal.engine.NativeModel;
import dev.engram.models.internal.engine.WeightOptions;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The models of a process: weights once a file, engines once a file and options, both counted. What
 * nobody uses stays until memory is wanted, it was idle for long, or the pool is closed.
 * Thread-safe.
 */
public final class ModelPool implements AutoCloseable {

    private static final long IDLE_NANOS = 600L * 1_000_000_000L;

    private record FileKey(Path path, long sizeBytes, long modifiedMillis, WeightOptions options) {}

    private record EngineKey(FileKey file, ContextShape shape, List<AdapterKey> adapters) {}

    private record AdapterKey(FileKey file, double scale) {}

    private static final class Entry {
        final Engine engine;
        final SharedWeights weights;
        int users;
        long idleSinceNanos = System.nanoTime();

        Entry(Engine engine, SharedWeights weights) {
            this.engine = engine;
            this.weights = weights;
        }
    }

    private static final class SharedWeights {
        final NativeModel model;
        int users;

        SharedWeights(NativeModel model) {
            this.model = model;
        }
    }

    private final WorkbenchHome home;
    private final ModelVerifier verifier;
    private final Map<FileKey, SharedWeights> weights = new HashMap<>();
    private final Map<EngineKey, Entry> engines = new HashMap<>();
    private boolean closed;

    public ModelPool(WorkbenchHome home, Catalogue catalogue) {
        this.home = home;
        this.verifier = new ModelVerifier(home, catalogue);
    }

    /** A handle on the model in a file; loads what is not loaded yet. */
    public synchronized EngineModel open(Path path, LoadOptions options, Progress progress)
            throws IOException {
        if (closed) {
            throw new IllegalStateException("the models are closed");
        }
        unloadIdle(IDLE_NANOS);
        GgufFile file = GgufFile.read(path);
        ContextShape shape = shape(file, options);
        FileKey key = key(path, WeightOptions.of(options));
        EngineKey engineKey = new EngineKey(key, shape, adapterKeys(options));
        Entry entry = engines.get(engineKey);
        if (entry == null) {
            NativeRuntime runtime = Natives.load(home, progress);
            runtime.spread(options.numa());
            admit(file, shape, weights.containsKey(key));
            entry = newEntry(runtime, key, file, shape, options.adapters(), progress);
            engines.put(engineKey, entry);
        }
        Map<String, String> circumstances = circumstances(file, shape, options); // It may fail.
        entry.users++;
        Entry used = entry;
        return new EngineModel(entry.engine, circumstances, () -> release(used));
    }

    private static List<AdapterKey> adapterKeys(LoadOptions options) throws IOException {
        List<AdapterKey> keys = new ArrayList<>();
        for (LoadOptions.Adapter adapter : options.adapters()) {
            if (!Files.isRegularFile(adapter.file())) {
                throw WorkbenchException.missing(
                        "no adapter " + adapter.file(), "give a LoRA adapter in GGUF");
            }
            keys.add(new AdapterKey(key(adapter.file(), WeightOptions.DEFAULT), adapter.scale()));
        }
        return keys;
    }

    /** What keys and values of a prompt depend on. */
    private Map<String, String> circumstances(
            GgufFile file, ContextShape shape, LoadOptions options) throws IOException {
        StringBuilder adapters = new StringBuilder();
        for (LoadOptions.Adapter adapter : options.adapters()) {
            adapters.append(Digests.sha256Hex(adapter.file(), Progress.none()), 0, 16)
                    .append('*')
                    .append(adapter.scale())
                    .append(' ');
        }
        return Map.of(
                "number of slots", Integer.toString(shape.sequences()),
                "model", verifier.known(file).orElseGet(() -> String.valueOf(file.sizeBytes())),
                "llama.cpp", Natives.packageForThisMachine().folderName(),
                "cache", shape.cacheType().name(),
                "flash attention", Boolean.toString(shape.flashAttention()),
                "adapter", adapters.toString().strip());
    }

    /** An engine for embeddings; its weights are shared, its context is its own. */
    public synchronized TextEmbeddings embeddings(Path path, LoadOptions options, Progress progress)
            throws IOException {
        GgufFile file = GgufFile.read(path);
        ContextShape shape = shape(file, options);
        FileKey key = key(path, WeightOptions.of(options));
        NativeRuntime runtime = Natives.load(home, progress);
        runtime.spread(options.numa());
        admit(file, shape, weights.containsKey(key));
        SharedWeights shared = useWeights(runtime, key, file, progress);
        try {
            EmbeddingEngine engine =
                    new EmbeddingEngine(
                            runtime,
                            shared.model,
                            shape.tokensPerSequence(),
                            options.threads(),
                            options.adapters());
            return new EmbeddingHandle(engine, () -> leaveWeights(key, shared));
        } catch (RuntimeException | IOException e) {
            leaveWeights(key, shared);
            throw e;
        }
    }

    private Entry newEntry(
            NativeRuntime runtime,
            FileKey key,
            GgufFile file,
            ContextShape shape,
            List<LoadOptions.Adapter> adapters,
            Progress progress)
            throws IOException {
        SharedWeights shared = useWeights(runtime, key, file, progress);
        try {
            return new Entry(Engine.adapted(runtime, shared.model, shape, adapters), shared);
        } catch (RuntimeException | IOException e) {
            leaveWeights(key, shared);
            throw e;
        }
    }

    /** The weights of a file, for work that makes contexts of its own; see {@link #open}. */
    public <T> T withWeights(Path path, Progress progress, WeightsTask<T> task) throws IOException {
        GgufFile file = GgufFile.read(path);
        FileKey key = key(path, WeightOptions.DEFAULT);
        NativeRuntime runtime = Natives.load(home, progress);
        SharedWeights shared = useWeights(runtime, key, file, progress);
        try {
            return task.run(runtime, shared.model);
        } finally {
            leaveWeights(key, shared);
        }
    }

    /** Work on loaded weights. */
    @FunctionalInterface
    public interface WeightsTask<T> {
        T run(NativeRuntime runtime, NativeModel model) throws IOException;
    }

    private synchronized SharedWeights useWeights(
            NativeRuntime runtime, FileKey key, GgufFile file, Progress progress)
            throws IOException {
        if (closed) {
            throw new IllegalStateException("the models are closed");
        }
        SharedWeights shared = weights.get(key);
        if (shared == null) {
            boolean verified = verifier.known(file).isPresent();
            String sha256 = verified ? "" : verifier.verify(file, progress);
            shared = new SharedWeights(NativeModel.load(runtime, file, key.options(), progress));
            if (!verified) {
                verifier.remember(file, sha256);
            }
            weights.put(key, shared);
        }
        shared.users++;
        return shared;
    }

    private synchronized void leaveWeights(FileKey key, SharedWeights shared) {
        shared.users--;
        if (shared.users == 0) {
            weights.remove(key, shared);
            shared.model.close();
        }
    }

    private static FileKey key(Path path, WeightOptions options) throws IOException {
        Path real = path.toRealPath();
        return new FileKey(
                real, Files.size(real), Files.getLastModifiedTime(real).toMillis(), options);
    }

    /** What the options come to for this file. */
    static ContextShape shape(GgufFile file, LoadOptions options) {
        long trained = file.architectureWhole("context_length").orElse(0L);
        int context =
                options.contextTokens() > 0
                        ? options.contextTokens()
                        : (int)
                                Math.min(
                                        LoadOptions.DEFAULT_CONTEXT_TOKENS,
                                        trained == 0 ? Integer.MAX_VALUE : trained);
        if (trained > 0 && context > trained) {
            throw WorkbenchException.usage(
                    "context "
                            + context
                            + " is more than the "
                            + trained
                            + " tokens "
                            + file.displayName()
                            + " was trained for",
                    "ask for at most " + trained);
        }
        return new ContextShape(
                context,
                Engine.batchTokens(context),
                options.slots(),
                options.threads(),
                GgmlType.valueOf(options.cache().name()),
                options.flashAttention());
    }

    /** Makes room by unloading what is idle; refuses what cannot fit, with the figures. */
    private void admit(GgufFile file, ContextShape shape, boolean weightsLoaded) {
        long needed = MemoryNeed.bytes(file, shape, weightsLoaded);
        if (needed <= MemoryNeed.availableBytes()) {
            return;
        }
        unloadIdle(0);
        long available = MemoryNeed.availableBytes();
        if (needed > available) {
            throw WorkbenchException.resource(
                    "%s needs about %d MB with a context of %d tokens, %d MB are free"
                            .formatted(
                                    file.displayName(),
                                    needed >> 20,
                                    shape.tokensPerSequence(),
                                    available >> 20),
                    "choose a smaller model or context, or close other programs",
                    null);
        }
    }

    private synchronized void release(Entry entry) {
        entry.users--;
        entry.idleSinceNanos = System.nanoTime();
    }

    /** Unloads what nobody has used for ten minutes. */
    public void unloadIdle() {
        unloadIdle(IDLE_NANOS);
    }

    /** Unloads what nobody has used for some time. */
    synchronized int unloadIdle(long idleNanos) {
        return unloadIdle(idleNanos, key -> true);
    }

    private int unloadIdle(long idleNanos, Predicate<EngineKey> which) {
        long now = System.nanoTime();
        List<EngineKey> idle = new ArrayList<>();
        engines.forEach(
                (key, entry) -> {
                    if (which.test(key)
                            && entry.users == 0
                            && now - entry.idleSinceNanos >= idleNanos) {
                        idle.add(key);
                    }
                });
        for (EngineKey key : idle) {
            Entry entry = engines.remove(key);
            if (entry != null) {
                entry.engine.close();
                leaveWeights(key.file(), entry.weights);
            }
        }
        return idle.size();
    }

    /** What is loaded, the latest used first. */
    public synchronized List<LoadedModel> loaded() {
        long now = System.nanoTime();
        return engines.entrySet().stream()
                .sorted(
                        java.util.Comparator.comparingLong(
                                e ->
                                        e.getValue().users > 0
                                                ? 0
                                                : now - e.getValue().idleSinceNanos))
                .map(e -> describe(e.getKey(), e.getValue(), now))
                .toList();
    }

    private static LoadedModel describe(EngineKey key, Entry entry, long now) {
        return new LoadedModel(
                dev.engram.models.ModelInfo.idOf(String.valueOf(key.file().path().getFileName())),
                key.file().path().toString(),
                entry.users,
                entry.engine.activeRequests(),
                entry.engine.waitingRequests(),
                key.shape().sequences(),
                key.shape().tokensPerSequence(),
                MemoryNeed.bytes(entry.engine.model().file(), key.shape(), false),
                entry.users > 0 ? 0 : (now - entry.idleSinceNanos) / 1_000_000_000L,
                LoadedModel.IN_PROCESS);
    }

    /**
     * Unloads what nobody uses.
     *
     * @param path only this file, or {@code null} for all
     * @return how many were unloaded
     */
    public synchronized int unload(@Nullable Path path) throws IOException {
        Path real = path == null ? null : path.toRealPath();
        return unloadIdle(0, key -> real == null || key.file().path().equals(real));
    }

    /** Stops all requests and frees all native memory. */
    @Override
    public synchronized void close() {
        closed = true;
        engines.forEach(
                (key, entry) -> {
                    entry.engine.close();
                    leaveWeights(key.file(), entry.weights);
                });
        engines.clear();
    }
}
