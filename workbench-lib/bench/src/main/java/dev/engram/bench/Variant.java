package dev.engram.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.engram.base.WorkbenchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One combination of what an experiment varies.
 *
 * @param values the factors and their values, in the order of the file; values are strings, numbers
 *     or booleans
 */
public record Variant(Map<String, Object> values) {

    public Variant {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The name people read: {@code type=Q8_0 threads=2}, or {@code all} where nothing varies. */
    @JsonIgnore
    public String name() {
        return values.isEmpty()
                ? "all"
                : values.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** The values alone: {@code Q8_0 2}; what a chart writes below a bar. */
    @JsonIgnore
    public String label() {
        return values.isEmpty()
                ? "all"
                : values.values().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** A file name that differs for different variants of one experiment. */
    @JsonIgnore
    public String slug() {
        String plain = name().replaceAll("[^A-Za-z0-9._=+-]+", "_");
        // a space within a value and one between two factors look the same in the name
        boolean spaces = contain(' ');
        if (plain.length() > 80
                || plain.startsWith(".")
                || spaces
                || values.values().stream().anyMatch(v -> String.valueOf(v).contains("="))
                || !plain.equals(name().replace(' ', '_'))) {
            String head = plain.replaceAll("^\\.+", "_");
            String exact = spaces ? exact() : name();
            String hash = dev.engram.bench.internal.Hashes.ofText(exact).substring(0, 12);
            return head.substring(0, Math.min(60, head.length())) + "-" + hash;
        }
        return plain;
    }

    private boolean contain(char c) {
        return values.entrySet().stream()
                .anyMatch(e -> (e.getKey() + e.getValue()).indexOf(c) >= 0);
    }

    private String exact() {
        return values.entrySet().stream()
                .map(e -> e.getKey() + "\0" + e.getValue())
                .collect(Collectors.joining("\0"));
    }

    /** The value of a factor as text, or {@code fallback}. */
    public String text(String factor, String fallback) {
        Object value = values.get(factor);
        return value == null ? fallback : String.valueOf(value);
    }

    /** Whether this variant has all of the given values. */
    public boolean matches(Map<String, Object> wanted) {
        return wanted.entrySet().stream()
                .allMatch(e -> String.valueOf(e.getValue()).equals(text(e.getKey(), "\0")));
    }

    /**
     * Expands a block of factors: each list is one factor with several values, and the result is
     * their Cartesian product, the last factor changing fastest.
     *
     * @throws WorkbenchException where a list is empty or a value is neither text, number nor
     *     boolean
     */
    public static List<Variant> expand(Map<String, ?> factors) {
        List<Map<String, Object>> product = new ArrayList<>();
        product.add(Map.of());
        for (Map.Entry<String, ?> factor : factors.entrySet()) {
            Collection<?> values =
                    factor.getValue() instanceof Collection<?> many
                            ? many
                            : java.util.Collections.singletonList(factor.getValue());
            if (values.isEmpty()) {
                throw WorkbenchException.usage(
                        "variants: '" + factor.getKey() + "' has no values",
                        "give it at least one value, or leave it out");
            }
            List<Map<String, Object>> next = new ArrayList<>();
            for (Map<String, Object> known : product) {
                for (Object value : values) {
                    Map<String, Object> more = new LinkedHashMap<>(known);
                    more.put(factor.getKey(), scalar(factor.getKey(), value));
                    next.add(more);
                }
            }
            product = next;
        }
        return product.stream().map(Variant::new).toList();
    }

    private static Object scalar(String factor, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw WorkbenchException.usage(
                "variants: '" + factor + "' has the value " + value,
                "a value is a text, a number or true/false; lists are expanded one level deep");
    }

    @Override
    public String toString() {
        return name();
    }
}
