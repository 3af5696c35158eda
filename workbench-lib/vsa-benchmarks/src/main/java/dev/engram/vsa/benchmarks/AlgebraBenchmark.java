package dev.engram.vsa.benchmarks;

import dev.engram.vsa.Counters;
import dev.engram.vsa.Hypervector;
import dev.engram.vsa.Mixing;
import dev.engram.vsa.SignView;
import dev.engram.vsa.SignedPermutation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The operations of the algebra on vectors of 200 non-zeros and on sums of a thousand of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class AlgebraBenchmark {

    private static final int BUNDLED = 1000;

    @Param({"10000", "100000"})
    public int dimension;

    Hypervector vector = Hypervector.zero(1);
    Hypervector other = Hypervector.zero(1);
    SignedPermutation key = SignedPermutation.of(1, 1);
    Counters sum = new Counters(1);
    Counters counters = new Counters(1);
    SignView view = SignView.of(sum);
    SignView otherView = SignView.of(sum);

    /** Makes the operands; the same on every machine. */
    @Setup
    public void make() {
        vector = Hypervector.random(dimension, 200, 1);
        other = Hypervector.random(dimension, 200, 2);
        key = SignedPermutation.of(Hypervector.random(dimension, 200, 3));
        sum = new Counters(dimension);
        counters = new Counters(dimension);
        for (int i = 0; i < BUNDLED; i++) {
            sum.add(Hypervector.random(dimension, 200, Mixing.mix(i)));
            counters.add(Hypervector.random(dimension, 200, Mixing.mix(-i - 1)));
        }
        view = SignView.of(sum);
        otherView = SignView.of(counters);
    }

    /** Binding to a key that is at hand. */
    @Benchmark
    public Hypervector bind() {
        return key.apply(vector);
    }

    /** A cyclic shift. */
    @Benchmark
    public Hypervector permute() {
        return vector.permute(4321);
    }

    /** Positions in which two vectors differ. */
    @Benchmark
    public int hamming() {
        return vector.hamming(other);
    }

    /** A vector into a sum and out again. */
    @Benchmark
    public Counters addAndSubtract() {
        return counters.add(vector).subtract(vector);
    }

    /** A sum into a sum and out again. */
    @Benchmark
    public Counters addAndSubtractCounters() {
        return counters.add(sum).subtract(sum);
    }

    /** The dot product of two sums. */
    @Benchmark
    public long dotOfCounters() {
        return sum.dot(counters);
    }

    /** The signs of a sum. */
    @Benchmark
    public SignView sign() {
        return SignView.of(sum);
    }

    /** The dot product of two sums' signs. */
    @Benchmark
    public long dotOfSigns() {
        return view.dot(otherView);
    }
}
