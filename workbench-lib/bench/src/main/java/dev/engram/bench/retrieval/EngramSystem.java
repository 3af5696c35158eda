package dev.engram.bench.retrieval;

import dev.engram.engram.Channel;
import dev.engram.engram.Engram;
import dev.engram.engram.QueryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Our own search. */
public final class EngramSystem implements RetrievalSystem {

    private final Engram engram;
    private final Channel channel;

    /** Searches an engram by its words; it stays open until this is closed. */
    public EngramSystem(Engram engram) {
        this(engram, Channel.LEXICAL);
    }

    /** Searches an engram by a channel; it stays open until this is closed. */
    public EngramSystem(Engram engram, Channel channel) {
        this.engram = engram;
        this.channel = channel;
    }

    @Override
    public String version() {
        return "engram, " + channel.label() + " channel";
    }

    @Override
    public List<Found> search(String query, int k) throws IOException {
        List<Found> found = new ArrayList<>();
        engram.query(query, QueryOptions.top(k).withChannel(channel))
                .forEach(h -> found.add(new Found(h.path(), h.startLine(), h.endLine())));
        return found;
    }

    @Override
    public void close() throws IOException {
        engram.close();
    }
}
