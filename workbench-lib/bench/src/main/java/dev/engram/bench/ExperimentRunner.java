package dev.engram.bench;

import dev.engram.base.FileTrees;
import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Runs the variants of an experiment in turn, round by round (A B C, A B C, …), so that a slow
 * minute of the machine hits all variants alike, and stores each run as it ends.
 */
public final class ExperimentRunner {

    private final RunStore store;
    private final Task.Surroundings surroundings;
    private final Supplier<Instant> clock;

    /** A runner that stores into {@code store}. */
    public ExperimentRunner(RunStore store, Task.Surroundings surroundings) {
        this(store, surroundings, Instant::now);
    }

    ExperimentRunner(RunStore store, Task.Surroundings surroundings, Supplier<Instant> clock) {
        this.store = store;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /**
     * What became of the runs.
     *
     * @param done runs measured now
     * @param skipped finished runs of an earlier start
     * @param failed runs that failed now
     * @param problems the first line of each failure
     */
    public record Outcome(int done, int skipped, int failed, List<String> problems) {}

    private record Key(String variant, int repetition) {}

    /**
     * Runs an experiment.
     *
     * @param resume skip runs that are finished under the same definition; otherwise earlier
     *     records are set aside first
     * @throws WorkbenchException where the experiment cannot run at all, or on interrupt: all
     *     finished runs are stored by then
     */
    public Outcome run(Experiment experiment, boolean resume) throws Exception {
        Task task = Tasks.named(experiment.task());
        check(experiment, task);
        store.removeUnfinished(experiment.name());
        Before before = resume ? before(experiment) : new Before(Set.of(), List.of());
        Set<Key> finished = before.finished();
        int total = experiment.variants().size() * experiment.repetitions();
        int order = finished.size();
        int done = 0;
        List<String> problems = new ArrayList<>();
        if (finished.size() == total) {
            for (RunRecord other : before.others()) {
                store.setAside(other);
            }
            store.saveExperiment(experiment);
            return new Outcome(0, total, 0, List.of());
        }
        try (Task.Session session = task.open(experiment, surroundings)) {
            // only now: what cannot be opened must not cost the series before
            if (!resume) {
                store.setAside(experiment.name());
            }
            for (RunRecord other : before.others()) {
                store.setAside(other);
            }
            store.saveExperiment(experiment);
            for (int repetition = 1; repetition <= experiment.repetitions(); repetition++) {
                for (Variant variant : experiment.variants()) {
                    surroundings
                            .progress()
                            .update(
                                    experiment.name() + ": " + variant.name(),
                                    finished.size() + done + problems.size(),
                                    total,
                                    Progress.Unit.ITEMS);
                    if (finished.contains(new Key(variant.slug(), repetition))) {
                        continue;
                    }
                    Interrupts.check(keptState());
                    order++;
                    RunRecord record = one(experiment, session, variant, repetition, order);
                    store.save(record);
                    if (record.finished()) {
                        done++;
                    } else {
                        problems.add(variant.name() + ": " + record.message());
                        surroundings.notices().accept("failed: " + problems.getLast());
                    }
                }
            }
        }
        return new Outcome(done, finished.size(), problems.size(), List.copyOf(problems));
    }

    private static String keptState() {
        return "finished runs are kept; go on with --resume";
    }

    private static void check(Experiment experiment, Task task) {
        experiment.checkSettings(task.settings());
        if (!task.freeFactors()) {
            Set<String> factors =
                    experiment.variants().stream()
                            .flatMap(v -> v.values().keySet().stream())
                            .collect(Collectors.toCollection(LinkedHashSet::new));
            for (String factor : factors) {
                if (!task.settings().contains(factor)) {
                    throw WorkbenchException.usage(
                            "task '" + task.name() + "' knows no factor '" + factor + "'",
                            dev.engram.base.NearMatch.remedy(factor, task.settings()));
                }
            }
        }
        experiment.baselineVariant();
    }

    /**
     * What a resumed series finds.
     *
     * @param finished runs that need no repetition
     * @param others records of another definition, which must not be averaged in
     */
    private record Before(Set<Key> finished, List<RunRecord> others) {}

    private Before before(Experiment experiment) throws IOException {
        RunStore.Found found = store.load(experiment.name());
        for (Path damaged : found.damaged()) {
            surroundings.notices().accept("not a run record, measured again: " + damaged);
        }
        Map<String, String> definitions = new LinkedHashMap<>();
        experiment.variants().forEach(v -> definitions.put(v.slug(), experiment.definition(v)));
        Set<Key> finished = new HashSet<>();
        List<RunRecord> others = new ArrayList<>();
        for (RunRecord run : found.runs()) {
            String definition = definitions.getOrDefault(run.variant().slug(), "");
            boolean known = definitions.containsKey(run.variant().slug());
            boolean same = run.definition().equals(definition);
            if (same && run.finished() && run.repetition() <= experiment.repetitions()) {
                finished.add(new Key(run.variant().slug(), run.repetition()));
            } else if (known && !same) {
                others.add(run);
            }
        }
        if (!others.isEmpty()) {
            surroundings
                    .notices()
                    .accept(
                            others.size()
                                    + " earlier runs were of another definition;"
                                    + " set aside in previous-runs");
        }
        return new Before(finished, others);
    }

    private RunRecord one(
            Experiment experiment, Task.Session session, Variant variant, int repetition, int order)
            throws Exception {
        Instant start = clock.get();
        Machine machine = Machine.here();
        Path scratch = Files.createTempDirectory("workbench-run-");
        Task.Measured measured = new Task.Measured(List.of(), List.of(), Map.of());
        String message = "";
        try {
            measured =
                    session.run(
                            new Task.Request(
                                    variant, repetition, experiment.seedOf(repetition), scratch));
            if (measured.samples().isEmpty()) {
                message = "the run gave no samples";
            }
        } catch (InterruptedException e) {
            throw new WorkbenchException(
                    Category.INTERRUPTED, "interrupted: " + keptState(), null, e);
        } catch (WorkbenchException e) {
            if (e.category() == Category.INTERRUPTED || e.category() == Category.USAGE) {
                throw e;
            }
            message = e.userMessage().lines().findFirst().orElse("failed");
        } catch (Exception e) {
            if (Thread.interrupted() || e instanceof ClosedByInterruptException) {
                throw new WorkbenchException(
                        Category.INTERRUPTED, "interrupted: " + keptState(), null, e);
            }
            message = firstLine(e);
        } finally {
            FileTrees.delete(scratch);
        }
        Map<String, String> versions = new LinkedHashMap<>(experiment.versions());
        versions.put("jdk", Runtime.version().toString());
        versions.put("workbench", workbenchVersion());
        versions.putAll(measured.versions());
        return new RunRecord(
                RunRecord.FORMAT,
                experiment.name(),
                experiment.version(),
                experiment.task(),
                variant,
                repetition,
                experiment.seedOf(repetition),
                experiment.definition(variant),
                message.isEmpty() ? RunRecord.Status.FINISHED : RunRecord.Status.FAILED,
                message,
                start.truncatedTo(ChronoUnit.MILLIS).toString(),
                start.until(clock.get(), ChronoUnit.MILLIS),
                order,
                machine,
                versions,
                measured.inputs(),
                experiment.settings(),
                measured.samples());
    }

    /** Never empty: an empty message is that of a finished run. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .filter(l -> !l.isBlank() && !l.equals("null"))
                .findFirst()
                .orElseGet(() -> e.getClass().getName());
    }

    private static String workbenchVersion() {
        String version = ExperimentRunner.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
