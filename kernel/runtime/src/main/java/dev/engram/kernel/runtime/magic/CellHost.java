package dev.engram.kernel.runtime.magic;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel's own magics ask of the kernel. Called on the thread that runs the cell. */
public interface CellHost {

    /**
     * What evaluating a piece of source ended in.
     *
     * @param value the value of the last expression, or {@code null} where there is none
     * @param wallNanos time the code itself ran, compilation left out
     * @param cpuNanos processor time of the running thread over the same span, or a negative number
     *     where the JVM does not tell
     * @param compileNanos time spent on compiling
     */
    record Evaluation(@Nullable Object value, long wallNanos, long cpuNanos, long compileNanos) {}

    /** Adds jars and class folders that the following snippets compile and run against. */
    void addToClasspath(List<Path> entries);

    /**
     * Evaluates source in the session as if it stood in a cell; magics in it work. Nests: the
     * running cell waits.
     *
     * @throws Exception what the source threw, or its compile error
     */
    Evaluation evaluate(String source) throws Exception;

    /** The folder relative paths are resolved against. */
    Path workingDirectory();

    /** Shows one line of text under the running cell. */
    void print(String line);
}
