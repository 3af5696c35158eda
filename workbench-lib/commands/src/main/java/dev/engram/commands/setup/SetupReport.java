package dev.engram.commands.setup;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the set-up did.
 *
 * @param steps the steps in their order
 */
public record SetupReport(List<Step> steps) implements Iterable<SetupReport.Step> {

    public SetupReport {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param name such as {@code python}
     * @param done whether it was run now; {@code false} where its result was there already
     * @param detail what is there
     * @param millis how long it took when it was run
     */
    public record Step(String name, boolean done, String detail, long millis) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-12s %s (%s)",
                    name,
                    detail,
                    done ? "%.1f s".formatted(millis / 1000.0) : "was there");
        }
    }

    @Override
    public Iterator<Step> iterator() {
        return steps.iterator();
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
