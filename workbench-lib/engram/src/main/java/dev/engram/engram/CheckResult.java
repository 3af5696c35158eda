package dev.engram.engram;

import java.util.List;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param ok whether everything is what was written
 * @param problems one for each damaged or missing file; none if {@code ok}
 * @param filesChecked files of the engram that were read
 * @param bytesChecked bytes that were read
 * @param millis time taken, milliseconds
 */
public record CheckResult(
        boolean ok, List<Problem> problems, long filesChecked, long bytesChecked, long millis) {

    public CheckResult {
        problems = List.copyOf(problems);
    }

    /**
     * Damage.
     *
     * @param file the damaged file, below the engram's folder
     * @param kind root, snapshot, manifest, pack, chunks, segment or deletions
     * @param lost what is lost by it
     * @param repair the command that mends it
     */
    public record Problem(String file, String kind, String lost, String repair) {

        @Override
        public String toString() {
            return "damaged " + kind + " " + file + "\n  lost:   " + lost + "\n  repair: " + repair;
        }
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Problem problem : problems) {
            out.append(problem).append('\n');
        }
        return out.append(
                        String.format(
                                Locale.ROOT,
                                "%s: %,d files, %.1f MB checked in %.1f s",
                                ok
                                        ? "whole"
                                        : problems.size()
                                                + (problems.size() == 1 ? " problem" : " problems"),
                                filesChecked,
                                bytesChecked / 1e6,
                                millis / 1e3))
                .toString();
    }
}
