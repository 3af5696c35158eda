package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.internal.natives.NativeRuntime;
import java.util.concurrent.CancellationException;

/**
 * Perplexity as llama.cpp's own tool measures it: disjoint windows, the first half of each being
 * context only, each token of the second half scored from the logits before it.
 */
public final class PerplexityMeter {

    private final NativeModel model;
    private final NativeRuntime runtime;
    private final PerplexityOptions options;
    private volatile boolean stopped;

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
        int[] tokens = model.vocabulary().tokenize(text, false);
        int window = options.windowTokens();
        if (tokens.length < window) {
            throw WorkbenchException.usage(
                    "the text has " + tokens.length + " tokens, one window takes " + window,
                    "give a longer text or a smaller --window");
        }
        int windows = tokens.length / window;
        if (options.maxWindows() > 0) {
            windows = Math.min(windows, options.maxWindows());
        }
        ContextShape shape =
                new ContextShape(
                        window, Math.min(512, window), 1, options.threads(), GgmlType.F16, true);
        long start = System.nanoTime();
        Tally tally = new Tally();
        try (DecodeContext context = new DecodeContext(runtime, model, shape)) {
            int count = windows;
            StoppableCall.run(
                    () -> {
                        score(context, tokens, count, tally, progress);
                        return tally;
                    },
                    () -> {
                        stopped = true;
                        context.abort(true);
                    },
                    "interrupted: the measurement was given up");
        }
        return tally.result(windows, window, (System.nanoTime() - start) / 1_000_000);
    }

    private void score(
            DecodeContext context, int[] tokens, int windows, Tally tally, Progress progress) {
        int window = options.windowTokens();
        boolean begin = model.vocabulary().addsBegin();
        float[] logits = new float[model.vocabulary().size()];
        TokenBatch batch = context.newBatch();
        for (int w = 0; w < windows; w++) {
            context.truncate(0, 0);
            int first = w * window;
            for (int from = 0; from < window; from += context.shape().batchTokens()) {
                batch.clear();
                int to = Math.min(window, from + context.shape().batchTokens());
                for (int i = from; i < to; i++) {
                    int token = i == 0 && begin ? model.vocabulary().begin() : tokens[first + i];
                    batch.add(token, i, 0, scored(i));
                }
                if (context.decode(batch) == DecodeContext.Outcome.ABORTED || stopped) {
                    throw new CancellationException();
                }
                for (int i = from; i < to; i++) {
                    if (scored(i)) {
                        context.copyLogits(i - from, logits);
                        tally.add(LogSoftmax.negativeLog(logits, tokens[first + i + 1]));
                    }
                }
            }
            progress.update("measuring windows", w + 1, windows, Progress.Unit.ITEMS);
        }
    }

    /** Whether the logits after a position of a window are scored. */
    private boolean scored(int position) {
        return position >= options.windowTokens() / 2 && position < options.windowTokens() - 1;
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
