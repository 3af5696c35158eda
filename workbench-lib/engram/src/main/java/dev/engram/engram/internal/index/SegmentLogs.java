package dev.engram.engram.internal.index;

import java.util.BitSet;

/** Turns a segment back into the log it was made of, less what is deleted: for merging. */
final class SegmentLogs {

    private SegmentLogs() {}

    static PassageLog of(SegmentReader segment, BitSet deleted) {
        int passages = segment.passages();
        long[] hashes = new long[segment.terms()];
        int[] starts = new int[passages + 1];
        for (int t = 0; t < hashes.length; t++) {
            hashes[t] = segment.hash(t);
            segment.postings(t, (passage, grade) -> starts[passage + 1]++);
        }
        for (int p = 0; p < passages; p++) {
            starts[p + 1] += starts[p];
        }
        int[] postings = new int[starts[passages]];
        int[] next = starts.clone();
        for (int t = 0; t < hashes.length; t++) {
            int term = t;
            segment.postings(
                    t,
                    (passage, grade) ->
                            postings[next[passage]++] =
                                    term << PassageLog.GRADE_BITS | (grade - 1));
        }
        PassageLog log = PassageLog.ofTerms(hashes);
        int[] numbers = new int[passages];
        int kept = 0;
        for (int f = 0; f < segment.files(); f++) {
            int first = segment.firstPassage(f);
            int end = segment.firstPassage(f + 1);
            if (deleted.get(f)) {
                java.util.Arrays.fill(numbers, first, end, -1);
                continue;
            }
            log.file(segment.path(f));
            SegmentReader.Place[] places = segment.places(f);
            for (int p = first; p < end; p++) {
                SegmentReader.Place place = places[p - first];
                log.passage(place.startByte(), place.endByte(), place.startLine(), place.endLine());
                for (int i = starts[p]; i < starts[p + 1]; i++) {
                    log.posting(
                            postings[i] >>> PassageLog.GRADE_BITS,
                            (postings[i] & ((1 << PassageLog.GRADE_BITS) - 1)) + 1);
                }
                log.endPassage();
                numbers[p] = kept++;
            }
        }
        for (int position = 0; position < segment.format().dimension(); position++) {
            int at = position;
            segment.excesses(
                    position,
                    (passage, amount) -> {
                        if (numbers[passage] >= 0) {
                            log.excess(at, numbers[passage], amount);
                        }
                    });
        }
        return log;
    }
}
