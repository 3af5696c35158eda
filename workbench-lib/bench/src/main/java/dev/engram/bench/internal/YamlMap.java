package dev.engram.bench.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map read from YAML, whose accessors name the place and the key in every error. */
public final class YamlMap {

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .enable(
                                    com.fasterxml.jackson.core.StreamReadFeature
                                            .STRICT_DUPLICATE_DETECTION)
                            .build());

    private final Map<String, Object> values;
    private final String place;
    private final String path;

    private YamlMap(Map<String, Object> values, String place, String path) {
        this.values = values;
        this.place = place;
        this.path = path;
    }

    /**
     * Parses a text whose root is a map.
     *
     * @param place what errors name: the file
     */
    public static YamlMap parse(String text, String place) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            @Nullable Map<String, Object> values =
                    MAPPER.readValue(parser, new TypeReference<LinkedHashMap<String, Object>>() {});
            return new YamlMap(values == null ? Map.of() : values, place, "");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String line = at == null ? "" : ":" + at.getLineNr();
            String reason =
                    e instanceof MismatchedInputException
                            ? "no YAML map, but something else"
                            : problem(String.valueOf(e.getOriginalMessage()));
            throw WorkbenchException.usage(
                    place + line + ": " + reason, "correct the file; it must be a YAML map");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * What is wrong, without what the parser was doing and where: {@code while … in 'reader' …}.
     */
    private static String problem(String message) {
        return message.lines()
                .filter(l -> !l.startsWith("while ") && !l.startsWith(" "))
                .findFirst()
                .orElse("no YAML");
    }

    /** Parses a text whose root is a list of maps. */
    public static List<YamlMap> parseList(String text, String place) {
        return parse("list:\n" + text.indent(2), place).mapOrMaps("list");
    }

    /** The values as they are. */
    public Map<String, Object> values() {
        return values;
    }

    /** Fails on the first key that is not among the known ones. */
    public void onlyKeys(String... known) {
        List<String> names = Arrays.asList(known);
        for (String key : values.keySet()) {
            if (!names.contains(key)) {
                throw WorkbenchException.usage(
                        place + ": unknown key '" + path + key + "'", NearMatch.remedy(key, names));
            }
        }
    }

    /** A text that must be there. */
    public String text(String key) {
        String text = text(key, "");
        if (text.isBlank()) {
            throw error(key, "is missing");
        }
        return text;
    }

    /** A text, number or boolean as text. */
    public String text(String key, String fallback) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Map || value instanceof List) {
            throw error(key, "must be a text");
        }
        return String.valueOf(value).strip();
    }

    public int integer(String key, int fallback) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Integer number) {
            return number;
        }
        throw error(key, "must be a whole number, not '" + value + "'");
    }

    public boolean flag(String key) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw error(key, "must be true or false, not '" + value + "'");
    }

    /** One of the constants of an enum, in any case. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        String text = text(key, fallback.name());
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        throw WorkbenchException.usage(
                place + ": " + path + key + ": unknown value '" + text + "'",
                NearMatch.remedy(text, names));
    }

    /** A map inside; empty where there is none. */
    public YamlMap map(String key) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return new YamlMap(Map.of(), place, path + key + ".");
        }
        return map(key, value);
    }

    /** A map or a list of maps inside; empty where there is none. */
    public List<YamlMap> mapOrMaps(String key) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> many) {
            return many.stream().map(one -> map(key, one)).toList();
        }
        return List.of(map(key, value));
    }

    private YamlMap map(String key, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw error(key, "must be a map");
        }
        Map<String, Object> typed = new LinkedHashMap<>();
        map.forEach((k, v) -> typed.put(String.valueOf(k), v));
        return new YamlMap(typed, place, path + key + ".");
    }

    /** A usage error at a key. */
    public WorkbenchException error(String key, String problem) {
        return WorkbenchException.usage(
                place + ": " + path + key + ": " + problem, "see docs/experiments.md for the form");
    }
}
