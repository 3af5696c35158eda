package dev.engram.models.gguf;

import java.util.List;

/** A metadata value. */
public sealed interface GgufValue {

    /** Any integer; unsigned 64-bit values above 2^63 come out negative. */
    record Whole(long value) implements GgufValue {}

    /** Any floating-point number. */
    record Real(double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /**
     * An array; long ones, such as vocabularies, are not held in memory.
     *
     * @param count number of elements in the file
     * @param first the first elements, at most {@value #KEPT}
     */
    record Many(long count, List<GgufValue> first) implements GgufValue {

        /** How many elements of an array are kept. */
        public static final int KEPT = 1024;

        public Many {
            first = List.copyOf(first);
        }
    }

    /** The value as people read it; arrays are shortened. */
    default String display() {
        return switch (this) {
            case Whole w -> Long.toString(w.value());
            case Real r -> Double.toString(r.value());
            case Flag f -> Boolean.toString(f.value());
            case Text t -> t.value();
            case Many m ->
                    "["
                            + m.count()
                            + " values"
                            + (m.first().isEmpty() ? "" : ": " + m.first().getFirst().display())
                            + (m.count() > 1 ? ", …]" : "]");
        };
    }
}
