package dev.engram.kernel.runtime;

import dev.engram.kernel.runtime.internal.session.Displays;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * What cells call to show values; all methods are imported into every notebook and work from any
 * thread that a cell started. Outside of a running kernel they throw {@link IllegalStateException}.
 */
public final class Display {

    private Display() {}

    /**
     * Shows a value below the cell.
     *
     * @return the id under which {@link #updateDisplay} replaces it
     */
    public static String display(Object value) {
        return Displays.show(value);
    }

    /** Shows a value in the given MIME types, such as {@code text/html}. */
    public static String display(Object value, String... types) {
        return Displays.show(value, types);
    }

    /** Replaces what was shown under an id, wherever it is on the page. */
    public static void updateDisplay(String id, Object value) {
        Displays.update(id, value);
    }

    /** Replaces what was shown under an id by a value in the given MIME types. */
    public static void updateDisplay(String id, Object value, String... types) {
        Displays.update(id, value, types);
    }

    /** The representations of a value. */
    public static DisplayData render(Object value) {
        return Displays.render(value);
    }

    /** The representations of a value in the given MIME types. */
    public static DisplayData render(Object value, String... types) {
        return Displays.render(value, types);
    }

    /** Removes the output of the cell at once. */
    public static void clearOutput() {
        Displays.clear(false);
    }

    /** Removes the output of the cell, at once or just before its next output comes. */
    public static void clearOutput(boolean beforeNextOutput) {
        Displays.clear(beforeNextOutput);
    }

    /**
     * Asks the user for a line.
     *
     * @throws java.io.UncheckedIOException if this client does not answer, or the cell is stopped
     */
    public static String input(String prompt) {
        return Displays.ask(prompt, false);
    }

    /** Asks the user for a line that is not shown while it is typed; see {@link #input}. */
    public static String password(String prompt) {
        return Displays.ask(prompt, true);
    }

    /** Opens the client's pager with a text when the cell has ended. */
    public static void page(Object value) {
        Displays.page(value);
    }
}
