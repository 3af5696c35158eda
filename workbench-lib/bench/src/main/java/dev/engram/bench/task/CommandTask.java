package dev.engram.bench.task;

import dev.engram.base.WorkbenchException;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs an external command a run, and reads the samples it prints: one JSON object a line, either
 * {@code {"metric": "decode", "value": 88.1, "unit": "tok/s", "item": "q1"}} (unit and item may be
 * left out) or {@code {"decode": 88.1, "prefill": 200}}. Other lines are ignored. The whole
 * command's wall time is sampled as {@code wall}.
 *
 * <p>Settings: {@code command} (list, placeholders allowed), {@code setup} (a command run once),
 * {@code before} and {@code after} (commands around every run, not timed), {@code timeoutSeconds}
 * (default 600), {@code workingDirectory} (default the file's folder), {@code environment} (map,
 * for the commands of a run), {@code versionCommands} (map from name to command, whose first line
 * is the version), {@code inputs} (map from role to path, digested).
 */
public final class CommandTask implements Task {

    /** Wall time of the command. */
    public static final MetricSpec WALL =
            MetricSpec.raw(
                    "wall", "ms", MetricSpec.Better.LOWER, "Wall time of the whole command.");

    @Override
    public String name() {
        return "command";
    }

    @Override
    public String description() {
        return "runs an external command that prints its samples as JSON, one object a line";
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "command",
                "setup",
                "before",
                "after",
                "timeoutSeconds",
                "workingDirectory",
                "environment",
                "versionCommands",
                "inputs");
    }

    @Override
    public boolean freeFactors() {
        return true;
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(WALL);
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Settings shared = Settings.shared(experiment, surroundings);
        if (!shared.has("command")
                && experiment.variants().stream().anyMatch(v -> v.text("command", "").isEmpty())) {
            throw WorkbenchException.usage(
                    "experiment '" + experiment.name() + "' has no 'command' setting",
                    "give it as a list: command: [program, argument, \"{variant}\"]");
        }
        Map<String, String> versions = new LinkedHashMap<>();
        Duration timeout = Duration.ofSeconds(shared.integer("timeoutSeconds", 600, 1));
        if (shared.has("setup")) {
            external(shared, shared.list("setup"), Map.of(), timeout).mustSucceed();
        }
        for (String name : shared.map("versionCommands").keySet()) {
            versions.put(name, version(shared, name, timeout));
        }
        List<InputHash> inputs = new ArrayList<>();
        for (Map.Entry<String, Object> input : shared.map("inputs").entrySet()) {
            Path path =
                    experiment
                            .folder()
                            .resolve(shared.substitute(String.valueOf(input.getValue())))
                            .normalize();
            if (!Files.exists(path)) {
                throw WorkbenchException.missing(
                        "experiment '" + experiment.name() + "': no input " + path,
                        "inputs are paths from the experiment file's folder");
            }
            inputs.add(InputHash.of(input.getKey(), path));
        }
        return request -> {
            Settings settings = Settings.of(experiment, surroundings, request);
            Map<String, String> environment = new LinkedHashMap<>();
            settings.map("environment")
                    .forEach((k, v) -> environment.put(k, settings.substitute(String.valueOf(v))));
            Duration limit = Duration.ofSeconds(settings.integer("timeoutSeconds", 600, 1));
            if (settings.has("before")) {
                external(settings, settings.list("before"), environment, limit).mustSucceed();
            }
            ExternalCommand.Ended ended =
                    external(settings, settings.list("command"), environment, limit);
            if (settings.has("after")) {
                external(settings, settings.list("after"), environment, limit).mustSucceed();
            }
            List<Sample> samples = new ArrayList<>();
            samples.add(Sample.of(WALL.name(), ended.nanos() / 1e6, WALL.unit()));
            samples.addAll(SampleLines.read(ended.mustSucceed().lines(), experiment.metrics()));
            return new Measured(samples, inputs, versions);
        };
    }

    private static String version(Settings settings, String name, Duration timeout)
            throws IOException, InterruptedException {
        Object value = settings.map("versionCommands").get(name);
        List<String> command =
                value instanceof List<?> words
                        ? words.stream().map(w -> settings.substitute(String.valueOf(w))).toList()
                        : List.of(settings.substitute(String.valueOf(value)));
        List<String> lines = external(settings, command, Map.of(), timeout).mustSucceed().lines();
        return lines.stream().filter(l -> !l.isBlank()).findFirst().orElse("unknown").strip();
    }

    private static ExternalCommand.Ended external(
            Settings settings,
            List<String> command,
            Map<String, String> environment,
            Duration timeout)
            throws IOException, InterruptedException {
        Path folder =
                settings.has("workingDirectory")
                        ? settings.path("workingDirectory")
                        : Path.of(settings.substitute("{experimentFolder}"));
        return ExternalCommand.run(command, folder, environment, timeout);
    }
}
