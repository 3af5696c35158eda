package dev.engram.bench;

import java.util.List;
import java.util.Set;

/**
 * A way of measuring, named in experiment files. Implementations are found by {@link Tasks}, also
 * through {@link java.util.ServiceLoader}; they are stateless, and everything a series of runs
 * shares lives in the {@link Session}.
 */
public interface Task {

    /** Lower-case name, such as {@code command}. */
    String name();

    /** One sentence: what is measured. */
    String description();

    /** The settings and factors the task reads; others are refused with the near match. */
    Set<String> settings();

    /** Whether variants may have factors of any name, which the task only substitutes. */
    default boolean freeFactors() {
        return false;
    }

    /** Metrics over this task's samples, the most telling first. */
    List<MetricSpec> metrics();

    /**
     * Prepares what all runs share.
     *
     * @throws dev.engram.base.WorkbenchException where the experiment cannot run at all
     */
    Session open(Experiment experiment, Surroundings surroundings) throws Exception;

    /** One experiment under way; used by one thread. */
    interface Session extends AutoCloseable {

        /** Measures a variant once. A failure is an exception; the other runs still take place. */
        Measured run(Request request) throws Exception;

        @Override
        default void close() throws Exception {}
    }

    /**
     * One run to do.
     *
     * @param variant what is varied
     * @param repetition from 1
     * @param seed seed of everything drawn at random in this run
     * @param scratch an empty folder, deleted after the run
     */
    record Request(Variant variant, int repetition, long seed, java.nio.file.Path scratch) {}

    /**
     * What a run gave.
     *
     * @param samples every raw sample, at least one
     * @param inputs digests of what was read
     * @param versions versions of what took part
     */
    record Measured(
            List<Sample> samples, List<InputHash> inputs, java.util.Map<String, String> versions) {}

    /**
     * Where an experiment runs.
     *
     * @param home the folder of the workbench
     * @param workingDirectory where relative paths of the caller start
     * @param progress receives the advance
     * @param notices receives one-line remarks
     * @param models the language models of this process, asked for on first use
     */
    record Surroundings(
            dev.engram.base.WorkbenchHome home,
            java.nio.file.Path workingDirectory,
            dev.engram.base.Progress progress,
            java.util.function.Consumer<String> notices,
            java.util.function.Supplier<dev.engram.models.Models> models) {

        /** Surroundings without language models. */
        public Surroundings(
                dev.engram.base.WorkbenchHome home,
                java.nio.file.Path workingDirectory,
                dev.engram.base.Progress progress,
                java.util.function.Consumer<String> notices) {
            this(
                    home,
                    workingDirectory,
                    progress,
                    notices,
                    () -> {
                        throw new IllegalStateException("no language models here");
                    });
        }
    }
}
