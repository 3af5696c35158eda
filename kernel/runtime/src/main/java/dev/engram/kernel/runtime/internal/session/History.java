package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cells run in this session and what they gave. Used by the shell thread alone. */
final class History {

    private static final int SESSION = 1;

    private record Entry(int line, String input, @Nullable String output) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(int line, String input, @Nullable String output) {
        entries.add(new Entry(line, input, output));
    }

    /** Answers a {@code history_request}. */
    JsonObject reply(JupyterMessage request) {
        boolean withOutput = request.flag("output", false);
        List<Entry> found =
                switch (request.text("hist_access_type", "tail")) {
                    case "range" -> range(request);
                    case "search" -> search(request);
                    default -> last(entries, request.number("n", entries.size()));
                };
        JsonArray history = new JsonArray();
        for (Entry entry : found) {
            JsonArray item = new JsonArray();
            item.add(SESSION);
            item.add(entry.line);
            if (withOutput) {
                JsonArray pair = new JsonArray();
                pair.add(entry.input);
                if (entry.output == null) {
                    pair.add(JsonNull.INSTANCE);
                } else {
                    pair.add(entry.output);
                }
                item.add(pair);
            } else {
                item.add(entry.input);
            }
            history.add(item);
        }
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        content.add("history", history);
        return content;
    }

    private List<Entry> range(JupyterMessage request) {
        int session = request.number("session", 0);
        if (session != 0 && session != SESSION) {
            return List.of();
        }
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        return entries.stream().filter(e -> e.line >= start && e.line < stop).toList();
    }

    private List<Entry> search(JupyterMessage request) {
        Pattern glob = glob(request.text("pattern", "*"));
        List<Entry> found = entries.stream().filter(e -> glob.matcher(e.input).matches()).toList();
        if (request.flag("unique", false)) {
            Map<String, Entry> latest = new LinkedHashMap<>();
            for (Entry entry : found) {
                latest.remove(entry.input);
                latest.put(entry.input, entry);
            }
            found = List.copyOf(latest.values());
        }
        return last(found, request.number("n", found.size()));
    }

    private static List<Entry> last(List<Entry> list, int count) {
        int size = list.size();
        return list.subList(size - Math.clamp(count, 0, size), size);
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
