package dev.engram.kernel.runtime.internal.assist;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.eval.CellShell;
import java.util.List;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Answers {@code is_complete_request}. */
public final class WholeCode {

    private static final String INDENT = "    ";

    private WholeCode() {}

    /** Tells whether code could be run, could go on, or is wrong. */
    public static JsonObject reply(CellShell shell, String code) {
        String status = status(shell, shell.asJava(code));
        JsonObject content = new JsonObject();
        content.addProperty("status", status);
        if (status.equals("incomplete")) {
            content.addProperty("indent", indent(code));
        }
        return content;
    }

    private static String status(CellShell shell, String code) {
        String rest = code;
        while (true) {
            CompletionInfo info = shell.analysis().analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                return "complete";
            }
            if (info.completeness() == Completeness.DEFINITELY_INCOMPLETE
                    || info.completeness() == Completeness.CONSIDERED_INCOMPLETE) {
                return "incomplete";
            }
            List<Snippet> snippets = shell.analysis().sourceToSnippets(info.source());
            if (info.completeness() == Completeness.UNKNOWN
                    || snippets.stream().anyMatch(s -> s.kind() == Snippet.Kind.ERRONEOUS)
                            && !couldResolve(info.source())) {
                return "invalid";
            }
            if (info.completeness() != Completeness.COMPLETE || info.remaining().isBlank()) {
                return "complete";
            }
            rest = info.remaining();
        }
    }

    /** Whether the code is only wrong because of names that a cell above may declare. */
    private static boolean couldResolve(String source) {
        return Syntax.isValid(source);
    }

    private static String indent(String code) {
        String last = code.lines().reduce("", (a, b) -> b);
        String margin = last.substring(0, last.length() - last.stripLeading().length());
        return last.stripTrailing().endsWith("{") || last.stripTrailing().endsWith("(")
                ? margin + INDENT
                : margin;
    }
}
