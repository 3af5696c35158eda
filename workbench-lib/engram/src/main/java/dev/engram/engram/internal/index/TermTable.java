package dev.engram.engram.internal.index;

import dev.engram.engram.text.Tokenizer;
import dev.engram.vsa.Mixing;
import java.util.Arrays;

/**
 * Numbers the tokens that one worker meets, and keeps their positions. Raw tokens are normalized
 * only when first met. Not thread-safe.
 */
final class TermTable {

    /** The number of a stop word. */
    static final int STOP = -1;

    private static final int FREE = -2;

    /** Makes every number positive, stop words included. */
    private static final int SHIFT = 2;

    private final LexicalFormat format;
    private final Tokenizer.Normalizer normalizer = new Tokenizer.Normalizer();

    /** Pairs of raw hash and number plus {@link #SHIFT}, side by side; 0 is free. */
    private long[] raw = new long[2 << 15];

    private int rawCount;

    private long[] termKeys = new long[1 << 14];
    private int[] termNumbers = free(1 << 14);

    private long[] hashes = new long[1 << 12];
    private int[] codes;
    private int count;

    TermTable(LexicalFormat format) {
        this.format = format;
        this.codes = new int[hashes.length * format.depth()];
    }

    private static int[] free(int size) {
        int[] numbers = new int[size];
        Arrays.fill(numbers, FREE);
        return numbers;
    }

    /**
     * The number of a raw token, or {@link #STOP}.
     *
     * @param bytes hold the token from {@code from} on, see {@link
     *     dev.engram.engram.text.TokenScanner}
     */
    int number(byte[] bytes, int from, int length, long rawHash) {
        long[] table = raw;
        int mask = table.length / 2 - 1;
        int slot = slot(rawHash, mask);
        while (table[2 * slot + 1] != 0) {
            if (table[2 * slot] == rawHash) {
                return (int) table[2 * slot + 1] - SHIFT;
            }
            slot = (slot + 1) & mask;
        }
        return fresh(bytes, from, length, rawHash, slot);
    }

    private int fresh(byte[] bytes, int from, int length, long rawHash, int slot) {
        int normalized = normalizer.normalize(bytes, from, length);
        int number = normalized == 0 ? STOP : term(Mixing.hash(normalizer.token(), 0, normalized));
        raw[2 * slot] = rawHash;
        raw[2 * slot + 1] = number + SHIFT;
        if (++rawCount * 4 > raw.length) {
            growRaw();
        }
        return number;
    }

    private static int slot(long key, int mask) {
        return (int) (key ^ (key >>> 29)) & mask;
    }

    private int term(long hash) {
        int mask = termKeys.length - 1;
        int slot = slot(hash, mask);
        while (termNumbers[slot] != FREE) {
            if (termKeys[slot] == hash) {
                return termNumbers[slot];
            }
            slot = (slot + 1) & mask;
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
            codes = Arrays.copyOf(codes, codes.length * 2);
        }
        hashes[count] = hash;
        format.codebook().codes(hash, codes, count * format.depth());
        termKeys[slot] = hash;
        termNumbers[slot] = count;
        int number = count++;
        if (count * 2 > termKeys.length) {
            growTerms();
        }
        return number;
    }

    private void growRaw() {
        long[] old = raw;
        raw = new long[old.length * 2];
        int mask = raw.length / 2 - 1;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int slot = slot(old[i], mask);
                while (raw[2 * slot + 1] != 0) {
                    slot = (slot + 1) & mask;
                }
                raw[2 * slot] = old[i];
                raw[2 * slot + 1] = old[i + 1];
            }
        }
    }

    private void growTerms() {
        long[] oldKeys = termKeys;
        int[] oldNumbers = termNumbers;
        termKeys = new long[oldKeys.length * 2];
        termNumbers = free(termKeys.length);
        insertAll(oldKeys, oldNumbers, termKeys, termNumbers);
    }

    private static void insertAll(
            long[] fromKeys, int[] fromValues, long[] toKeys, int[] toValues) {
        int mask = toKeys.length - 1;
        for (int i = 0; i < fromKeys.length; i++) {
            if (fromValues[i] != FREE) {
                int slot = slot(fromKeys[i], mask);
                while (toValues[slot] != FREE) {
                    slot = (slot + 1) & mask;
                }
                toKeys[slot] = fromKeys[i];
                toValues[slot] = fromValues[i];
            }
        }
    }

    /** Number of tokens. */
    int count() {
        return count;
    }

    /** The 64-bit hashes that identify the tokens in segments; grows by replacement. */
    long[] hashes() {
        return hashes;
    }

    /** The codes of all tokens, {@code depth} each. */
    int[] codes() {
        return codes;
    }
}
