package dev.engram.commands.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The models there are, and with {@code --all} those that can be fetched.
 *
 * @param models one line each
 * @param folder where models are kept
 */
public record ModelList(List<ModelLine> models, @JsonIgnore String folder)
        implements Iterable<ModelList.ModelLine> {

    /**
     * One model.
     *
     * @param id what to name it by
     * @param state {@code default}, {@code present}, {@code available} or why it cannot be used
     * @param quantization number format
     * @param parameters number of weights; 0 if not known yet
     * @param sizeBytes size of the file
     * @param contextTokens context it was trained for
     * @param license as stated; empty if it is not
     * @param path the file, or where it would be
     * @param memoryBytes memory it takes with the usual context, estimated; 0 where it is here
     * @param notes what its make means for its user
     */
    public record ModelLine(
            String id,
            String state,
            String quantization,
            long parameters,
            long sizeBytes,
            long contextTokens,
            String license,
            String path,
            long memoryBytes,
            String notes) {

        /** The same, found in another tool's folder; where it is damaged that stays said. */
        ModelLine of(String foreignId, String tool) {
            return new ModelLine(
                    foreignId,
                    state.equals("damaged") || state.equals("unreadable") ? state : tool,
                    quantization,
                    parameters,
                    sizeBytes,
                    contextTokens,
                    license,
                    path,
                    memoryBytes,
                    notes);
        }

        @Override
        public String toString() {
            return "%-42s %-9s %-7s %7s %8s %s context %-7d %s%s"
                    .formatted(
                            id,
                            state,
                            quantization,
                            parameters == 0 ? "" : Math.round(parameters / 1e6) + " M",
                            Math.round(sizeBytes / 1e6) + " MB",
                            memoryBytes == 0 ? "" : "needs " + (memoryBytes >> 20) + " MB",
                            contextTokens,
                            license,
                            notes.isEmpty() ? "" : "  " + notes);
        }
    }

    public ModelList {
        models = List.copyOf(models);
    }

    @Override
    public Iterator<ModelLine> iterator() {
        return models.iterator();
    }

    @Override
    public String toString() {
        if (models.isEmpty()) {
            return "no models in " + folder + "; fetch one with: workbench model pull default";
        }
        return models.stream()
                .map(ModelLine::toString)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
