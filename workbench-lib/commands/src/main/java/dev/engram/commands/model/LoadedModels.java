package dev.engram.commands.model;

import dev.engram.models.LoadedModel;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Models in memory, the latest used first. */
public record LoadedModels(List<LoadedModel> models) implements Iterable<LoadedModel> {

    public LoadedModels {
        models = List.copyOf(models);
    }

    @Override
    public Iterator<LoadedModel> iterator() {
        return models.iterator();
    }

    @Override
    public String toString() {
        return models.isEmpty()
                ? "no model is loaded"
                : models.stream()
                        .map(LoadedModel::toString)
                        .collect(Collectors.joining(System.lineSeparator()));
    }
}
