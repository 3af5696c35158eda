package dev.engram.commands.setup;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A notebook that ran to its end.
 *
 * @param notebook the notebook
 * @param output where it was written with its outputs, or {@code null}
 * @param codeCells how many code cells ran
 * @param millis how long it took, the start of the kernel included
 */
public record NotebookRun(String notebook, @Nullable String output, int codeCells, long millis) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d cells in %.1f s%s",
                notebook,
                codeCells,
                millis / 1000.0,
                output == null ? "" : ", written to " + output);
    }
}
