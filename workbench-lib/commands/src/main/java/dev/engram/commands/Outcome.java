package dev.engram.commands;

import org.jspecify.annotations.Nullable;

/** What running a command line ended in. */
public sealed interface Outcome {

    /**
     * A verb ran.
     *
     * @param verb the verb object, for its output options
     * @param result its typed result; {@code null} only for verbs without one
     */
    record Value(Verb<?> verb, @Nullable Object result) implements Outcome {}

    /**
     * Help was asked for.
     *
     * @param text usage, options with defaults, an example
     */
    record Help(String text) implements Outcome {}
}
