package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class GreedyTest {

    /** As llama.cpp's sampler does it: the first that is greater than all before it. */
    private static int plainly(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    @Property(tries = 300)
    void theFirstOfTheGreatestIsFound(@ForAll @Size(min = 1, max = 37) float[] values) {
        assertThat(Greedy.argMax(MemorySegment.ofArray(values), values.length))
                .isEqualTo(plainly(values));
    }

    @Property(tries = 100)
    void tiesGoToTheFirst(@ForAll @Size(min = 1, max = 21) byte[] bytes) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] % 3;
        }
        assertThat(Greedy.argMax(MemorySegment.ofArray(values), values.length))
                .isEqualTo(plainly(values));
    }
}
