package dev.engram.kernel.extension;

import dev.engram.base.Progress;
import dev.engram.commands.CallProgress;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** The progress of a plain Java call in a cell, shown like that of a magic. Thread-safe. */
final class CallDisplay implements CallProgress {

    private final CellDisplays displays;
    private final Progress progress;

    CallDisplay(BaseKernel kernel) {
        displays = new CellDisplays(kernel);
        progress = displays.progress();
    }

    @Override
    public void update(String phase, long done, long total, Unit unit) {
        progress.update(phase, done, total, unit);
    }

    @Override
    public void ended(boolean succeeded) {
        if (succeeded) {
            displays.succeeded();
        }
        displays.close();
    }
}
