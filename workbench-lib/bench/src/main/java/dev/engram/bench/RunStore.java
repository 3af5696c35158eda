package dev.engram.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.AtomicFiles;
import dev.engram.base.FileTrees;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder of results: {@code EXPERIMENT/runs/VARIANT/r001.json}, one file a run, each written
 * whole or not at all; {@code EXPERIMENT/experiment.yaml}, the file as it was run; {@code
 * EXPERIMENT/charts/}. Thread-safe as long as one process writes an experiment.
 *
 * @param root the folder; it may not exist yet
 */
public record RunStore(Path root) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** The name of the copied experiment file. */
    public static final String EXPERIMENT_FILE = "experiment.yaml";

    /**
     * What was found of one experiment.
     *
     * @param runs readable records, by variant and repetition
     * @param damaged files that are no records, for a notice
     */
    public record Found(List<RunRecord> runs, List<Path> damaged) {}

    /** The folder of one experiment. */
    public Path folder(String experiment) {
        return root.resolve(experiment);
    }

    /** Where the record of a run lies. */
    public Path file(String experiment, Variant variant, int repetition) {
        return folder(experiment)
                .resolve("runs")
                .resolve(variant.slug())
                .resolve("r%03d.json".formatted(repetition));
    }

    /** Writes the record of a run, in place of an earlier one. */
    public Path save(RunRecord run) throws IOException {
        Path file = file(run.experiment(), run.variant(), run.repetition());
        AtomicFiles.write(file, MAPPER.writeValueAsString(run) + "\n");
        return file;
    }

    /** Keeps the experiment file beside its records. */
    public void saveExperiment(Experiment experiment) throws IOException {
        AtomicFiles.write(folder(experiment.name()).resolve(EXPERIMENT_FILE), experiment.source());
    }

    /**
     * The experiment as it was run last.
     *
     * @throws WorkbenchException with the near match where there are no results of that name
     */
    public Experiment experiment(String name) throws IOException {
        Path file = folder(name).resolve(EXPERIMENT_FILE);
        if (name.contains("/") || !Files.isRegularFile(file)) {
            throw WorkbenchException.missing(
                    "no results of an experiment '" + name + "' in " + root,
                    NearMatch.remedy(name, experiments()));
        }
        return ExperimentFile.read(file);
    }

    /** The names of all experiments with results, in order. */
    public List<String> experiments() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(f -> Files.isRegularFile(f.resolve(EXPERIMENT_FILE)))
                    .map(f -> String.valueOf(f.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** Reads all records of an experiment; a file that is none is reported, not thrown at. */
    public Found load(String experiment) throws IOException {
        Path runs = folder(experiment).resolve("runs");
        List<RunRecord> records = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        if (Files.isDirectory(runs)) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(runs)) {
                files =
                        walk.filter(Files::isRegularFile)
                                .filter(f -> !isUnfinished(f))
                                .filter(f -> f.toString().endsWith(".json"))
                                .sorted()
                                .toList();
            }
            for (Path file : files) {
                try {
                    records.add(
                            Objects.requireNonNull(
                                    MAPPER.readValue(file.toFile(), RunRecord.class)));
                } catch (JsonProcessingException
                        | IllegalArgumentException
                        | NullPointerException e) {
                    damaged.add(file);
                }
            }
        }
        records.sort(
                Comparator.comparing((RunRecord r) -> r.variant().slug())
                        .thenComparingInt(RunRecord::repetition));
        return new Found(List.copyOf(records), List.copyOf(damaged));
    }

    /** Removes what a killed run left half written. */
    public void removeUnfinished(String experiment) throws IOException {
        Path folder = folder(experiment);
        if (Files.isDirectory(folder)) {
            List<Path> unfinished;
            try (Stream<Path> walk = Files.walk(folder)) {
                unfinished = walk.filter(RunStore::isUnfinished).toList();
            }
            for (Path file : unfinished) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Moves the records of an experiment aside, so that a new series starts empty; the series
     * before the last one is dropped.
     */
    public void setAside(String experiment) throws IOException {
        Path runs = folder(experiment).resolve("runs");
        Path previous = folder(experiment).resolve("previous-runs");
        if (Files.isDirectory(runs)) {
            FileTrees.delete(previous);
            Files.move(runs, previous, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Moves one record aside, beside those of the series before. */
    public void setAside(RunRecord run) throws IOException {
        Path file = file(run.experiment(), run.variant(), run.repetition());
        Path runs = folder(run.experiment()).resolve("runs");
        Path target =
                folder(run.experiment()).resolve("previous-runs").resolve(runs.relativize(file));
        if (Files.isRegularFile(file)) {
            Files.createDirectories(target.resolveSibling("."));
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isUnfinished(Path file) {
        return String.valueOf(file.getFileName()).startsWith(AtomicFiles.UNFINISHED);
    }
}
