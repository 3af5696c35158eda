package dev.engram.models;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.util.Arrays;
import java.util.List;

/** Number formats a model can be quantized to. */
public enum QuantizationType {
    F32(0, 32),
    F16(1, 16),
    BF16(32, 16),
    Q8_0(7, 8.5),
    Q6_K(18, 6.56),
    Q5_0(8, 5.5),
    Q5_1(9, 6),
    Q5_K_S(16, 5.5),
    Q5_K_M(17, 5.7),
    Q4_0(2, 4.5),
    Q4_1(3, 5),
    Q4_K_S(14, 4.6),
    Q4_K_M(15, 4.9),
    IQ4_NL(25, 4.5),
    IQ4_XS(30, 4.3),
    Q3_K_S(11, 3.5),
    Q3_K_M(12, 3.9),
    Q3_K_L(13, 4.2),
    IQ3_S(26, 3.5),
    IQ3_M(27, 3.7),
    IQ3_XS(22, 3.3, true),
    IQ3_XXS(23, 3.1, true),
    Q2_K(10, 3.2),
    Q2_K_S(21, 2.9, true),
    IQ2_M(29, 2.7, true),
    IQ2_S(28, 2.5, true),
    IQ2_XS(20, 2.3, true),
    IQ2_XXS(19, 2.1, true),
    Q2_0(41, 2.3),
    TQ2_0(37, 2.1),
    IQ1_M(31, 1.9, true),
    TQ1_0(36, 1.7),
    IQ1_S(24, 1.6, true),
    Q1_0(40, 1.2),
    MXFP4_MOE(38, 4.3);

    private final int fileType;
    private final double bits;
    private final boolean needsImportance;

    QuantizationType(int fileType, double bits) {
        this(fileType, bits, false);
    }

    QuantizationType(int fileType, double bits, boolean needsImportance) {
        this.fileType = fileType;
        this.bits = bits;
        this.needsImportance = needsImportance;
    }

    /** Whether it cannot be made without an importance matrix. */
    public boolean needsImportance() {
        return needsImportance;
    }

    /** The number in {@code general.file_type}. */
    public int fileType() {
        return fileType;
    }

    /** About how many bits a weight takes, scales included. */
    public double approximateBits() {
        return bits;
    }

    /** What the length of a row must be a multiple of; other rows take another format. */
    public int rowMultiple() {
        return switch (this) {
            case F32, F16, BF16 -> 1;
            case Q8_0, Q5_0, Q5_1, Q4_0, Q4_1, IQ4_NL, MXFP4_MOE -> 32;
            case Q2_0 -> 64;
            case Q1_0 -> 128;
            default -> 256;
        };
    }

    /** Whether this is a plain floating-point format. */
    public boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
    }

    /**
     * The type of a name, in any case.
     *
     * @throws WorkbenchException of category USAGE with the near match
     */
    public static QuantizationType of(String name) {
        List<String> names = Arrays.stream(values()).map(Enum::name).toList();
        return Arrays.stream(values())
                .filter(t -> t.name().equalsIgnoreCase(name.replace('-', '_')))
                .findFirst()
                .orElseThrow(
                        () ->
                                WorkbenchException.usage(
                                        "unknown quantization type '" + name + "'",
                                        NearMatch.remedy(
                                                name.toUpperCase(java.util.Locale.ROOT), names)));
    }
}
