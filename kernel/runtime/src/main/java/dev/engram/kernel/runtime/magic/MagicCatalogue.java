package dev.engram.kernel.runtime.magic;

import java.util.List;
import java.util.Set;

/** The magics that exist, and what they return. Thread-safe. */
public interface MagicCatalogue {

    /** Names of the line magics, without {@code %}. */
    Set<String> lineMagics();

    /** Names of the cell magics, without {@code %%}. */
    Set<String> cellMagics();

    /** The line magic whose argument is Java source, handed over as it stands. */
    String TIME = "time";

    /**
     * The type that a call returns, as Java source that can stand between angle brackets, such as
     * {@code dev.engram.engram.Hits}; {@code java.lang.Object} where it is not known.
     *
     * @param name a name from this catalogue
     * @param arguments the arguments of the call
     * @param cell whether it is a cell magic
     */
    String resultType(String name, List<String> arguments, boolean cell);
}
