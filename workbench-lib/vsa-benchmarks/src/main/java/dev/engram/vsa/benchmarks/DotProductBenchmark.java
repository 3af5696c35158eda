package dev.engram.vsa.benchmarks;

import dev.engram.vsa.Counters;
import dev.engram.vsa.GradedCodebook;
import dev.engram.vsa.Hypervector;
import dev.engram.vsa.Mixing;
import dev.engram.vsa.PreparedQuery;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Dot products with passages of 200 non-zeros. Each invocation goes through many passages, so that
 * neither their content nor the branches they lead to are known beforehand, as in a search.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DotProductBenchmark {

    static final int PASSAGES = 256;
    static final int NON_ZEROS = 200;

    /** A question of twelve words, each with its list of sixteen positions. */
    private static final int WORDS = 12;

    private static final int DEPTH = 16;

    /** Vectors in the sum whose sign is the dense query: most positions are not zero. */
    private static final int BUNDLED = 2000;

    @Param({"10000", "50000", "100000"})
    public int dimension;

    Hypervector[] passages = new Hypervector[0];
    Counters words = new Counters(1);
    Counters sum = new Counters(1);
    PreparedQuery question = new PreparedQuery(words);
    PreparedQuery dense = new PreparedQuery(words);

    /** Makes passages and queries; the same on every machine. */
    @Setup
    public void make() {
        passages = new Hypervector[PASSAGES];
        for (int i = 0; i < PASSAGES; i++) {
            passages[i] = Hypervector.random(dimension, NON_ZEROS, Mixing.mix(i));
        }
        words = new Counters(dimension);
        GradedCodebook codebook = new GradedCodebook(dimension, DEPTH, 1);
        for (int w = 0; w < WORDS; w++) {
            words.add(Hypervector.of(dimension, codebook.codes(w)), 1000 + 700 * w);
        }
        question = new PreparedQuery(words);
        sum = new Counters(dimension);
        for (int i = 0; i < BUNDLED; i++) {
            sum.add(Hypervector.random(dimension, NON_ZEROS, Mixing.mix(PASSAGES + i)));
        }
        dense = new PreparedQuery(sum);
    }

    /** A prepared question of twelve words. */
    @Benchmark
    @OperationsPerInvocation(PASSAGES)
    public long question() {
        return all(question);
    }

    /** A prepared query with most positions not zero, as the sum of many passages has. */
    @Benchmark
    @OperationsPerInvocation(PASSAGES)
    public long dense() {
        return all(dense);
    }

    private long all(PreparedQuery query) {
        long total = 0;
        for (Hypervector passage : passages) {
            total += query.dot(passage);
        }
        return total;
    }

    /** Two passages, without preparation. */
    @Benchmark
    @OperationsPerInvocation(PASSAGES - 1)
    public long pair() {
        long total = 0;
        for (int i = 1; i < PASSAGES; i++) {
            total += passages[i].dot(passages[i - 1]);
        }
        return total;
    }
}
