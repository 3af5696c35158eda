package dev.engram.models.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.ModelStore;
import dev.engram.models.Models;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.CatalogueEntry;
import dev.engram.models.catalogue.ModelFetcher;
import dev.engram.models.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Chooses the model nobody named. */
public final class DefaultChoice {

    /** More bits than this slow a model down without making it better. */
    private static final double ENOUGH_BITS = 8.6;

    private final ModelStore store;
    private final Catalogue catalogue;
    private final ModelFetcher fetcher;
    private final Map<String, String> environment;

    public DefaultChoice(
            ModelStore store,
            Catalogue catalogue,
            ModelFetcher fetcher,
            Map<String, String> environment) {
        this.store = store;
        this.catalogue = catalogue;
        this.fetcher = fetcher;
        this.environment = environment;
    }

    /** See {@link Models#defaultModel}. */
    public Path choose(Consumer<String> notices) throws IOException {
        Optional<Path> kept = present();
        return kept.isPresent() ? kept.get() : fetch(notices);
    }

    /** The choice among what is there; a configured model must be there. */
    public Optional<Path> present() throws IOException {
        String configured = environment.getOrDefault(Models.DEFAULT_VARIABLE, "").strip();
        return configured.isEmpty()
                ? best(store.readable(), MemoryNeed.availableBytes())
                : Optional.of(store.find(configured, Path.of("").toAbsolutePath()));
    }

    /**
     * Of the models that can converse and fit: the most weights; of equal ones the most bits a
     * weight up to {@value #ENOUGH_BITS}; of those the first by name.
     */
    public static Optional<Path> best(List<GgufFile> files, long availableBytes) {
        return files.stream()
                .filter(f -> f.text("tokenizer.chat_template").isPresent())
                .filter(f -> !f.architecture().contains("bert"))
                .filter(f -> f.sizeBytes() < availableBytes)
                .min(
                        Comparator.comparingLong(GgufFile::parameters)
                                .reversed()
                                .thenComparing(f -> f.bitsPerWeight() > ENOUGH_BITS)
                                .thenComparing(
                                        f ->
                                                f.bitsPerWeight() > ENOUGH_BITS
                                                        ? f.bitsPerWeight()
                                                        : -f.bitsPerWeight())
                                .thenComparing(f -> f.path().toString()))
                .map(GgufFile::path);
    }

    private Path fetch(Consumer<String> notices) throws IOException {
        CatalogueEntry wanted = catalogue.get(catalogue.defaultId());
        try {
            return fetcher.fetch(wanted);
        } catch (WorkbenchException e) {
            if (e.category() != Category.RESOURCE && e.category() != Category.MISSING) {
                throw e;
            }
            CatalogueEntry lesser = catalogue.get(catalogue.fallbackId());
            Path file = fetcher.fetch(lesser);
            notices.accept(
                    "using "
                            + lesser.name()
                            + ", a very small model: the model hub cannot be reached. "
                            + wanted.name()
                            + " answers better: run 'workbench model pull default' where it can,"
                            + " or put any GGUF file into "
                            + file.getParent());
            return file;
        }
    }
}
