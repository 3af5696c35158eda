package dev.engram.models;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.ModelFetcher;
import dev.engram.models.internal.DefaultChoice;
import dev.engram.models.internal.ModelPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

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

    public Models(WorkbenchHome home) {
        this.home = home;
        this.store = new ModelStore(home);
        this.pool = new ModelPool(home, Catalogue.bundled());
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

    /** Loads a model by id or path, relative to the current folder. */
    public LanguageModel load(String idOrPath, LoadOptions options, Progress progress)
            throws IOException {
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
        return new DefaultChoice(
                        store,
                        Catalogue.bundled(),
                        new ModelFetcher(home, progress),
                        System.getenv())
                .choose(notices);
    }

    @Override
    public void close() {
        pool.close();
    }
}
