package dev.engram.bench;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.dataset.Datasets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one run reads: the experiment's settings with the variant's values on top, and {@code
 * {name}} in texts replaced. {@code {{name}}} stays as {@code {name}}. Immutable.
 */
public final class Settings {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(\\{[A-Za-z][A-Za-z0-9_-]*\\}|[A-Za-z][A-Za-z0-9_-]*)\\}");

    private final Experiment experiment;
    private final Task.Surroundings surroundings;
    private final Map<String, Object> values;
    private final Map<String, String> builtIn;

    private Settings(
            Experiment experiment,
            Task.Surroundings surroundings,
            Map<String, Object> values,
            Map<String, String> builtIn) {
        this.experiment = experiment;
        this.surroundings = surroundings;
        this.values = values;
        this.builtIn = builtIn;
    }

    /** The settings all variants share. */
    public static Settings shared(Experiment experiment, Task.Surroundings surroundings) {
        return new Settings(
                experiment, surroundings, experiment.settings(), general(experiment, surroundings));
    }

    /** The settings of one run. */
    public static Settings of(
            Experiment experiment, Task.Surroundings surroundings, Task.Request request) {
        Map<String, Object> values = new LinkedHashMap<>(experiment.settings());
        values.putAll(request.variant().values());
        Map<String, String> builtIn = general(experiment, surroundings);
        builtIn.put("variant", request.variant().slug());
        builtIn.put("repetition", String.valueOf(request.repetition()));
        builtIn.put("seed", String.valueOf(request.seed()));
        builtIn.put("scratch", request.scratch().toString());
        return new Settings(experiment, surroundings, values, builtIn);
    }

    private static Map<String, String> general(
            Experiment experiment, Task.Surroundings surroundings) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("experimentFolder", experiment.folder().toString());
        map.put("workingFolder", surroundings.workingDirectory().toString());
        map.put("home", surroundings.home().root().toString());
        map.put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        map.put("classPath", System.getProperty("java.class.path", ""));
        Path python = surroundings.home().pythonEnvironment();
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        map.put(
                "python",
                (windows ? python.resolve("Scripts/python.exe") : python.resolve("bin/python"))
                        .toString());
        return map;
    }

    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** A text that must be there. */
    public String text(String key) {
        return text(key, null);
    }

    /** A text, or the fallback; a {@code null} fallback makes it compulsory. */
    public String text(String key, @Nullable String fallback) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            if (fallback == null) {
                throw error(key, "is missing");
            }
            return fallback;
        }
        if (value instanceof Map || value instanceof List) {
            throw error(key, "must be a text");
        }
        return substitute(String.valueOf(value));
    }

    /** A whole number of at least {@code minimum}. */
    public int integer(String key, int fallback, int minimum) {
        String text = text(key, String.valueOf(fallback));
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= minimum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw error(key, "must be a whole number of at least " + minimum + ", not '" + text + "'");
    }

    public boolean flag(String key) {
        return Boolean.parseBoolean(text(key, "false"));
    }

    /** A list of texts; a single text is a list of one; empty where there is none. */
    public List<String> list(String key) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> many) {
            List<String> texts = new ArrayList<>();
            for (Object one : many) {
                if (one instanceof Map || one instanceof List) {
                    throw error(key, "must be a list of texts");
                }
                texts.add(substitute(String.valueOf(one)));
            }
            return texts;
        }
        return List.of(text(key));
    }

    /** A map of texts; empty where there is none. */
    public Map<String, Object> map(String key) {
        @Nullable Object value = values.get(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw error(key, "must be a map");
        }
        Map<String, Object> typed = new LinkedHashMap<>();
        map.forEach((k, v) -> typed.put(String.valueOf(k), v));
        return typed;
    }

    /**
     * A path, or {@code dataset:NAME} for the folder of a data set, fetched where it is not there
     * yet, and {@code dataset:NAME/PATH} for something in it. Relative ones start at the experiment
     * file's folder, or at the caller's where the setting was given at the call; {@code ~/} is the
     * user's home.
     */
    public Path path(String key) throws IOException {
        String text = text(key);
        if (!text.startsWith("dataset:")) {
            return resolve(key, text);
        }
        String[] parts = text.substring("dataset:".length()).split("/", 2);
        Datasets datasets = new Datasets(surroundings.home(), surroundings.progress());
        Path folder = datasets.load(datasets.named(parts[0]));
        return parts.length == 1 ? folder : folder.resolve(parts[1]);
    }

    Path resolve(String key, String text) {
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + text.substring(1)).normalize();
        }
        Path start =
                experiment.overrides().contains(key)
                        ? surroundings.workingDirectory()
                        : experiment.folder();
        return start.resolve(text).normalize();
    }

    /**
     * Replaces the placeholders of a text.
     *
     * @throws WorkbenchException with the near match for a name that is not known
     */
    public String substitute(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            matcher.appendReplacement(
                    result,
                    Matcher.quoteReplacement(name.startsWith("{") ? name : value(name, text)));
        }
        return matcher.appendTail(result).toString();
    }

    private String value(String name, String text) {
        @Nullable Object value = values.get(name);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        @Nullable String known = builtIn.get(name);
        if (known == null) {
            List<String> names = new ArrayList<>(builtIn.keySet());
            names.addAll(values.keySet());
            throw WorkbenchException.usage(
                    "unknown placeholder {" + name + "} in '" + text + "'",
                    NearMatch.remedy(name, names) + "; write {{" + name + "}} for the plain text");
        }
        return known;
    }

    private WorkbenchException error(String key, String problem) {
        return WorkbenchException.usage(
                "experiment '" + experiment.name() + "': setting '" + key + "' " + problem,
                "task '" + experiment.task() + "' is described in docs/experiments.md");
    }
}
