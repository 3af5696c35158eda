package dev.engram.commands.view;

import java.util.Collection;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Plain text of a result: its own {@code toString}; a collection of records one a line. */
public final class TextView {

    private static final int MOST_LINES = 60;

    private TextView() {}

    /** Text of any value, long collections cut with a count. */
    public static String of(@Nullable Object value) {
        if (!(value instanceof Collection<?> many)
                || many.isEmpty()
                || !(many.iterator().next() instanceof Record)) {
            return String.valueOf(value);
        }
        StringJoiner lines = new StringJoiner("\n");
        many.stream().limit(MOST_LINES).forEach(one -> lines.add(String.valueOf(one)));
        if (many.size() > MOST_LINES) {
            lines.add("… and " + (many.size() - MOST_LINES) + " more");
        }
        return lines.toString();
    }
}
