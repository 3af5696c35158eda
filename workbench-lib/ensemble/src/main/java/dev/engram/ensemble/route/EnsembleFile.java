package dev.engram.ensemble.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.pool.RetrySpec;
import java.io.IOException;
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

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

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
        return parse(Files.readString(file), file.toString());
    }

    /**
     * @param name of the source, for messages
     */
    public static EnsembleConfig parse(String text, String name) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    WorkbenchException.Category.USAGE,
                    name
                            + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                            + ": not readable as YAML",
                    "see: workbench ensemble status --help",
                    e);
        }
        Fields all = new Fields(root, name);
        all.only(List.of("pools", "routes", "retry", "deadlineMillis", "leastConfidence"));
        List<PoolSpec> pools = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : root.path("pools").properties()) {
            Fields pool = new Fields(one.getValue(), name + ", pool '" + one.getKey() + "'");
            pool.only(List.of("models", "slots", "queue", "fallback", "restMillis"));
            pools.add(
                    new PoolSpec(
                            one.getKey(),
                            pool.texts("models"),
                            (int) pool.whole("slots", 4),
                            (int) pool.whole("queue", 32),
                            pool.text("fallback"),
                            pool.whole("restMillis", PoolSpec.DEFAULT_REST_MILLIS)));
        }
        Map<String, String> routes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : root.path("routes").properties()) {
            routes.put(one.getKey(), one.getValue().asText());
        }
        Fields retry = new Fields(root.path("retry"), name + ", retry");
        retry.only(List.of("tries", "firstPauseMillis", "longestPauseMillis"));
        return new EnsembleConfig(
                pools,
                routes,
                new RetrySpec(
                        (int) retry.whole("tries", RetrySpec.DEFAULT.tries()),
                        retry.whole("firstPauseMillis", RetrySpec.DEFAULT.firstPauseMillis()),
                        retry.whole("longestPauseMillis", RetrySpec.DEFAULT.longestPauseMillis())),
                all.whole("deadlineMillis", EnsembleConfig.DEFAULT_DEADLINE_MILLIS),
                all.number("leastConfidence", EnsembleConfig.DEFAULT_LEAST_CONFIDENCE));
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

        String text(String field) {
            return node.path(field).asText("");
        }

        List<String> texts(String field) {
            JsonNode value = node.path(field);
            if (!value.isArray()) {
                return value.isMissingNode() ? List.of() : List.of(value.asText());
            }
            List<String> texts = new ArrayList<>();
            value.forEach(v -> texts.add(v.asText()));
            return texts;
        }

        long whole(String field, long fallback) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return fallback;
            }
            if (!value.isIntegralNumber()) {
                throw wrong(field, value, "a whole number");
            }
            return value.asLong();
        }

        double number(String field, double fallback) {
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
