package dev.engram.kernel.runtime.internal.assist;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.eval.CellShell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** Answers {@code inspect_request}. */
public final class Inspections {

    private Inspections() {}

    /**
     * Describes what stands at a position.
     *
     * @param code the whole cell
     * @param position of the cursor in code points; negative for the end
     * @param detail 1 for the documentation of every overload
     */
    public static JsonObject reply(CellShell shell, String code, int position, int detail) {
        int cursor = CodePoints.toIndex(code, position);
        String text =
                shell.magicAssist()
                        .flatMap(assist -> assist.inspect(code, cursor))
                        .orElseGet(() -> describe(shell, code, cursor, detail));
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        content.addProperty("found", !text.isEmpty());
        JsonObject data = new JsonObject();
        if (!text.isEmpty()) {
            data.addProperty("text/plain", text);
        }
        content.add("data", data);
        content.add("metadata", new JsonObject());
        return content;
    }

    private static String describe(CellShell shell, String code, int cursor, int detail) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        int start = shell.lastPieceStart(code.substring(0, end));
        String piece = code.substring(start, end);
        List<Documentation> found = lookUp(shell, piece);
        Set<String> shown = new LinkedHashSet<>();
        for (Documentation one : found) {
            String javadoc = one.javadoc();
            shown.add(
                    javadoc == null || javadoc.isBlank() || shown.size() > 0 && detail == 0
                            ? one.signature()
                            : one.signature() + "\n\n" + PlainJavadoc.of(javadoc));
        }
        return String.join("\n\n", shown);
    }

    private static List<Documentation> lookUp(CellShell shell, String piece) {
        List<Documentation> found = new ArrayList<>();
        if (!piece.isEmpty() && Character.isJavaIdentifierPart(piece.charAt(piece.length() - 1))) {
            String call = piece + "(";
            found.addAll(shell.analysis().documentation(call, call.length(), true));
        }
        if (found.isEmpty()) {
            found.addAll(shell.analysis().documentation(piece, piece.length(), true));
        }
        return found;
    }
}
