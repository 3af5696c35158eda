package dev.engram.models.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.engine.ContextShape;
import dev.engram.models.internal.engine.Engine;
import dev.engram.models.internal.engine.NativeModel;
import dev.engram.models.internal.engine.ThreadBudget;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The models of a process: weights once a file, engines once a file and options, both counted. What
 * nobody uses stays until memory is wanted, it was idle for long, or the pool is closed.
 * Thread-safe.
 */
public final class ModelPool implements AutoCloseable {

    private static final long IDLE_NANOS = 600L * 1_000_000_000L;

    private record FileKey(Path path, long sizeBytes, long modifiedMillis) {}

    private record EngineKey(FileKey file, ContextShape shape) {}

    private static final class Entry {
        final Engine engine;
        final FileKey file;
        int users;
        long idleSinceNanos;

        Entry(Engine engine, FileKey file) {
            this.engine = engine;
            this.file = file;
        }
    }

    private final WorkbenchHome home;
    private final ModelVerifier verifier;
    private final Map<FileKey, NativeModel> weights = new HashMap<>();
    private final Map<EngineKey, Entry> engines = new HashMap<>();
    private boolean closed;

    public ModelPool(WorkbenchHome home, Catalogue catalogue) {
        this.home = home;
        this.verifier = new ModelVerifier(home, catalogue);
    }

    /** A handle on the model in a file; loads what is not loaded yet. */
    public synchronized LanguageModel open(Path path, LoadOptions options, Progress progress)
            throws IOException {
        if (closed) {
            throw new IllegalStateException("the models are closed");
        }
        unloadIdle(IDLE_NANOS);
        GgufFile file = GgufFile.read(path);
        ContextShape shape = shape(file, options);
        FileKey key = key(path);
        EngineKey engineKey = new EngineKey(key, shape);
        Entry entry = engines.get(engineKey);
        if (entry == null) {
            NativeRuntime runtime = Natives.load(home, progress);
            admit(file, shape, weights.containsKey(key));
            NativeModel model = weights(runtime, key, file, progress);
            entry = new Entry(new Engine(runtime, model, shape), key);
            engines.put(engineKey, entry);
        }
        entry.users++;
        Entry used = entry;
        return new EngineModel(entry.engine, () -> release(used));
    }

    /** The weights of a file, for work that makes contexts of its own; see {@link #open}. */
    public synchronized <T> T withWeights(Path path, Progress progress, WeightsTask<T> task)
            throws IOException {
        GgufFile file = GgufFile.read(path);
        FileKey key = key(path);
        NativeRuntime runtime = Natives.load(home, progress);
        boolean loaded = weights.containsKey(key);
        NativeModel model = weights(runtime, key, file, progress);
        try {
            return task.run(runtime, model);
        } finally {
            if (!loaded) {
                weights.remove(key);
                model.close();
            }
        }
    }

    /** Work on loaded weights. */
    @FunctionalInterface
    public interface WeightsTask<T> {
        T run(NativeRuntime runtime, NativeModel model) throws IOException;
    }

    private NativeModel weights(
            NativeRuntime runtime, FileKey key, GgufFile file, Progress progress)
            throws IOException {
        NativeModel known = weights.get(key);
        if (known != null) {
            return known;
        }
        boolean verified = verifier.known(file).isPresent();
        String sha256 = verified ? "" : verifier.verify(file, progress);
        NativeModel model = NativeModel.load(runtime, file, !verified, progress);
        if (!verified) {
            verifier.remember(file, sha256);
        }
        weights.put(key, model);
        return model;
    }

    private static FileKey key(Path path) throws IOException {
        Path real = path.toRealPath();
        return new FileKey(real, Files.size(real), Files.getLastModifiedTime(real).toMillis());
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
        int threads = options.threads() > 0 ? options.threads() : ThreadBudget.SHARED.cores();
        return new ContextShape(
                context, Engine.batchTokens(context), options.slots(), threads, GgmlType.F16, true);
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

    /** Unloads what nobody has used for some time. */
    synchronized int unloadIdle(long idleNanos) {
        long now = System.nanoTime();
        List<EngineKey> idle = new ArrayList<>();
        engines.forEach(
                (key, entry) -> {
                    if (entry.users == 0 && now - entry.idleSinceNanos >= idleNanos) {
                        idle.add(key);
                    }
                });
        for (EngineKey key : idle) {
            Entry entry = engines.remove(key);
            if (entry != null) {
                entry.engine.close();
                freeUnusedWeights(entry.file);
            }
        }
        return idle.size();
    }

    private void freeUnusedWeights(FileKey file) {
        if (engines.values().stream().noneMatch(e -> e.file.equals(file))) {
            NativeModel model = weights.remove(file);
            if (model != null) {
                model.close();
            }
        }
    }

    /** Stops all requests and frees all native memory. */
    @Override
    public synchronized void close() {
        closed = true;
        engines.values().forEach(e -> e.engine.close());
        engines.clear();
        weights.values().forEach(NativeModel::close);
        weights.clear();
    }
}
