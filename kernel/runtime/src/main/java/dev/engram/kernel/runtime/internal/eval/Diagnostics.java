package dev.engram.kernel.runtime.internal.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;

/** Compiler messages with the line of the cell and a caret under the place. */
final class Diagnostics {

    private static final Pattern PLACE = Pattern.compile("Cell\\[[0-9]+\\]:([0-9]+): error: ");

    private Diagnostics() {}

    /**
     * The outcome for rejected code.
     *
     * @param cell the number of the cell
     * @param piece what was rejected
     * @param diagnostics what the compiler said about it
     */
    static CellOutcome.NotCompiled of(int cell, Piece piece, List<Diag> diagnostics) {
        List<String> lines = new ArrayList<>();
        String summary = "";
        List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
        for (Diag error : errors) {
            String[] message = error.getMessage(Locale.ROOT).lines().toArray(String[]::new);
            String first = message.length == 0 ? "does not compile" : message[0];
            if (summary.isEmpty()) {
                summary = first;
            }
            place(cell, piece, error, first, lines);
            for (int i = 1; i < message.length; i++) {
                if (!message[i].isBlank() && !message[i].strip().startsWith("location: class")) {
                    lines.add(message[i]);
                }
            }
        }
        if (lines.isEmpty()) {
            summary = "does not compile";
            lines.add("Cell[" + cell + "]:" + (piece.line() + 1) + ": error: " + summary);
        }
        return new CellOutcome.NotCompiled(summary, lines);
    }

    /** Replaces lines that magics changed by those of the user; their carets go. */
    static List<String> asWritten(List<String> lines, String written) {
        List<String> own = written.lines().toList();
        List<String> result = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            result.add(lines.get(i));
            Matcher place = PLACE.matcher(lines.get(i));
            if (!place.lookingAt() || i + 1 >= lines.size()) {
                continue;
            }
            int number = Integer.parseInt(place.group(1));
            String shown = lines.get(i + 1);
            if (number <= own.size() && !own.get(number - 1).equals(shown)) {
                result.add(own.get(number - 1));
                boolean caret = i + 2 < lines.size() && lines.get(i + 2).strip().matches("\\^+");
                i += caret ? 2 : 1;
            }
        }
        return result;
    }

    private static void place(
            int cell, Piece piece, Diag error, String message, List<String> lines) {
        String source = piece.source();
        int length = source.length();
        int at = (int) Math.clamp(error.getPosition(), 0, length);
        int start = (int) Math.clamp(error.getStartPosition(), 0, length);
        int end = (int) Math.clamp(error.getEndPosition(), start, length);
        if (at == length && length > 0) {
            at = Math.max(0, source.stripTrailing().length() - 1);
        }
        int lineStart = source.lastIndexOf('\n', at - 1) + 1;
        int lineEnd = source.indexOf('\n', at);
        lineEnd = lineEnd < 0 ? length : lineEnd;
        int number = piece.line() + 1 + (int) source.substring(0, lineStart).lines().count();
        lines.add("Cell[" + cell + "]:" + number + ": error: " + message);
        String text = source.substring(lineStart, lineEnd);
        lines.add(text);
        int from = Math.max(start, lineStart);
        int to = Math.min(end, lineEnd);
        boolean wide = from <= at && to > at;
        int caretFrom = wide ? from : at;
        int caretTo = wide ? to : at + 1;
        String margin =
                text.substring(0, Math.min(text.length(), caretFrom - lineStart))
                        .replaceAll("[^\t]", " ");
        lines.add(margin + "^".repeat(Math.max(1, caretTo - caretFrom)));
    }
}
