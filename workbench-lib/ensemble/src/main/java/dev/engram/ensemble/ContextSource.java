package dev.engram.ensemble;

import java.io.IOException;
import java.util.List;

/** Something that passages can be asked of. */
@FunctionalInterface
public interface ContextSource {

    /**
     * The passages most like a text, the best first.
     *
     * @param k how many at most, at least 1
     * @return none where nothing fits, also for a text without a searchable word
     */
    List<ContextPassage> find(String text, int k) throws IOException;
}
