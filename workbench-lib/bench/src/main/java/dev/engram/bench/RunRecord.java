package dev.engram.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything known about one run: one file.
 *
 * @param format version of this record's form
 * @param experiment name of the experiment
 * @param experimentVersion the experiment's {@code metadata.version}
 * @param task the task that measured
 * @param variant what was varied
 * @param repetition from 1
 * @param seed the seed the run was given; the same for all variants of a repetition
 * @param definition digest of all that determines the run; a resumed experiment skips only runs of
 *     the same definition
 * @param status how it ended
 * @param message why it failed; empty otherwise
 * @param startedAt start, ISO 8601 in UTC
 * @param millis how long it took, preparation included
 * @param order position in the order of execution, from 1
 * @param machine where
 * @param versions versions of what took part
 * @param inputs digests of models, data and prompts
 * @param settings the experiment's settings as they were used
 * @param samples every raw sample
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunRecord(
        int format,
        String experiment,
        int experimentVersion,
        String task,
        Variant variant,
        int repetition,
        long seed,
        String definition,
        Status status,
        String message,
        String startedAt,
        long millis,
        int order,
        Machine machine,
        Map<String, String> versions,
        List<InputHash> inputs,
        Map<String, Object> settings,
        List<Sample> samples) {

    /** The form written today. */
    public static final int FORMAT = 1;

    /** How a run ended; an interrupted run leaves no record. */
    public enum Status {
        FINISHED,
        FAILED
    }

    public RunRecord {
        Objects.requireNonNull(experiment, "experiment");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(machine, "machine");
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException("record of form " + format + ", known: " + FORMAT);
        }
        // in order, so that equal runs give equal files
        versions = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(versions));
        inputs = List.copyOf(inputs);
        settings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(settings));
        samples = List.copyOf(samples);
    }

    @JsonIgnore
    public boolean finished() {
        return status == Status.FINISHED;
    }

    /** Values of one metric, in the order they were measured. */
    public double[] values(String metric) {
        return samples.stream()
                .filter(s -> s.metric().equals(metric))
                .mapToDouble(Sample::value)
                .toArray();
    }
}
