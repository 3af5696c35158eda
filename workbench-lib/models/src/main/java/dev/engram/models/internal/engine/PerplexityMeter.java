package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import dev.engram.models.internal.natives.NativeRuntime;

/**
 * Perplexity as llama.cpp's own tool measures it: disjoint windows, the first half of each being
 * context only, each token of the second half scored from the logits before it.
 */
public final class PerplexityMeter {

    private final NativeModel model;
    private final NativeRuntime runtime;
    private final PerplexityOptions options;

    public PerplexityMeter(NativeRuntime runtime, NativeModel model, PerplexityOptions options) {
        this.runtime = runtime;
        this.model = model;
        this.options = options;
    }

    /**
     * Measures on a text; the calling thread may be interrupted at any time.
     *
     * @throws WorkbenchException USAGE if the text is shorter than one window
     */
    public PerplexityResult measure(String text, Progress progress) {
        TextWindows windows = new TextWindows(model, options, text);
        long start = System.nanoTime();
        Tally tally = new Tally();
        try (DecodeContext context = new DecodeContext(runtime, model, windows.shape())) {
            windows.read(
                    context,
                    new Scores(tally, options.windowTokens(), model.vocabulary().size()),
                    "measuring windows",
                    "interrupted: the measurement was given up",
                    progress);
        }
        return tally.result(
                windows.count(), options.windowTokens(), (System.nanoTime() - start) / 1_000_000);
    }

    /** Scores each token of the second half of a window from the logits before it. */
    private static final class Scores implements TextWindows.Reader {

        private final Tally tally;
        private final int size;
        private final float[] logits;

        Scores(Tally tally, int size, int vocabulary) {
            this.tally = tally;
            this.size = size;
            this.logits = new float[vocabulary];
        }

        @Override
        public boolean wants(int position, int stepEnd) {
            return position >= size / 2 && position < size - 1;
        }

        @Override
        public void decoded(DecodeContext context, int[] window, int from, int to) {
            for (int i = from; i < to; i++) {
                if (wants(i, to)) {
                    context.copyLogits(i - from, logits);
                    tally.add(LogSoftmax.negativeLog(logits, window[i + 1]));
                }
            }
        }
    }

    /** Sums of negative log-likelihoods. */
    private static final class Tally {
        private long count;
        private double sum;
        private double squares;

        void add(double value) {
            count++;
            sum += value;
            squares += value * value;
        }

        PerplexityResult result(int windows, int window, long millis) {
            double mean = sum / count;
            double variance = Math.max(0, squares / count - mean * mean);
            double perplexity = Math.exp(mean);
            double error = count > 1 ? Math.sqrt(variance / (count - 1)) * perplexity : 0;
            return new PerplexityResult(perplexity, error, count, windows, window, millis);
        }
    }
}
