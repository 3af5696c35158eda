package dev.engram.vsa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.vsa.Hypervector;
import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs once, in this JVM, and computes what it is named after; no time counts. */
class BenchmarksRunTest {

    @Test
    void everyBenchmarkRuns() throws Exception {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include("dev\\.engram\\.vsa\\.benchmarks\\..*")
                                        .param("dimension", "10000")
                                        .forks(0)
                                        .warmupIterations(0)
                                        .measurementIterations(1)
                                        .measurementTime(TimeValue.milliseconds(1))
                                        .verbosity(VerboseMode.SILENT)
                                        .shouldFailOnError(true)
                                        .build())
                        .run();
        assertThat(
                        results.stream()
                                .map(r -> r.getParams().getBenchmark())
                                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                                .collect(Collectors.toSet()))
                .contains("question", "dense", "pair", "bind", "dotOfSigns")
                .hasSizeGreaterThan(9);
        assertThat(results).allMatch(r -> r.getPrimaryResult().getScore() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000})
    void theyComputeDotProducts(int dimension) {
        DotProductBenchmark benchmark = new DotProductBenchmark();
        benchmark.dimension = dimension;
        benchmark.make();
        long question = 0;
        long dense = 0;
        for (Hypervector passage : benchmark.passages) {
            assertThat(passage.nonZeros()).isEqualTo(DotProductBenchmark.NON_ZEROS);
            question += benchmark.words.dot(passage);
            dense += benchmark.sum.dot(passage);
        }
        assertThat(benchmark.question()).isEqualTo(question);
        assertThat(benchmark.dense()).isEqualTo(dense);
    }
}
