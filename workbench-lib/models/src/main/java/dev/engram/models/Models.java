package dev.engram.models;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.CatalogueEntry;
import dev.engram.models.catalogue.ModelFetcher;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.DefaultChoice;
import dev.engram.models.internal.MemoryNeed;
import dev.engram.models.internal.ModelPool;
import dev.engram.models.internal.Natives;
import dev.engram.models.internal.engine.ImportanceMeter;
import dev.engram.models.internal.engine.PerplexityMeter;
import dev.engram.models.internal.openai.OpenAiModel;
import dev.engram.models.internal.worker.WorkerClient;
import dev.engram.models.internal.worker.WorkerModel;
import dev.engram.models.quantize.ImportanceMatrix;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.Remotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Language models of this process: found, loaded once, shared. Thread-safe. Closing stops all
 * generations and frees all native memory.
 */
public final class Models implements AutoCloseable {

    /** The variable that names the default model: an id or a path. */
    public static final String DEFAULT_VARIABLE = "WORKBENCH_MODEL";

    private final WorkbenchHome home;
    private final ModelStore store;
    private final ModelPool pool;
    private final WorkerClient worker;

    public Models(WorkbenchHome home) {
        this.home = home;
        this.store = new ModelStore(home);
        this.pool = new ModelPool(home, Catalogue.bundled());
        this.worker = new WorkerClient(home, System.getenv());
    }

    /** The files of the models folder. */
    public ModelStore store() {
        return store;
    }

    /**
     * Loads a model, or shares the one already loaded from the same file with the same options.
     *
     * @param file a GGUF file, as {@link ModelStore#find} or {@link #defaultModel} name it
     * @throws dev.engram.base.WorkbenchException MISSING if there is no such file, DAMAGED with the
     *     field if it is no usable model, RESOURCE if it does not fit in memory
     */
    public LanguageModel load(Path file, LoadOptions options, Progress progress)
            throws IOException {
        return pool.open(file, options, progress);
    }

    /**
     * Loads a model in the worker, a process that all programs of this home share; it is started
     * where none runs. What crashes there is lost to the worker alone: another takes its place, and
     * answers go on there.
     *
     * @throws dev.engram.base.WorkbenchException as {@link #load(Path, LoadOptions, Progress)}, and
     *     RESOURCE if no worker can be started
     */
    public LanguageModel loadInWorker(Path file, LoadOptions options, Progress progress) {
        return WorkerModel.open(worker, file, options, progress);
    }

    /** Whether a worker of this program's version runs. */
    public boolean workerRuns() {
        return worker.running();
    }

    /** Ends the worker and what it does; returns whether one ran. */
    public boolean stopWorker() {
        return worker.stop();
    }

    /** The remote models that are configured. */
    public Remotes remotes() {
        return new Remotes(home);
    }

    /**
     * Connects to a remote model; the key comes from the environment.
     *
     * @throws dev.engram.base.WorkbenchException MISSING if the server has no such model; RESOURCE
     *     if it cannot be reached or refuses the key
     */
    public LanguageModel connect(RemoteEndpoint endpoint) {
        return OpenAiModel.open(endpoint, System::getenv);
    }

    /**
     * Loads a model by id or path, relative to the current folder, or connects to a remote one by
     * name or address ({@code http://host:port/v1#model}).
     */
    public LanguageModel load(String idOrPath, LoadOptions options, Progress progress)
            throws IOException {
        Optional<RemoteEndpoint> remote = remotes().find(idOrPath);
        if (remote.isPresent()) {
            return connect(remote.get());
        }
        return load(
                idOrPath.equals("default")
                        ? defaultModel(progress, notice -> {})
                        : store.find(idOrPath, Path.of("").toAbsolutePath()),
                options,
                progress);
    }

    /**
     * The file of the model that is taken where nobody names one: the one {@value
     * #DEFAULT_VARIABLE} names; else the largest in the models folder that can converse and fits in
     * memory; else the catalogue's default, fetched; else, where that cannot be reached, its
     * fallback.
     *
     * @param notices receives one line where a lesser model had to be taken
     */
    public Path defaultModel(Progress progress, Consumer<String> notices) throws IOException {
        return choice(progress).choose(notices);
    }

