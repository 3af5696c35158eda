package dev.engram.ensemble;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.engram.Engram;
import dev.engram.engram.Hit;
import dev.engram.engram.Hits;
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
 * @param mayLeave whether the user allowed its text to go to other machines
 */
public record EngramSource(String name, Engram engram, boolean mayLeave) implements ContextSource {

    /** An engram whose text stays on this machine. */
    public EngramSource(String name, Engram engram) {
        this(name, engram, false);
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public List<ContextPassage> find(String text, int k) throws IOException {
        if (Tokenizer.tokens(text).isEmpty()) {
            return List.of();
        }
        return query(text, QueryOptions.top(k), true);
    }

    @Override
    public List<ContextPassage> findIn(String type, String text, int k) throws IOException {
        List<ContextPassage> found = new ArrayList<>();
        for (var entry : engram.list(List.of("**/" + type + ".*", type + ".*")).entries()) {
            if (found.size() < k) {
                found.addAll(query(text, QueryOptions.top(k).withScope(entry.path()), false));
            }
        }
        return found;
    }

    /** Nothing where the engram does not know about it, if that matters. */
    private List<ContextPassage> query(String text, QueryOptions options, boolean relevant)
            throws IOException {
        List<ContextPassage> found = new ArrayList<>();
        try {
            Hits hits = engram.query(text, options);
            if (relevant && !hits.relevant()) {
                return List.of();
            }
            for (Hit hit : hits) {
                found.add(
                        new ContextPassage(
                                name,
                                hit.path(),
                                hit.startLine(),
                                hit.endLine(),
                                hit.score(),
                                hit.text(),
                                hit.page(),
                                hit.section()));
            }
        } catch (WorkbenchException e) {
            if (e.category() != Category.USAGE) {
                throw e;
            }
        }
        return found;
    }

    @Override
    public boolean holds(String path, int startLine, int endLine) throws IOException {
        boolean[] found = {false};
        engram.passages(
                passage ->
                        found[0] |=
                                (passage.path().equals(path) || passage.path().endsWith("/" + path))
                                        && (startLine == 0
                                                || passage.startLine() <= endLine
                                                        && startLine <= passage.endLine()));
        return found[0];
    }
}
