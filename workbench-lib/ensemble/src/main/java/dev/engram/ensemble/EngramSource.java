package dev.engram.ensemble;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.engram.Engram;
import dev.engram.engram.Hit;
import dev.engram.engram.QueryOptions;
import dev.engram.engram.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Passages of an open engram, which the maker closes. Thread-safe.
 *
 * @param name as sources shall name it
 * @param engram the engram
 */
public record EngramSource(String name, Engram engram) implements ContextSource {

    @Override
    public List<ContextPassage> find(String text, int k) throws IOException {
        if (Tokenizer.tokens(text).isEmpty()) {
            return List.of();
        }
        List<ContextPassage> found = new ArrayList<>();
        try {
            for (Hit hit : engram.query(text, QueryOptions.top(k))) {
                found.add(
                        new ContextPassage(
                                name,
                                hit.path(),
                                hit.startLine(),
                                hit.endLine(),
                                hit.score(),
                                hit.text()));
            }
        } catch (WorkbenchException e) {
            if (e.category() != Category.USAGE) {
                throw e;
            }
        }
        return found;
    }
}
