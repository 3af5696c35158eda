package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.engram.base.WorkbenchException;
import dev.engram.kernel.runtime.internal.eval.CellOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell's failure as clients show it.
 *
 * @param name the kind of failure
 * @param message one line
 * @param trace the lines to show
 */
record Failure(String name, String message, List<String> trace) {

    private static final String RED = "\u001B[1;31m";
    private static final String PLAIN = "\u001B[0m";

    /** The failure in an outcome, or {@code null} for a success. */
    static @Nullable Failure of(CellOutcome outcome) {
        if (outcome instanceof CellOutcome.Done) {
            return null; // before the switch, which spins a class when it first runs
        }
        return switch (outcome) {
            case CellOutcome.Done ignored -> null;
            case CellOutcome.NotCompiled(String summary, List<String> lines) ->
                    new Failure("CompileError", summary, lines);
            case CellOutcome.Stopped(String note) -> interrupted(note);
            case CellOutcome.Exited(int status) ->
                    headed(
                            "SystemExit",
                            "System.exit(" + status + ") was called; the kernel goes on",
                            List.of());
            case CellOutcome.Threw(WorkbenchException e, List<String> trace) -> workbench(e, trace);
            case CellOutcome.Threw(Throwable thrown, List<String> trace) ->
                    headed(thrown.getClass().getName(), String.valueOf(message(thrown)), trace);
        };
    }

    private static Failure interrupted(String note) {
        String message = note.isEmpty() ? "the cell was interrupted" : note;
        return headed("Interrupted", message, List.of());
    }

    private static Failure workbench(WorkbenchException e, List<String> trace) {
        List<String> lines = new ArrayList<>(e.userMessage().lines().toList());
        if (e.category() == WorkbenchException.Category.INTERRUPTED) {
            return new Failure("Interrupted", String.valueOf(e.getMessage()), lines);
        }
        if (e.getCause() != null && e.getStackTrace().length > 0) {
            lines.addAll(trace);
        }
        return new Failure("WorkbenchException", String.valueOf(e.getMessage()), lines);
    }

    private static Failure headed(String name, String message, List<String> trace) {
        List<String> lines = new ArrayList<>();
        lines.add(RED + name + PLAIN + (message.isEmpty() ? "" : ": " + message));
        lines.addAll(trace);
        return new Failure(name, message, lines);
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getLocalizedMessage();
            return message == null ? "" : message;
        } catch (RuntimeException e) {
            return "";
        }
    }

    JsonObject json() {
        JsonObject content = new JsonObject();
        content.addProperty("ename", name);
        content.addProperty("evalue", message);
        JsonArray lines = new JsonArray();
        trace.forEach(lines::add);
        content.add("traceback", lines);
        return content;
    }
}
