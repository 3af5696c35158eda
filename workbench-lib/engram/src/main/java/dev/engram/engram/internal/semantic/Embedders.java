package dev.engram.engram.internal.semantic;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderProvider;
import java.util.HashMap;
import java.util.Map;

/**
 * Embedders by name, opened once and kept while the process lives: a table of token vectors takes
 * longer to read than a thousand queries. Thread-safe.
 */
public final class Embedders {

    /** What stands for no semantic channel. */
    public static final String NONE = "none";

    private static final Map<String, Embedder> OPEN = new HashMap<>();

    private Embedders() {}

    /**
     * The embedder with a name; nobody closes it.
     *
     * @throws dev.engram.base.WorkbenchException USAGE for an unknown name, MISSING where its model
     *     is neither in the home nor to be fetched
     */
    public static Embedder open(String name, Progress progress) {
        WorkbenchHome home = WorkbenchHome.fromEnvironment();
        synchronized (OPEN) {
            String key = home.root() + "\n" + name;
            Embedder known = OPEN.get(key);
            if (known == null) {
                known = EmbedderProvider.find(name, home, progress);
                OPEN.put(key, known);
            }
            return known;
        }
    }
}
