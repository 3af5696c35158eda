package dev.engram.engram.internal.index;

import dev.engram.engram.text.TokenScanner;
import java.util.Arrays;

/**
 * Turns passages into trits: for each token the number of its positions that the passage takes, and
 * where several tokens meet with the same sign, what a sum has too much. Serves one thread.
 */
final class PassageEncoder extends TokenScanner {

    private final LexicalFormat format;
    private final TermTable terms;
    private int[] occurrences = new int[1 << 12];
    private int[] met = new int[1 << 10];
    private int metCount;
    private int tokens;

    private final byte[] sums;
    private int[] grades = new int[1 << 10];
    private final int[] crowded = new int[1024];

    PassageEncoder(LexicalFormat format, TermTable terms) {
        this.format = format;
        this.terms = terms;
        this.sums = new byte[format.dimension()];
    }

    @Override
    protected void token(byte[] bytes, int from, int length, long hash) {
        int number = terms.number(bytes, from, length, hash);
        if (number == TermTable.STOP) {
            return;
        }
        tokens++;
        if (number >= occurrences.length) {
            occurrences = Arrays.copyOf(occurrences, Math.max(number + 1, number * 2));
        }
        if (occurrences[number]++ == 0) {
            if (metCount == met.length) {
                met = Arrays.copyOf(met, metCount * 2);
                grades = Arrays.copyOf(grades, metCount * 2);
            }
            met[metCount++] = number;
        }
    }

    /** Encodes one passage and appends its postings to {@code out}. */
    void encode(byte[] bytes, int from, int to, PassageLog out) {
        scan(bytes, from, to);
        int total = grade(format.unit());
        if (total > format.maxTrits()) {
            shrink(total);
        }
        for (int i = 0; i < metCount; i++) {
            if (grades[i] > 0) {
                out.posting(met[i], grades[i]);
            }
        }
        overlaps(out);
        for (int i = 0; i < metCount; i++) {
            occurrences[met[i]] = 0;
        }
        metCount = 0;
        tokens = 0;
    }

    /** Sets the grades for a unit and returns the number of trits. */
    private int grade(double unit) {
        int total = 0;
        int depth = format.depth();
        for (int i = 0; i < metCount; i++) {
            double weight = LexicalFormat.weight(occurrences[met[i]], tokens);
            int grade = Math.min(depth, (int) (unit * weight + 0.5));
            grades[i] = grade;
            total += grade;
        }
        return total;
    }

    /** Lowers the unit until the trits fit: the largest 64th of it that does. */
    private void shrink(int total) {
        int low = 1;
        int high = format.unit() * 64;
        int guess = (int) ((long) high * format.maxTrits() / total);
        while (low < high) {
            int middle = guess > low && guess < high ? guess : (low + high + 1) >>> 1;
            guess = -1;
            if (grade(middle / 64.0) <= format.maxTrits()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        grade(low / 64.0);
    }

    /** Records where the sum of the tokens' trits leaves -1…1, so that trits stay trits. */
    private void overlaps(PassageLog out) {
        int[] codes = terms.codes();
        int depth = format.depth();
        int found = 0;
        for (int i = 0; i < metCount; i++) {
            int base = met[i] * depth;
            for (int c = base; c < base + grades[i]; c++) {
                int code = codes[c];
                int sum = sums[code >>> 1] + 1 - ((code & 1) << 1);
                sums[code >>> 1] = (byte) sum;
                if (sum * sum > 1 && found < crowded.length) {
                    crowded[found++] = code >>> 1;
                }
            }
        }
        for (int i = 0; i < found; i++) {
            int position = crowded[i];
            int sum = sums[position];
            if (sum * sum > 1) {
                out.excess(position, sum > 0 ? sum - 1 : sum + 1);
                sums[position] = 0;
            }
        }
        for (int i = 0; i < metCount; i++) {
            int base = met[i] * depth;
            for (int c = base; c < base + grades[i]; c++) {
                sums[codes[c] >>> 1] = 0;
            }
        }
    }
}