    /** The default model, if it can be had without fetching anything. */
    public Optional<Path> presentDefault() throws IOException {
        return choice(Progress.none()).present();
    }

    /**
     * Fetches a model of the catalogue unless it is there.
     *
     * @param id an id of the catalogue, {@code ID:FORMAT} for another format, or {@code default}
     * @throws dev.engram.base.WorkbenchException USAGE with the near match for an unknown id;
     *     RESOURCE if it does not fit in memory, cannot be reached or stored
     */
    public ModelInfo pull(String id, Progress progress) throws IOException {
        return pull(id, new ModelFetcher(home, progress));
    }

    /**
     * Fetches from a mirror of the hub; see the other method.
     *
     * @param mirror its address, or a folder with its files
     */
    public ModelInfo pull(String id, String mirror, Progress progress) throws IOException {
        return pull(id, new ModelFetcher(home, progress, mirror));
    }

    private static ModelInfo pull(String id, ModelFetcher fetcher) throws IOException {
        CatalogueEntry entry = Catalogue.bundled().get(id);
        if (!Files.exists(fetcher.target(entry))) {
            MemoryNeed.refuseTooLarge(
                    entry.name() + " in " + entry.quantization(),
                    entry.memoryBytes(LoadOptions.DEFAULT_CONTEXT_TOKENS));
        }
        return ModelInfo.of(GgufFile.read(fetcher.fetch(entry)));
    }

    /** Where the native libraries for this machine are, or will be. */
    public static Path nativesFolder(WorkbenchHome home) {
        return Natives.folder(home);
    }

    /**
     * Fetches the native libraries ahead of their first use; idempotent.
     *
     * @return their folder
     */
    public static Path installNatives(WorkbenchHome home, Progress progress) throws IOException {
        return Natives.install(home, progress);
    }

    private DefaultChoice choice(Progress progress) {
        return new DefaultChoice(
                store, Catalogue.bundled(), new ModelFetcher(home, progress), System.getenv());
    }

    /**
     * Measures how well a model foresees a text.
     *
     * @throws dev.engram.base.WorkbenchException USAGE if the text is shorter than one window;
     *     otherwise as {@link #load(Path, LoadOptions, Progress)}
     */
    public PerplexityResult perplexity(
            Path file, String text, PerplexityOptions options, Progress progress)
            throws IOException {
        return pool.withWeights(
                file,
                progress,
                (runtime, model) ->
                        new PerplexityMeter(runtime, model, options).measure(text, progress));
    }

    /**
     * Measures on a calibration text how much each input of each weight matrix matters.
     *
     * @param dataset what the text is, for the file
     */
    public ImportanceMatrix importance(
            Path file, String text, String dataset, PerplexityOptions options, Progress progress)
            throws IOException {
        return pool.withWeights(
                file,
                progress,
                (runtime, model) ->
                        new ImportanceMeter(runtime, model, options)
                                .measure(text, dataset, progress));
    }

    /**
     * Embeddings from a generative model. The caller closes them.
     *
     * @param options the context is what the longest text may have
     */
    public TextEmbeddings embeddings(Path file, LoadOptions options, Progress progress)
            throws IOException {
        return pool.embeddings(file, options, progress);
    }

    /** What is loaded in this process and in the worker, the latest used first. */
    public List<LoadedModel> loaded() {
        return Stream.concat(pool.loaded().stream(), worker.loaded().stream()).toList();
    }

    /** Frees all models that nobody uses, here and in the worker; returns how many. */
    public int unloadIdle() throws IOException {
        return pool.unload(null) + worker.unload(null);
    }

    /** Frees the model of a file if nobody uses it; returns how many contexts it had. */
    public int unload(Path file) throws IOException {
        return pool.unload(file) + worker.unload(file);
    }

    @Override
    public void close() {
        pool.close();
    }
}
