package dev.engram.kernel.runtime.internal.assist;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.engram.kernel.extension.MagicAssist.Completion;
import dev.engram.kernel.runtime.internal.eval.CellShell;
import java.util.List;
import java.util.Optional;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Answers {@code complete_request}. */
public final class Completions {

    private static final int MAX_MATCHES = 500;

    private Completions() {}

    /**
     * Completes code.
     *
     * @param code the whole cell
     * @param position of the cursor in code points; negative for the end
     */
    public static JsonObject reply(CellShell shell, String code, int position) {
        int cursor = CodePoints.toIndex(code, position);
        Optional<Completion> magic =
                shell.magicAssist().flatMap(assist -> assist.complete(code, cursor));
        if (magic.isPresent()) {
            Completion found = magic.get();
            return content(code, found.candidates(), found.start(), found.end());
        }
        int start = shell.lastPieceStart(code.substring(0, cursor));
        int[] anchor = {cursor - start};
        List<String> matches =
                shell
                        .analysis()
                        .completionSuggestions(
                                code.substring(start, cursor), cursor - start, anchor)
                        .stream()
                        .map(Suggestion::continuation)
                        .distinct()
                        .limit(MAX_MATCHES)
                        .toList();
        int from = matches.isEmpty() ? cursor : start + anchor[0];
        return content(code, matches, from, cursor);
    }

    private static JsonObject content(String code, List<String> matches, int from, int to) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        JsonArray list = new JsonArray();
        matches.forEach(list::add);
        content.add("matches", list);
        content.addProperty("cursor_start", CodePoints.toPosition(code, from));
        content.addProperty("cursor_end", CodePoints.toPosition(code, to));
        content.add("metadata", new JsonObject());
        return content;
    }
}
