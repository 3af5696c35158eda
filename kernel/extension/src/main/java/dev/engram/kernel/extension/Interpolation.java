package dev.engram.kernel.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Values of variables in the text of a magic, only where {@link #OPTION} asks for it: {@code
 * {name}}, {@code {name.field}} and {@code {name.method()}} stand for a value, {@code {{name}}} for
 * {@code {name}} itself. Any other brace is text.
 */
public final class Interpolation {

    /** The option that switches it on. */
    public static final String OPTION = "--interpolate";

    private static final String NAME = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
    private static final String PATH = NAME + "(?:\\." + NAME + "(?:\\(\\))?)*";
    private static final Pattern PLACES =
            Pattern.compile("\\{\\{(" + PATH + ")}}|\\{(" + PATH + ")}");

    private Interpolation() {}

    /** The expressions whose values {@link #fill} will ask for, in order, with repetitions. */
    public static List<String> names(String template) {
        List<String> names = new ArrayList<>();
        fill(
                template,
                name -> {
                    names.add(name);
                    return "";
                });
        return names;
    }

    /** The template with {@code value} applied to each expression. */
    public static String fill(String template, UnaryOperator<String> value) {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (MatchResult place : PLACES.matcher(template).results().toList()) {
            out.append(template, copied, place.start());
            out.append(
                    place.group(2) == null
                            ? "{" + place.group(1) + "}"
                            : value.apply(place.group(2)));
            copied = place.end();
        }
        return out.append(template, copied, template.length()).toString();
    }
}
