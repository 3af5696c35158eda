package dev.engram.models.internal.natives;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A {@code ggml_tensor} in native memory, read by offset. The layout is that of the pinned build;
 * {@link #check} holds it against what the library says before the first is read.
 */
public record TensorView(MemorySegment head) {

    private static final long BYTES = 336;
    private static final long LIST_ENTRY_BYTES = 32;
    private static final long TYPE = 0;
    private static final long SIZES = 16;
    private static final long STRIDES = 48;
    private static final long OPERATION = 80;
    private static final long SOURCES = 152;
    private static final long DATA = 248;
    private static final long NAME = 256;
    private static final long NAME_BYTES = 64;

    /** The tensor a pointer of the library points to. */
    public static TensorView of(MemorySegment pointer) {
        return new TensorView(pointer.reinterpret(BYTES));
    }

    /**
     * Holds the layout against a tensor of the library's.
     *
     * @throws WorkbenchException of category FAILED if this is another build
     */
    public static void check(LlamaState state, TensorView tensor) {
        long bytes = 1;
        for (int d = 0; d < 4; d++) {
            bytes *= tensor.size(d);
        }
        boolean same =
                state.tensorOverhead() == BYTES + LIST_ENTRY_BYTES
                        && state.tensorName(tensor.head()).address()
                                == tensor.head().address() + NAME
                        && (tensor.type() != 0
                                || state.tensorBytes(tensor.head()) == bytes * Float.BYTES);
        if (!same) {
            throw new WorkbenchException(
                    Category.FAILED,
                    "the llama.cpp libraries lay tensors out in another way than the pinned build",
                    "delete the natives folder and run set-up again",
                    null);
        }
    }

    /** Number of the {@code ggml_type}; 0 is a 32-bit float. */
    public int type() {
        return head.get(ValueLayout.JAVA_INT, TYPE);
    }

    /** Number of elements along a dimension, the fastest first. */
    public long size(int dimension) {
        return head.get(ValueLayout.JAVA_LONG, SIZES + 8L * dimension);
    }

    /** Bytes from one element to the next along a dimension. */
    public long stride(int dimension) {
        return head.get(ValueLayout.JAVA_LONG, STRIDES + 8L * dimension);
    }

    /** Number of the {@code ggml_op} that makes it. */
    public int operation() {
        return head.get(ValueLayout.JAVA_INT, OPERATION);
    }

    /** What it is made from; only those the operation has. */
    public TensorView source(int index) {
        return of(head.get(ValueLayout.ADDRESS, SOURCES + 8L * index));
    }

    /** Its elements, in this process's memory. */
    public MemorySegment data() {
        long bytes = size(0) > 0 ? stride(0) : 0;
        for (int d = 0; d < 4; d++) {
            bytes += (size(d) - 1) * stride(d);
        }
        return head.get(ValueLayout.ADDRESS, DATA).reinterpret(bytes);
    }

    /** Its name, without what the scheduler puts around names of copies. */
    public String name() {
        String name = head.asSlice(NAME, NAME_BYTES).getString(0, StandardCharsets.UTF_8);
        int first = name.indexOf('#');
        if (first < 0) {
            return name;
        }
        int second = name.indexOf('#', first + 1);
        return name.substring(first + 1, second < 0 ? name.length() : second);
    }
}
