package dev.engram.ensemble;

/**
 * What is done so that instructions inside retrieved text are not followed. {@link #FILTERED} is
 * what assistants use, the others are for measuring.
 */
public enum Defence {
    /** The specification's prompt format as it stands. */
    NONE,
    /**
     * The text stands in a fence longer than any in it, marks of turns are broken up, and the model
     * is told that it is data.
     */
    DELIMITED,
    /**
     * Each line of it begins with a mark, so that no part of it looks like the prompt around it.
     */
    MARKED,
    /** Sentences that speak to the model are left out. */
    FILTERED
}
