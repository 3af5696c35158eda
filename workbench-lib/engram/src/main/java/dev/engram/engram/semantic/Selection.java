package dev.engram.engram.semantic;

/** Finds one order statistic without sorting. */
final class Selection {

    private Selection() {}

    /**
     * The {@code rank}-th largest of the values, 1 for the largest; reorders them.
     *
     * @param rank 1 to the number of values
     */
    static float largest(float[] values, int rank) {
        int low = 0;
        int high = values.length - 1;
        int target = rank - 1;
        while (low < high) {
            float pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] > pivot) {
                    i++;
                }
                while (values[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    float swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (target <= j) {
                high = j;
            } else if (target >= i) {
                low = i;
            } else {
                return values[target];
            }
        }
        return values[target];
    }

    private static float middle(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
