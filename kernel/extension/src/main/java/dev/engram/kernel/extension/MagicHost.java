package dev.engram.kernel.extension;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * A kernel that does more for magics than the plain {@code BaseKernel}: it may be called from any
 * thread, hands arguments over exactly as the user grouped them, and deals with {@code --out} and
 * {@code --interpolate} itself. Kernels without it work too.
 */
public interface MagicHost {

    /** Replaces what was displayed under the id of {@code data}. */
    void updateDisplay(String displayId, DisplayData data);
}
