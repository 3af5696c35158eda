package dev.engram.models.embedding.internal;

/** Arithmetic on dense vectors. */
final class Vectors {

    private Vectors() {}

    /** Scales a vector to length 1 in place; the zero vector stays. */
    static float[] normalise(float[] vector) {
        double sum = 0;
        for (float v : vector) {
            sum += (double) v * v;
        }
        if (sum > 0) {
            float scale = (float) (1 / Math.sqrt(sum));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= scale;
            }
        }
        return vector;
    }
}
