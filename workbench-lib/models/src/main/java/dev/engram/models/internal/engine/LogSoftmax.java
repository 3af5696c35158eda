package dev.engram.models.internal.engine;

import dev.engram.models.GenerationResult.Alternative;
import dev.engram.models.GenerationResult.TokenChoice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Log-probabilities from logits. */
final class LogSoftmax {

    private LogSoftmax() {}

    /** Minus the natural logarithm of a token's probability; without overflow. */
    static double negativeLog(float[] logits, int token) {
        float largest = largest(logits);
        // In this order: both could be huge, their difference is not.
        return ((double) largest - logits[token]) + logOfSum(logits, largest);
    }

    private static float largest(float[] logits) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : logits) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** The logarithm of the sum of all exponentials, relative to the largest. */
    private static double logOfSum(float[] logits, float largest) {
        double sum = 0;
        for (float value : logits) {
            float difference = value - largest;
            if (difference > -40) {
                sum += Math.exp(difference);
            }
        }
        return Math.log(sum);
    }

    /** A chosen token with the likeliest ones beside it. */
    static TokenChoice choice(float[] logits, int token, int alternatives, Vocabulary vocabulary) {
        float largest = largest(logits);
        double sum = logOfSum(logits, largest);
        List<Alternative> likeliest = new ArrayList<>();
        for (int id : largest(logits, alternatives)) {
            likeliest.add(
                    new Alternative(
                            id, text(vocabulary, id), ((double) logits[id] - largest) - sum));
        }
        double chosen = ((double) logits[token] - largest) - sum;
        return new TokenChoice(token, text(vocabulary, token), chosen, likeliest);
    }

    /** Where the largest values are, in falling order; of equal ones the first comes first. */
    static int[] largest(float[] values, int most) {
        int[] best = new int[Math.min(most, values.length)];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (count == best.length && (count == 0 || values[i] <= values[best[count - 1]])) {
                continue;
            }
            int at = count < best.length ? count++ : count - 1;
            while (at > 0 && values[best[at - 1]] < values[i]) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = i;
        }
        return best;
    }

    private static String text(Vocabulary vocabulary, int token) {
        return new String(vocabulary.bytes(token), StandardCharsets.UTF_8);
    }
}
