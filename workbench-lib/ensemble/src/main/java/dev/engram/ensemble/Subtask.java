package dev.engram.ensemble;

import java.util.List;

/**
 * A named kind of work of an assistant: a prompt of its own, what its answer must look like, and
 * how that is checked.
 *
 * @param name such as {@code tests}; unique within its assistant
 * @param kind the assistant it belongs to
 * @param version of its prompt, from 1
 * @param description one plain sentence
 * @param checks what the answer is held against
 * @param cues words of a task that suggest it, in lower case
 */
public record Subtask(
        String name,
        AskKind kind,
        int version,
        String description,
        List<Check> checks,
        List<String> cues) {

    /** The name that chooses by the words of the task. */
    public static final String AUTO = "auto";

    /** What an answer can be held against. */
    public enum Check {
        /** One line, no sentence around the value. */
        VALUE,
        /** At least one block of code. */
        CODE,
        /** Code that declares at least one test. */
        TESTS,
        /** A comment or documentation comment in the code. */
        COMMENTS,
        /** At least one point of a list. */
        POINTS,
        /** At least one heading. */
        HEADINGS,
        /** At least one statement with a citation, where sources were shown. */
        CITATIONS
    }

    public Subtask {
        checks = List.copyOf(checks);
        cues = List.copyOf(cues);
    }

    /** Name and version of the prompt, as answers state it. */
    public String promptId() {
        String assistant = kind.name().toLowerCase(java.util.Locale.ROOT);
        return (name.equals(assistant) ? name : assistant + "-" + name) + "-" + version;
    }

    @Override
    public String toString() {
        return "%-16s %s".formatted(name, description);
    }
}
