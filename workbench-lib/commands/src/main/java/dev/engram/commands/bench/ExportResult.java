package dev.engram.commands.bench;

/**
 * A table of samples that was written.
 *
 * @param file where
 * @param runs runs it came from
 * @param rows rows without the heading
 */
public record ExportResult(String file, int runs, int rows) {

    @Override
    public String toString() {
        return "%s: %d rows of %d runs".formatted(file, rows, runs);
    }
}
