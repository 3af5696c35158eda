package dev.engram.models.embedding;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.Embedder;

/** Opens real embedders for tests; where a model is neither kept nor to be had, the test skips. */
public final class RealModels {

    private RealModels() {}

    /** An embedder, its model fetched into the workbench home on first use. */
    public static Embedder open(String name) {
        try {
            return new EmbeddingModels()
                    .open(name, WorkbenchHome.fromEnvironment(), Progress.none());
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
