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

    /**
     * The passages most like a text within the files of a type.
     *
     * @param type name of the files without folders and ending
     * @param k how many at most, at least 1
     */
    default List<ContextPassage> findIn(String type, String text, int k) throws IOException {
        return List.of();
    }

    /**
     * Whether a file is there, and has the lines.
     *
     * @param path whole, or its last names
     * @param startLine first line, from 1; 0 asks for the file alone
     * @param endLine last line
     */
    default boolean holds(String path, int startLine, int endLine) throws IOException {
        return false;
    }

    /** Whether its text may be sent to a model on another machine; not, unless the user says so. */
    default boolean mayLeave() {
        return false;
    }

    /** What messages call it. */
    default String title() {
        return "a source";
    }
}
