package dev.engram.kernel.extension;

import dev.engram.base.Progress;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * What one magic shows while it runs: its progress, its text as it comes, its notices. Closing
 * leaves a final state on the page, also after a failure or an interrupt.
 */
public final class CellDisplays implements AutoCloseable {

    private final BaseKernel kernel;
    private final ProgressBoard board;
    private final LiveText text;
    private final Ticker ticker;

    public CellDisplays(BaseKernel kernel) {
        this.kernel = kernel;
        this.board = new ProgressBoard(new UpdatingDisplay(kernel), System::nanoTime);
        this.text = new LiveText(new UpdatingDisplay(kernel));
        this.ticker =
                new Ticker(
                        () -> {
                            board.show();
                            text.show();
                        });
    }

    public Progress progress() {
        return (phase, done, total, unit) -> {
            board.update(phase, done, total, unit);
            ticker.start();
        };
    }

    public Consumer<String> text() {
        return piece -> {
            text.accept(piece);
            ticker.start();
        };
    }

    public void notice(String line) {
        kernel.display(new DisplayData(MagicFailure.asMagic(line)));
    }

    /** Tells that the magic came to its end: what is shown is whole. */
    public void succeeded() {
        board.succeeded();
        text.succeeded();
    }

    @Override
    public void close() {
        ticker.stop();
        boolean interrupted = Thread.interrupted(); // or the last state would not get out
        try {
            board.finish();
            text.finish();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
