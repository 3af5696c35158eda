package dev.engram.commands.model;

import dev.engram.base.WorkbenchHome;
import dev.engram.models.ModelInfo;
import dev.engram.models.ModelStore;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Completes ids of the models folder. */
public final class ModelIds implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        try {
            return Stream.concat(
                            Stream.of("default"),
                            new ModelStore(WorkbenchHome.fromEnvironment())
                                    .files().stream()
                                            .map(f -> ModelInfo.idOf(f.getFileName().toString())))
                    .iterator();
        } catch (IOException e) {
            return List.<String>of().iterator();
        }
    }
}
