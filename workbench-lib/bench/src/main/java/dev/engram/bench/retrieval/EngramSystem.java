package dev.engram.bench.retrieval;

import dev.engram.engram.Engram;
import dev.engram.engram.QueryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Our own search. */
public final class EngramSystem implements RetrievalSystem {

    private final Engram engram;

    /** Searches an engram, which stays open until this is closed. */
    public EngramSystem(Engram engram) {
        this.engram = engram;
    }

    @Override
    public String version() {
        return "engram, lexical channel";
    }

    @Override
    public List<Found> search(String query, int k) throws IOException {
        List<Found> found = new ArrayList<>();
        engram.query(query, QueryOptions.top(k))
                .forEach(h -> found.add(new Found(h.path(), h.startLine(), h.endLine())));
        return found;
    }

    @Override
    public void close() throws IOException {
        engram.close();
    }
}
