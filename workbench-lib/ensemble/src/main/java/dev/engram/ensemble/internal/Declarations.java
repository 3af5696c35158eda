package dev.engram.ensemble.internal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds where a text declares a name, in the manner of Java and its kin: a type, a method, a field.
 * Told by the shape of a line, so it may err. Pure.
 */
final class Declarations {

    private static final Pattern NO_DECLARATION =
            Pattern.compile(
                    "^\\s*(?:\\*|//|/\\*|return\\b|new\\b|throw\\b|else\\b|assert\\b|if\\b|while\\b"
                            + "|import\\b|package\\b|case\\b).*");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/");

    private Declarations() {}

    /** The line that declares the name, from 0; -1 where none does. */
    static int lineOf(String name, String text) {
        String quoted = Pattern.quote(name);
        Pattern declared =
                Pattern.compile(
                        "(?:class|interface|enum|record|def|func|fn|function|struct|trait)\\s+"
                                + quoted
                                + "\\b|^[^=(\"]*[\\w>\\]]\\s+"
                                + quoted
                                + "\\s*(?:\\(|=(?!=)|;)|^\\s*"
                                + quoted
                                + "\\s*[,(;]");
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = COMMENT.matcher(lines.get(i)).replaceAll("");
            if (line.contains(name)
                    && !NO_DECLARATION.matcher(line).matches()
                    && declared.matcher(line).find()) {
                return i;
            }
        }
        return -1;
    }
}
