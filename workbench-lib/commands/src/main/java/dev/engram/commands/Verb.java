package dev.engram.commands;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One verb: a class annotated with picocli's {@code @Command}, whose fields are its options and
 * whose {@link #run} returns a typed, immutable result. The command line, the magics and the Java
 * facade all run the same instance code. A verb object is used once, by one thread.
 *
 * @param <R> the type of the result: a record, or an {@link Iterable} record of records
 */
public abstract class Verb<R> {

    @Spec protected CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", description = "Print the result as JSON: one object, or one a line.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show the result only: no progress, no notices.")
    private boolean quiet;

    @Option(names = "--trace", description = "Show the stack trace of a failure.")
    private boolean trace;

    /**
     * Does the work. Long work reports progress to the context and stops within a second when the
     * calling thread is interrupted.
     *
     * @throws dev.engram.base.WorkbenchException with the line a user sees, for anything a user can
     *     cause
     */
    public abstract R run(VerbContext context) throws Exception;

    public final boolean json() {
        return json;
    }

    public final boolean quiet() {
        return quiet;
    }

    public final boolean trace() {
        return trace;
    }
}
