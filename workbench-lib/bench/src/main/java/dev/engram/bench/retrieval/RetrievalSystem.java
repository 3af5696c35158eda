package dev.engram.bench.retrieval;

import java.io.IOException;
import java.util.List;

/** A search engine over passages, to be compared with others over the same. */
public interface RetrievalSystem extends AutoCloseable {

    /**
     * A passage found.
     *
     * @param path its file
     * @param startLine first line, from 1
     * @param endLine last line
     */
    record Found(String path, int startLine, int endLine) {}

    /** Name and version. */
    String version();

    /** The best passages for a query, the best first, at most {@code k}. */
    List<Found> search(String query, int k) throws IOException;

    @Override
    void close() throws IOException;
}
