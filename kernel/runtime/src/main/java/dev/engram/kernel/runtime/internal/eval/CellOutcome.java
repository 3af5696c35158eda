package dev.engram.kernel.runtime.internal.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a cell ended. */
public sealed interface CellOutcome {

    /**
     * The same outcome with source lines as the user wrote them, before magics became Java.
     *
     * @param written the cell as written, of the same number of lines
     */
    default CellOutcome inTermsOf(String written) {
        return this;
    }

    /**
     * It ran to its end.
     *
     * @param value of its last expression; {@code null} if there is none to show
     */
    record Done(@Nullable Object value) implements CellOutcome {}

    /**
     * It did not compile; nothing of the faulty piece ran.
     *
     * @param summary the first message
     * @param lines what to show, with the source line and a caret
     */
    record NotCompiled(String summary, List<String> lines) implements CellOutcome {
        @Override
        public CellOutcome inTermsOf(String written) {
            return new NotCompiled(summary, Diagnostics.asWritten(lines, written));
        }
    }

    /**
     * It threw.
     *
     * @param thrown what it threw
     * @param trace its stack as {@code at} lines, in terms of cells
     */
    record Threw(Throwable thrown, List<String> trace) implements CellOutcome {}

    /** It called {@code System.exit}. */
    record Exited(int status) implements CellOutcome {}

    /**
     * The user stopped it.
     *
     * @param note what was left behind, or an empty text
     */
    record Stopped(String note) implements CellOutcome {}
}
