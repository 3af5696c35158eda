package dev.engram.engram.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.internal.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TermRunsTest {

    private static final int GRADE_BITS = 4;
    private static final int TERMS = 12;

    /** Lists joined of runs are the bytes that plain encoding of all postings makes. */
    @Property(tries = 200)
    void joinedRunsAreTheListsOfAllPostings(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int logCount) {
        Random random = new Random(seed);
        List<List<int[]>> lists = new ArrayList<>();
        for (int t = 0; t < TERMS; t++) {
            lists.add(new ArrayList<>());
        }
        List<PassageLog> logs = new ArrayList<>();
        int base = 0;
        for (int l = 0; l < logCount; l++) {
            PassageLog log = PassageLog.ofTerms(new long[TERMS]);
            log.file(new byte[] {(byte) l});
            for (int p = random.nextInt(9); p > 0; p--) {
                log.passage(p, p + 1, 1, 1);
                for (int t = 0; t < TERMS; t++) {
                    if (random.nextInt(3) == 0) {
                        int grade = 1 + random.nextInt(16);
                        log.posting(t, grade);
                        lists.get(t).add(new int[] {base + log.passages() - 1, grade});
                    }
                }
                log.endPassage();
            }
            base += log.passages();
            logs.add(log);
        }
        for (int t = 0; t < TERMS; t++) {
            assertThat(joined(logs, t)).isEqualTo(encoded(lists.get(t)));
        }
    }

    private static byte[] joined(List<PassageLog> logs, int term) {
        ByteWriter out = new ByteWriter(16);
        int base = 0;
        int previous = -1;
        for (PassageLog log : logs) {
            TermRuns runs = log.runs(GRADE_BITS);
            for (int r = 0; r < runs.count(); r++) {
                if (runs.term(r) == term) {
                    previous = runs.append(r, base, previous, GRADE_BITS, out);
                }
            }
            base += log.passages();
        }
        return out.toByteArray();
    }

    private static byte[] encoded(List<int[]> postings) {
        ByteWriter out = new ByteWriter(16);
        int previous = -1;
        for (int[] posting : postings) {
            out.varint((long) (posting[0] - previous - 1) << GRADE_BITS | (posting[1] - 1));
            previous = posting[0];
        }
        return out.toByteArray();
    }
}
