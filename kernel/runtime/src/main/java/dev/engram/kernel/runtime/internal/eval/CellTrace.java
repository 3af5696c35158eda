package dev.engram.kernel.runtime.internal.eval;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.EvalException;
import org.jspecify.annotations.Nullable;

/** Stack traces in terms of cells: {@code at mean(Cell[3]:2)}, without frames of the kernel. */
final class CellTrace {

    private static final int MAX_FRAMES = 30;
    private static final int MAX_CAUSES = 8;
    private static final String OWN_PACKAGE = "dev.engram.kernel.runtime.internal.";

    private CellTrace() {}

    /** The lines below the exception itself, its causes included. */
    static List<String> lines(EvalException exception) {
        List<String> lines = new ArrayList<>();
        frames(exception.getStackTrace(), lines);
        @Nullable Throwable cause = exception.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String name =
                    cause instanceof EvalException e
                            ? e.getExceptionClassName()
                            : cause.getClass().getName();
            String message = cause.getMessage();
            lines.add("Caused by: " + name + (message == null ? "" : ": " + message));
            frames(cause.getStackTrace(), lines);
            cause = cause.getCause();
        }
        return lines;
    }

    private static void frames(StackTraceElement[] frames, List<String> lines) {
        int shown = 0;
        String lambdaOf = "";
        for (StackTraceElement frame : frames) {
            String file = frame.getFileName() == null ? "" : frame.getFileName();
            boolean repeated = frame.getMethodName().isEmpty() && file.equals(lambdaOf);
            if (repeated || isInternal(frame.getClassName())) {
                continue;
            }
            lambdaOf = frame.getMethodName().startsWith("lambda$") ? file : "";
            if (++shown > MAX_FRAMES) {
                lines.add("    ...");
                return;
            }
            lines.add("    at " + describe(frame));
        }
    }

    private static boolean isInternal(String className) {
        return className.startsWith(OWN_PACKAGE)
                || className.startsWith("dev.engram.kernel.runtime.magic.")
                || className.startsWith("jdk.internal.reflect.")
                || className.startsWith("java.lang.reflect.")
                || className.startsWith("java.lang.invoke.LambdaForm");
    }

    private static String describe(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file == null || !file.startsWith("#")) {
            return frame.toString().replaceFirst("^(?:java|jdk)\\.[\\w.]+/", "");
        }
        String place = CellIds.place(file.substring(1), frame.getLineNumber());
        String method = frame.getMethodName();
        if (method.isEmpty() || method.startsWith("lambda$")) {
            return place;
        }
        String type = frame.getClassName();
        boolean plain = type.isEmpty() || type.startsWith("$JShell$") || type.startsWith("REPL.");
        return (plain ? "" : type + ".") + method + "(" + place + ")";
    }
}
