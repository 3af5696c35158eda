package dev.engram.engram.internal.index;

import dev.engram.engram.internal.semantic.PassageTrits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a run of files contributes to the index, in the order of its passages, as one worker saw it.
 * Filled by one thread, read by another afterwards.
 */
public final class PassageLog {

    /** Bits of a posting that hold the grade minus one. */
    static final int GRADE_BITS = 6;

    private final Object terms;

    private int termCount;
    private long[] termHashes = new long[0];

    private byte[][] paths = new byte[16][];
    private int[] firstPassages = new int[16];
    private int files;

    private int[] places = new int[256];
    private int passages;

    private int[] postings = new int[1 << 14];
    private int[] postingEnds = new int[64];
    private int postingCount;

    private @Nullable TermRuns runs;

    private int[] excesses = new int[64];
    private int excessCount;

    private final PassageTrits semantic = new PassageTrits();

    /** An empty log of a worker with this table. */
    PassageLog(TermTable terms) {
        this.terms = terms;
    }

    private PassageLog(long[] hashes) {
        this.terms = hashes;
        this.termHashes = hashes;
        this.termCount = hashes.length;
    }

    /** An empty log whose tokens are known from the beginning. */
    static PassageLog ofTerms(long[] hashes) {
        return new PassageLog(hashes);
    }

    /** Starts the passages of a file. */
    void file(byte[] path) {
        if (files == paths.length) {
            paths = Arrays.copyOf(paths, files * 2);
            firstPassages = Arrays.copyOf(firstPassages, files * 2);
        }
        paths[files] = path;
        firstPassages[files++] = passages;
    }

    /** Adds a passage to the last file; its postings follow. */
    void passage(int startByte, int endByte, int startLine, int endLine) {
        if (passages * 4 == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        int at = passages * 4;
        places[at] = startByte;
        places[at + 1] = endByte;
        places[at + 2] = startLine;
        places[at + 3] = endLine;
        passages++;
    }

    void posting(int term, int grade) {
        if (postingCount == postings.length) {
            postings = Arrays.copyOf(postings, postingCount * 2);
        }
        postings[postingCount++] = term << GRADE_BITS | (grade - 1);
    }

    /** Notes an excess of the last passage. */
    void excess(int position, int amount) {
        excess(position, passages - 1, amount);
    }

    void excess(int position, int passage, int amount) {
        if (excessCount + 3 > excesses.length) {
            excesses = Arrays.copyOf(excesses, excesses.length * 2);
        }
        excesses[excessCount++] = position;
        excesses[excessCount++] = passage;
        excesses[excessCount++] = amount;
    }

    /** Ends a passage. */
    void endPassage() {
        if (passages > postingEnds.length) {
            postingEnds = Arrays.copyOf(postingEnds, passages * 2);
        }
        postingEnds[passages - 1] = postingCount;
    }

    /**
     * Ends the log: sorts the postings, which then are no longer there one by one, gives unused
     * memory back and keeps the hashes of the tokens met so far, because the worker goes on adding
     * others to its table.
     */
    void seal(TermTable table, int gradeBits) {
        termCount = table.count();
        termHashes = table.hashes();
        runs = TermRuns.of(this, gradeBits);
        postings = new int[0];
        postingEnds = new int[0];
        places = Arrays.copyOf(places, passages * 4);
        excesses = Arrays.copyOf(excesses, excessCount);
    }

    /** Logs whose tokens are numbered alike have the same one. */
    Object terms() {
        return terms;
    }

    /** Number of tokens the worker had met when this log was sealed. */
    int termCount() {
        return termCount;
    }

    /** The hash of one of these tokens. */
    long termHash(int term) {
        return termHashes[term];
    }

    int files() {
        return files;
    }

    byte[] path(int file) {
        return paths[file];
    }

    /** First passage of a file, or the number of passages for the file after the last. */
    int firstPassage(int file) {
        return file == files ? passages : firstPassages[file];
    }

    /** Semantic trits of all its passages, or of none. */
    public PassageTrits semantic() {
        return semantic;
    }

    /** Number of passages. */
    public int passages() {
        return passages;
    }

    int startByte(int passage) {
        return places[passage * 4];
    }

    int endByte(int passage) {
        return places[passage * 4 + 1];
    }

    int startLine(int passage) {
        return places[passage * 4 + 2];
    }

    int endLine(int passage) {
        return places[passage * 4 + 3];
    }

    /** The postings by token. */
    TermRuns runs(int gradeBits) {
        return runs == null ? TermRuns.of(this, gradeBits) : runs;
    }

    /** Number of postings. */
    public int postings() {
        return postingCount;
    }

    int postingsEnd(int passage) {
        return postingEnds[passage];
    }

    /**
     * A posting of a log that is not sealed: token number shifted by {@link #GRADE_BITS}, and the
     * grade minus one.
     */
    int posting(int at) {
        return postings[at];
    }

    /** Triples of position, passage, amount. */
    int[] excesses() {
        return excesses;
    }

    int excessCount() {
        return excessCount;
    }
}
