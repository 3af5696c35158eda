package dev.engram.models.gguf;

import dev.engram.base.Interrupts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;

/**
 * Looks at every weight, or the scale of every block of weights, for values that no quantizer
 * writes: infinities and what is not a number. Damage in the data of a tensor shows there soon,
 * while llama.cpp would answer nonsense without a word.
 */
public final class WeightCheck {

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HALF_EXPONENT = 0x7c00;
    private static final int BRAIN_EXPONENT = 0x7f80;
    private static final int FLOAT_EXPONENT = 0x7f80_0000;

    private WeightCheck() {}

    /**
     * Checks all tensors of a file.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED naming the tensor and the byte
     */
    public static void check(GgufFile file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, file.sizeBytes(), arena);
            for (GgufTensor tensor : file.tensors()) {
                Interrupts.check("the model was not loaded");
                long start = file.dataOffset() + tensor.offset();
                long bad = firstBad(all.asSlice(start, tensor.sizeBytes()), tensor.type());
                if (bad >= 0) {
                    throw GgufReader.damaged(
                            file.path(),
                            "weights damaged: tensor '"
                                    + tensor.name()
                                    + "' has an impossible value at byte "
                                    + (start + bad));
                }
            }
        }
    }

    /** Offset of the first impossible value, or -1. */
    static long firstBad(MemorySegment data, GgmlType type) {
        return switch (type) {
            case F32 -> floats(data);
            case F16 -> halves(data, 2, HALF_EXPONENT, 0);
            case BF16 -> halves(data, 2, BRAIN_EXPONENT, 0);
            default -> {
                for (int scale : scales(type)) {
                    long bad = halves(data, type.blockBytes(), HALF_EXPONENT, scale);
                    if (bad >= 0) {
                        yield bad;
                    }
                }
                yield -1;
            }
        };
    }

    /** Where the 16-bit scales stand in a block; formats with other scales are not looked into. */
    private static int[] scales(GgmlType type) {
        return switch (type) {
            case Q4_1, Q5_1, Q8_1, Q4_K, Q5_K -> new int[] {0, 2};
            case Q4_0, Q5_0, Q8_0, IQ4_NL, IQ4_XS, IQ3_S, IQ3_XXS, IQ2_S, IQ2_XS, IQ2_XXS, IQ1_S ->
                    new int[] {0};
            case Q2_K -> new int[] {80, 82};
            case Q3_K -> new int[] {108};
            case TQ1_0 -> new int[] {52};
            case TQ2_0 -> new int[] {64};
            case Q6_K -> new int[] {208};
            default -> new int[0];
        };
    }

    private static long halves(MemorySegment data, int stride, int exponent, int at) {
        long size = data.byteSize();
        for (long i = at; i + 2 <= size; i += stride) {
            if ((data.get(SHORT, i) & exponent) == exponent) {
                return i;
            }
        }
        return -1;
    }

    private static long floats(MemorySegment data) {
        long size = data.byteSize();
        for (long i = 0; i + 4 <= size; i += 4) {
            if ((data.get(INT, i) & FLOAT_EXPONENT) == FLOAT_EXPONENT) {
                return i;
            }
        }
        return -1;
    }
}
