package dev.engram.models.internal.engine;

/** Log-probabilities from logits. */
final class LogSoftmax {

    private LogSoftmax() {}

    /** Minus the natural logarithm of a token's probability; without overflow. */
    static double negativeLog(float[] logits, int token) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : logits) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (float value : logits) {
            float difference = value - largest;
            if (difference > -40) {
                sum += Math.exp(difference);
            }
        }
        return ((double) largest - logits[token]) + Math.log(sum);
    }
}
