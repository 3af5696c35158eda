package dev.engram.commands.bench;

import dev.engram.base.Rich;
import dev.engram.commands.view.TextTable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Experiments with stored runs.
 *
 * @param experiments in the order of their names
 */
public record ExperimentList(List<Listed> experiments)
        implements Iterable<ExperimentList.Listed>, Rich {

    /**
     * One experiment.
     *
     * @param name its name
     * @param question what it answers
     * @param task how it measures
     * @param finished runs that finished
     * @param failed runs that failed
     * @param planned runs the file asks for
     * @param lastRun start of the newest run, ISO 8601; empty where there is none
     */
    public record Listed(
            String name,
            String question,
            String task,
            int finished,
            int failed,
            int planned,
            String lastRun) {}

    public ExperimentList {
        experiments = List.copyOf(experiments);
    }

    @Override
    public Iterator<Listed> iterator() {
        return experiments.iterator();
    }

    private TextTable table() {
        TextTable table = new TextTable("experiment", "runs", "failed", "last run", "question");
        for (Listed e : experiments) {
            table.row(
                    e.name(),
                    e.finished() + " of " + e.planned(),
                    String.valueOf(e.failed()),
                    e.lastRun(),
                    e.question());
        }
        return table;
    }

    @Override
    public Map<String, Object> mimeBundle() {
        return Map.of("text/html", table().html());
    }

    @Override
    public String toString() {
        return experiments.isEmpty() ? "no experiments" : table().toString().stripTrailing();
    }
}
