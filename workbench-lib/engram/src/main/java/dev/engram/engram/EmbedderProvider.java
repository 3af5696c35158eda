package dev.engram.engram;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Opens embedders by name. Found through {@link ServiceLoader}, so that this module knows of no
 * model; implementations are stateless.
 */
public interface EmbedderProvider {

    /** The names this provider opens; aliases after the name they stand for. */
    List<String> names();

    /**
     * Opens an embedder; its model is fetched into the home on first use.
     *
     * @param name one of {@link #names}
     * @throws WorkbenchException MISSING where the model is neither in the home nor to be fetched
     */
    Embedder open(String name, WorkbenchHome home, Progress progress);

    /**
     * Opens an embedder of any provider on the class path.
     *
     * @throws WorkbenchException USAGE for an unknown name, listing the known ones
     */
    static Embedder find(String name, WorkbenchHome home, Progress progress) {
        List<EmbedderProvider> providers =
                ServiceLoader.load(EmbedderProvider.class, EmbedderProvider.class.getClassLoader())
                        .stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        for (EmbedderProvider provider : providers) {
            if (provider.names().contains(name)) {
                return provider.open(name, home, progress);
            }
        }
        List<String> known = providers.stream().flatMap(p -> p.names().stream()).toList();
        throw WorkbenchException.usage(
                "unknown embedder '" + name + "'",
                known.isEmpty()
                        ? "no embedder is on the class path; add workbench-models"
                        : "known: " + String.join(", ", known));
    }
}
