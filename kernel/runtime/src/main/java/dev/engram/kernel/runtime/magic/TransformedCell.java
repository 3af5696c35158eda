package dev.engram.kernel.runtime.magic;

import java.util.List;

/**
 * A cell as Java.
 *
 * @param source Java source in which every line of the user's Java stands on its old line
 * @param calls the magics that the source calls; see {@link MagicCalls#register}
 */
public record TransformedCell(String source, List<MagicCall> calls) {

    public TransformedCell {
        calls = List.copyOf(calls);
    }
}
