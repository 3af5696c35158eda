package dev.engram.commands.ensemble;

import java.util.List;

/**
 * The assistants and what they run on.
 *
 * @param assistants their names
 * @param classifier what tells kinds of tasks apart
 * @param defaultModel file of the model that is taken where none is named; empty where it is still
 *     to be fetched
 * @param models models in the models folder
 */
public record EnsembleStatus(
        List<String> assistants, String classifier, String defaultModel, int models) {

    @Override
    public String toString() {
        return "assistants: %s%nclassifier: %s%ndefault model: %s (of %d in the models folder)"
                .formatted(
                        String.join(", ", assistants),
                        classifier,
                        defaultModel.isEmpty() ? "fetched on first use" : defaultModel,
                        models);
    }
}
