package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.quantize.ImportanceMatrix;
import java.lang.foreign.Arena;
import java.util.concurrent.CancellationException;

/** Reads a calibration text and sums what goes into each weight matrix. */
public final class ImportanceMeter {

    private final NativeRuntime runtime;
    private final NativeModel model;
    private final PerplexityOptions options;
    private volatile boolean stopped;

    public ImportanceMeter(NativeRuntime runtime, NativeModel model, PerplexityOptions options) {
        this.runtime = runtime;
        this.model = model;
        this.options = options;
    }

    /**
     * Measures on a text; the calling thread may be interrupted at any time.
     *
     * @param dataset what the text is, for the file
     * @throws WorkbenchException USAGE if the text is shorter than one window
     */
    public ImportanceMatrix measure(String text, String dataset, Progress progress) {
        int window = options.windowTokens();
        int[] tokens = model.vocabulary().tokenize(text, false);
        if (tokens.length < window) {
            throw WorkbenchException.usage(
                    "the text has " + tokens.length + " tokens, one window takes " + window,
                    "give a longer text or a smaller --window");
        }
        int all = tokens.length / window;
        int windows = options.maxWindows() > 0 ? Math.min(all, options.maxWindows()) : all;
        ContextShape shape =
                new ContextShape(
                        window, Math.min(512, window), 1, options.threads(), GgmlType.F16, true);
        ActivationSums sums = new ActivationSums(runtime.llama());
        try (Arena arena = Arena.ofShared();
                DecodeContext context =
                        new DecodeContext(
                                runtime,
                                model,
                                shape,
                                ThreadBudget.SHARED,
                                ContextExtras.evaluating(sums.callback(arena)))) {
            StoppableCall.run(
                    () -> {
                        read(context, tokens, windows, sums, progress);
                        return windows;
                    },
                    () -> {
                        stopped = true;
                        context.abort(true);
                    },
                    "interrupted: no importance matrix was written");
        }
        return new ImportanceMatrix(sums.entries(), dataset, windows, window);
    }

    private void read(
            DecodeContext context,
            int[] tokens,
            int windows,
            ActivationSums sums,
            Progress progress) {
        int window = options.windowTokens();
        int step = context.shape().batchTokens();
        boolean begin = model.vocabulary().addsBegin();
        TokenBatch batch = context.newBatch();
        for (int w = 0; w < windows; w++) {
            context.truncate(0, 0);
            for (int from = 0; from < window; from += step) {
                batch.clear();
                int to = Math.min(window, from + step);
                for (int i = from; i < to; i++) {
                    int token =
                            i == 0 && begin ? model.vocabulary().begin() : tokens[w * window + i];
                    batch.add(token, i, 0, i == to - 1);
                }
                DecodeContext.Outcome outcome;
                try {
                    outcome = context.decode(batch);
                } finally {
                    sums.rethrow();
                }
                if (outcome == DecodeContext.Outcome.ABORTED || stopped) {
                    throw new CancellationException();
                }
            }
            progress.update("measuring importance", w + 1, windows, Progress.Unit.ITEMS);
        }
    }
}
