package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.quantize.ImportanceMatrix;
import java.lang.foreign.Arena;

/** Reads a calibration text and sums what goes into each weight matrix. */
public final class ImportanceMeter {

    private final NativeRuntime runtime;
    private final NativeModel model;
    private final PerplexityOptions options;

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
        TextWindows windows = new TextWindows(model, options, text);
        ActivationSums sums = new ActivationSums(runtime.llama());
        try (Arena arena = Arena.ofShared();
                DecodeContext context =
                        new DecodeContext(
                                runtime,
                                model,
                                windows.shape(),
                                ThreadBudget.SHARED,
                                ContextExtras.evaluating(sums.callback(arena)))) {
            windows.read(
                    context,
                    new LastTokens(),
                    "measuring importance",
                    "interrupted: no importance matrix was written",
                    progress);
        } finally {
            sums.rethrow(); // What went wrong in a callback is why the decode was stopped.
        }
        return new ImportanceMatrix(
                sums.entries(), dataset, windows.count(), options.windowTokens());
    }

    /** The sums are made while it decodes; llama.cpp wants some logits in each step. */
    private static final class LastTokens implements TextWindows.Reader {

        @Override
        public boolean wants(int position, int stepEnd) {
            return position == stepEnd - 1;
        }

        @Override
        public void decoded(DecodeContext context, int[] window, int from, int to) {}
    }
}
