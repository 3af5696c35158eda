package dev.engram.models.internal.engine;

import dev.engram.models.internal.natives.Llama;
import dev.engram.models.internal.natives.LlamaState;
import dev.engram.models.internal.natives.TensorView;
import dev.engram.models.quantize.ImportanceMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums the squares of what goes into each weight matrix of the blocks, seen through llama.cpp's
 * evaluation callback, as {@code llama-imatrix} does. Called from the thread that decodes.
 */
final class ActivationSums {

    private static final int MOST_OPERATIONS = 64;
    private static final int F32 = 0;

    private final LlamaState state;
    private final int multiply;
    private final int multiplyExperts;
    private final Map<String, Sums> sums = new HashMap<>();
    private boolean checked;
    private @Nullable Throwable failure;

    private static final class Sums {
        final double[] squares;
        final long[] counts;
        final int width;

        Sums(int width, int experts) {
            this.width = width;
            squares = new double[Math.multiplyExact(width, experts)];
            counts = new long[experts];
        }

        void add(MemorySegment data, long at, int expert) {
            int start = expert * width;
            for (int i = 0; i < width; i++) {
                double value = data.get(ValueLayout.JAVA_FLOAT, at + 4L * i);
                squares[start + i] += value * value;
            }
            counts[expert]++;
        }
    }

    ActivationSums(Llama llama) {
        this.state = llama.state();
        this.multiply = operation("MUL_MAT");
        this.multiplyExperts = operation("MUL_MAT_ID");
    }

    private int operation(String name) {
        for (int i = 0; i < MOST_OPERATIONS; i++) {
            if (state.operationName(i).equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("llama.cpp has no operation " + name);
    }

    MemorySegment callback(Arena arena) {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup()
                                    .findVirtual(
                                            ActivationSums.class,
                                            "evaluated",
                                            MethodType.methodType(
                                                    boolean.class,
                                                    MemorySegment.class,
                                                    boolean.class,
                                                    MemorySegment.class))
                                    .bindTo(this),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_BOOLEAN,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_BOOLEAN,
                                    ValueLayout.ADDRESS),
                            arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Asked before a node whether it is wanted, then told that it was computed. An exception that
     * left an upcall would end the JVM: it is kept, and the decode is stopped.
     */
    @SuppressWarnings("unused")
    private boolean evaluated(MemorySegment pointer, boolean asking, MemorySegment userData) {
        try {
            TensorView node = TensorView.of(pointer);
            if (asking) {
                return wanted(node);
            }
            if (wanted(node)) {
                add(node);
            }
            return true;
        } catch (Throwable t) {
            failure = t;
            return false;
        }
    }

    private boolean wanted(TensorView node) {
        if (!checked) {
            TensorView.check(state, node);
            checked = true;
        }
        int operation = node.operation();
        if (operation != multiply && operation != multiplyExperts) {
            return false;
        }
        return node.source(1).type() == F32 && node.source(0).name().startsWith("blk.");
    }

    /** Adds the inputs of a computed product. */
    void add(TensorView node) {
        TensorView weights = node.source(0);
        TensorView inputs = node.source(1);
        int width = Math.toIntExact(inputs.size(0));
        boolean experts = node.operation() == multiplyExperts;
        int count = experts ? Math.toIntExact(weights.size(2)) : 1;
        Sums into = sums.computeIfAbsent(weights.name(), name -> new Sums(width, count));
        MemorySegment data = inputs.data();
        if (experts) {
            TensorView chosen = node.source(2);
            MemorySegment ids = chosen.data();
            for (long token = 0; token < chosen.size(1); token++) {
                for (long slot = 0; slot < chosen.size(0); slot++) {
                    int expert =
                            ids.get(
                                    ValueLayout.JAVA_INT,
                                    token * chosen.stride(1) + slot * chosen.stride(0));
                    long row = slot % inputs.size(1);
                    into.add(data, row * inputs.stride(1) + token * inputs.stride(2), expert);
                }
            }
            return;
        }
        for (long k = 0; k < inputs.size(3); k++) {
            for (long j = 0; j < inputs.size(2); j++) {
                for (long i = 0; i < inputs.size(1); i++) {
                    into.add(
                            data,
                            i * inputs.stride(1) + j * inputs.stride(2) + k * inputs.stride(3),
                            0);
                }
            }
        }
    }

    /** Throws what went wrong in a callback, if anything did. */
    void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** What was summed so far, in the form of files. */
    Map<String, ImportanceMatrix.Entry> entries() {
        Map<String, ImportanceMatrix.Entry> entries = new TreeMap<>();
        sums.forEach(
                (name, s) -> {
                    float[] squares = new float[s.squares.length];
                    for (int i = 0; i < squares.length; i++) {
                        squares[i] = (float) s.squares[i];
                    }
                    float[] counts = new float[s.counts.length];
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = s.counts[i];
                    }
                    entries.put(name, new ImportanceMatrix.Entry(squares, counts));
                });
        return entries;
    }
}
