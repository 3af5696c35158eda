package dev.engram.ensemble;

/**
 * A block of code in an answer.
 *
 * @param language as the answer names it, in lower case; empty where it does not
 * @param file the file it is meant for, as the answer names it; empty where it does not
 * @param code its text
 * @param syntax whether it parses
 * @param problem why it does not parse, or why that was not checked; empty where it does
 */
public record CodeBlock(String language, String file, String code, Syntax syntax, String problem) {

    /** What a parser of the language says. */
    public enum Syntax {
        VALID,
        INVALID,
        NOT_CHECKED
    }
}
