package dev.engram.models.internal.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The likeliest token, straight from the logits: what llama.cpp's greedy sampler gives, without its
 * list of all candidates, which takes longer to fill than the maximum to find.
 */
final class Greedy {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private Greedy() {}

    /** The first index of the greatest of {@code count} floats; 0 if none is comparable. */
    static int argMax(MemorySegment logits, int count) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = 0;
        // Four maxima, so that one comparison does not wait for the one before it.
        for (; i + 4 <= count; i += 4) {
            float v = logits.getAtIndex(FLOAT, i);
            float w = logits.getAtIndex(FLOAT, i + 1L);
            float x = logits.getAtIndex(FLOAT, i + 2L);
            float y = logits.getAtIndex(FLOAT, i + 3L);
            a = v > a ? v : a;
            b = w > b ? w : b;
            c = x > c ? x : c;
            d = y > d ? y : d;
        }
        for (; i < count; i++) {
            float v = logits.getAtIndex(FLOAT, i);
            a = v > a ? v : a;
        }
        a = b > a ? b : a;
        c = d > c ? d : c;
        a = c > a ? c : a;
        for (int j = 0; j < count; j++) {
            if (logits.getAtIndex(FLOAT, j) == a) {
                return j;
            }
        }
        return 0;
    }
}
