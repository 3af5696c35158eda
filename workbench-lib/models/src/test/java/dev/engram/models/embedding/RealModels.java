package dev.engram.models.embedding;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.Embedder;
import java.util.function.Supplier;

/** Opens real embedders for tests; where a model is neither kept nor to be had, the test skips. */
public final class RealModels {

    private RealModels() {}

    /** An embedder, its model fetched into the workbench home on first use. */
    public static Embedder open(String name) {
        return orSkip(
                name,
                () ->
                        new EmbeddingModels()
                                .open(name, WorkbenchHome.fromEnvironment(), Progress.none()));
    }

    /** A dense embedder with options. */
    public static Embedder openDense(DenseModel model, DenseOptions options) {
        return orSkip(
                model.id(),
                () ->
                        EmbeddingModels.openDense(
                                model, options, WorkbenchHome.fromEnvironment(), Progress.none()));
    }

    private static Embedder orSkip(String name, Supplier<Embedder> open) {
        try {
            return open.get();
        } catch (WorkbenchException e) {
            boolean absent =
                    e.category() == WorkbenchException.Category.RESOURCE
                            || e.category() == WorkbenchException.Category.MISSING;
            if (!absent) {
                throw e;
            }
            return abort("skipped, embedder '" + name + "' is not to be had: " + e.userMessage());
        }
    }
}
