package dev.engram.ensemble.pool;

import dev.engram.models.LanguageModel;
import java.io.IOException;

/** Opens a model that a configuration names: a local one, or one reached over the network. */
@FunctionalInterface
public interface ModelOpener {

    /**
     * @param id id, path or {@code default}
     * @param slots requests it is to decode together
     * @throws dev.engram.base.WorkbenchException where it cannot be had
     */
    LanguageModel open(String id, int slots) throws IOException;
}
