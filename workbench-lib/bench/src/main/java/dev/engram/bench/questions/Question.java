package dev.engram.bench.questions;

/**
 * A question about a code base with the one right answer.
 *
 * @param id stable within one release of the code base: kind, type and member
 * @param kind what is asked
 * @param text the question
 * @param answer the answer, normalised by {@link AnswerCheck}
 * @param path file that holds the answer
 * @param line the line of the declaration that settles it, from 1
 * @param split {@code dev} or {@code test}; all questions on one file are in the same
 */
public record Question(
        String id, Kind kind, String text, String answer, String path, int line, Split split) {

    /** What is asked. */
    public enum Kind {
        CONSTANT,
        PARAMETER,
        RETURN_TYPE,
        RETURNED_VALUE,
        EXCEPTION,
        SUPERCLASS,
        FIRST_CONSTANT
    }

    /** What a question may be used for. */
    public enum Split {
        /** Choosing prompts and weights. */
        DEV,
        /** Reporting. */
        TEST
    }
}
