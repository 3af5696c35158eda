package dev.engram.engram;

import java.util.List;

/**
 * Turns text into dense vectors of unit length, whose dot product says how near two texts are in
 * meaning. A passage's vector depends on that passage and the {@linkplain EmbedderInfo#fingerprint
 * fingerprint} alone: never on the other passages of its batch, nor on a corpus.
 *
 * <p>Thread-safe: any number of threads may embed at once. Texts without any known token give the
 * zero vector.
 */
public interface Embedder extends AutoCloseable {

    /** Name, fingerprint, dimension and cost; constant. */
    EmbedderInfo info();

    /**
     * Embeds a question or a search phrase; models that tell queries from passages add their query
     * prefix here.
     *
     * @return a vector of {@code info().dimension()} and length 1 (or 0); the caller owns it
     */
    float[] embedQuery(String text);

    /**
     * Embeds passages in the order given. Stops within a second after an interrupt.
     *
     * @return one vector a passage, each as for {@link #embedQuery}
     * @throws dev.engram.base.WorkbenchException of category INTERRUPTED
     */
    float[][] embedPassages(List<String> passages);

    /** Frees the model; embedding afterwards throws {@link IllegalStateException}. */
    @Override
    void close();
}
