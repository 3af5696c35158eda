package dev.engram.models;

/**
 * Embeddings of texts from a generative model: the mean of its last layer over the tokens, scaled
 * to length 1. Thread-safe; texts are read one after another.
 */
public interface TextEmbeddings extends AutoCloseable {

    /** The model they come from. */
    ModelInfo info();

    /** Length of a vector. */
    int dimensions();

    /** Most tokens a text may have. */
    int contextTokens();

    /**
     * The embedding of a text; the dot product of two is their cosine.
     *
     * @throws dev.engram.base.WorkbenchException USAGE if the text is empty or too long, with the
     *     figures; INTERRUPTED if the thread was interrupted
     */
    float[] embed(String text);

    @Override
    void close();
}
