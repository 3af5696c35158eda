package dev.engram.models.internal.engine;

import java.util.List;

/** Finds stop texts in streamed text and holds back what may become one. Not thread-safe. */
final class StopMatcher {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    StopMatcher(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Whether a stop text was found; nothing after it counts. */
    boolean stopped() {
        return stopped;
    }

    /** Takes text and returns what is certainly before any stop text. */
    String append(String text) {
        if (stopped) {
            return "";
        }
        held.append(text);
        int found = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (found < 0 || at < found)) {
                found = at;
            }
        }
        if (found >= 0) {
            stopped = true;
            return release(found, held.length());
        }
        int safe = held.length() - longestOpenEnd();
        return release(safe, safe);
    }

    /** Returns what was held back, if no stop text came of it. */
    String finish() {
        return stopped ? "" : release(held.length(), held.length());
    }

    private String release(int end, int drop) {
        String text = held.substring(0, end);
        held.delete(0, drop);
        return text;
    }

    /** Length of the longest end of the held text that begins a stop text. */
    private int longestOpenEnd() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
