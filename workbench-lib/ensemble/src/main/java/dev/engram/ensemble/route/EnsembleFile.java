package dev.engram.ensemble.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.pool.RetrySpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an ensemble's configuration:
 *
 * <pre>{@code
 * pools:
 *   coding: {models: [qwen-coder], slots: 2, queue: 16, fallback: general, restMillis: 10000}
 *   general: {models: [default], slots: 4}
 * routes: {coding: coding, testing: coding}
 * retry: {tries: 3, firstPauseMillis: 200, longestPauseMillis: 5000}
 * deadlineMillis: 300000
 * leastConfidence: 0.35
 * }</pre>
 */
public final class EnsembleFile {

    /** Its name in the folder of the workbench. */
    public static final String NAME = "ensemble.yaml";

    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    private EnsembleFile() {}

    /**
     * @throws WorkbenchException MISSING if there is no such file; USAGE with file, line or name of
     *     what is not understood
     */
    public static EnsembleConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw WorkbenchException.missing(
                    "no ensemble configuration " + file, "leave it out for the usual one");
        }
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw WorkbenchException.usage(file + " is no text in UTF-8", "save it as UTF-8");
        }
    }

    /**
     * @param name of the source, for messages
     */
    public static EnsembleConfig parse(String text, String name) {
        try {
            return parsed(text, name);
        } catch (WorkbenchException e) {
            // pools and routes check themselves; they do not know where they were written
            throw String.valueOf(e.getMessage()).startsWith(name)
                    ? e
                    : new WorkbenchException(
                            e.category(), name + ": " + e.getMessage(), e.remedy(), e);
        }
    }

    private static EnsembleConfig parsed(String text, String name) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    WorkbenchException.Category.USAGE,
                    name
                            + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                            + ": "
                            + (e.getOriginalMessage().startsWith("Duplicate")
                                    ? e.getOriginalMessage()
                                    : "not readable as YAML"),
                    "see: workbench ensemble status --help",
                    e);
        }
        Fields all = new Fields(root, name);
        all.only(List.of("pools", "routes", "retry", "deadlineMillis", "leastConfidence"));
        List<PoolSpec> pools = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : all.map("pools").properties()) {
            Fields pool = new Fields(one.getValue(), name + ", pool '" + one.getKey() + "'");
            pool.only(List.of("models", "slots", "queue", "fallback", "restMillis"));
            pools.add(
                    new PoolSpec(
                            one.getKey(),
                            pool.texts("models"),
                            pool.number("slots", 4),
                            pool.number("queue", 32),
                            pool.text("fallback"),
                            pool.whole("restMillis", PoolSpec.DEFAULT_REST_MILLIS)));
        }
        Map<String, String> routes = new LinkedHashMap<>();
        Fields routing = new Fields(all.map("routes"), name + ", routes");
        for (Map.Entry<String, JsonNode> one : routing.node().properties()) {
            routes.put(one.getKey(), routing.text(one.getKey()));
        }
        Fields retry = new Fields(all.map("retry"), name + ", retry");
        retry.only(List.of("tries", "firstPauseMillis", "longestPauseMillis"));
        return new EnsembleConfig(
                pools,
                routes,
                new RetrySpec(
                        retry.number("tries", RetrySpec.DEFAULT.tries()),
                        retry.whole("firstPauseMillis", RetrySpec.DEFAULT.firstPauseMillis()),
                        retry.whole("longestPauseMillis", RetrySpec.DEFAULT.longestPauseMillis())),
                all.whole("deadlineMillis", EnsembleConfig.DEFAULT_DEADLINE_MILLIS),
                all.fraction("leastConfidence", EnsembleConfig.DEFAULT_LEAST_CONFIDENCE));
    }

    private record Fields(JsonNode node, String where) {

        void only(List<String> known) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!known.contains(field.getKey())) {
                    throw WorkbenchException.usage(
                            where + ": unknown setting '" + field.getKey() + "'",
                            NearMatch.remedy(field.getKey(), known));
                }
            }
        }

        private Fields {
            if (!node.isObject() && !nothing(node)) {
                throw WorkbenchException.usage(
                        where + ": this is no map of settings: " + node, "mend the file");
            }
        }

        /** What stands behind a name without a value: an empty text, as the parser has it. */
        private static boolean nothing(JsonNode value) {
            return value.isMissingNode()
                    || value.isNull()
                    || value.isTextual() && value.asText().isEmpty();
        }

        /** A map inside; nothing where there is none, or nothing behind the name. */
        JsonNode map(String field) {
            JsonNode value = node.path(field);
            if (!value.isObject() && !nothing(value)) {
                throw wrong(field, value, "a map");
            }
            return value;
        }

        String text(String field) {
            return text(field, node.path(field));
        }

        private String text(String field, JsonNode value) {
            if (value.isContainerNode()) {
                throw wrong(field, value, "a text");
            }
            return value.isNull() ? "" : value.asText("");
        }

        List<String> texts(String field) {
            JsonNode value = node.path(field);
            List<String> texts = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(v -> texts.add(text(field, v)));
            } else {
                texts.add(text(field, value));
            }
            texts.removeIf(String::isBlank);
            return texts;
        }

        int number(String field, int fallback) {
            long value = whole(field, fallback);
            if (value != (int) value) {
                throw wrong(field, node.path(field), "in the range of such numbers");
            }
            return (int) value;
        }

        long whole(String field, long fallback) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return fallback;
            }
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(field, value, "a whole number");
            }
            return value.asLong();
        }

        double fraction(String field, double fallback) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return fallback;
            }
            if (!value.isNumber()) {
                throw wrong(field, value, "a number");
            }
            return value.asDouble();
        }

        private WorkbenchException wrong(String field, JsonNode value, String what) {
            return WorkbenchException.usage(
                    where + ": " + field + " is " + value + ", not " + what, "mend the file");
        }
    }
}
