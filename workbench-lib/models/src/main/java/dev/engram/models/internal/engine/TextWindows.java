package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.gguf.GgmlType;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * A text in disjoint windows of tokens, each read from an empty context, as llama.cpp's measuring
 * tools do. For one reading.
 */
final class TextWindows {

    private static final int STEP_TOKENS = 512;

    private final NativeModel model;
    private final PerplexityOptions options;
    private final int[] tokens;
    private final int count;
    private volatile boolean stopped;

    /**
     * @throws WorkbenchException USAGE if the text is shorter than one window
     */
    TextWindows(NativeModel model, PerplexityOptions options, String text) {
        this.model = model;
        this.options = options;
        this.tokens = model.vocabulary().tokenize(text, false);
        int window = options.windowTokens();
        if (tokens.length < window) {
            throw WorkbenchException.usage(
                    "the text has " + tokens.length + " tokens, one window takes " + window,
                    "give a longer text or a smaller --window");
        }
        int all = tokens.length / window;
        this.count = options.maxWindows() > 0 ? Math.min(all, options.maxWindows()) : all;
    }

    /** What is made of the windows. */
    interface Reader {

        /**
         * Whether the logits after a position of a window are wanted, in a step that ends there.
         */
        boolean wants(int position, int stepEnd);

        /**
         * A step was decoded.
         *
         * @param window token by position in the window
         * @param from first position of the step
         * @param to behind its last
         */
        void decoded(DecodeContext context, int[] window, int from, int to);
    }

    /** How many windows are read. */
    int count() {
        return count;
    }

    /** The context that a window takes. */
    ContextShape shape() {
        int window = options.windowTokens();
        return new ContextShape(
                window, Math.min(STEP_TOKENS, window), 1, options.threads(), GgmlType.F16, true);
    }

    /**
     * Reads all windows; the calling thread may be interrupted at any time.
     *
     * @param phase as the progress names it
     * @param state what an interrupt leaves behind, for the user
     */
    void read(DecodeContext context, Reader reader, String phase, String state, Progress progress) {
        Integer unused =
                StoppableCall.run(
                        () -> {
                            TokenBatch batch = context.newBatch();
                            for (int w = 0; w < count; w++) {
                                readOne(context, batch, w, reader);
                                progress.update(phase, w + 1, count, Progress.Unit.ITEMS);
                            }
                            return count;
                        },
                        () -> {
                            stopped = true;
                            context.abort(true);
                        },
                        state);
    }

    private void readOne(DecodeContext context, TokenBatch batch, int number, Reader reader) {
        int size = options.windowTokens();
        int[] window = Arrays.copyOfRange(tokens, number * size, (number + 1) * size);
        boolean begin = model.vocabulary().addsBegin();
        context.truncate(0, 0);
        for (int from = 0; from < size; from += context.shape().batchTokens()) {
            batch.clear();
            int to = Math.min(size, from + context.shape().batchTokens());
            for (int i = from; i < to; i++) {
                int token = i == 0 && begin ? model.vocabulary().begin() : window[i];
                batch.add(token, i, 0, reader.wants(i, to));
            }
            if (context.decode(batch) == DecodeContext.Outcome.ABORTED || stopped) {
                throw new CancellationException();
            }
            reader.decoded(context, window, from, to);
        }
    }
}
