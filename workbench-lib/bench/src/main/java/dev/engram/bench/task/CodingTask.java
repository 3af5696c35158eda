package dev.engram.bench.task;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.Interrupts;
import dev.engram.base.JavaSyntax;
import dev.engram.base.Progress;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.MetricSpec.Better;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Task;
import dev.engram.ensemble.sandbox.Sandbox;
import dev.engram.ensemble.sandbox.SandboxLimits;
import dev.engram.ensemble.sandbox.SandboxProgram.JavaProgram;
import dev.engram.ensemble.sandbox.SandboxResult;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * pass@1: a model completes Java methods greedily, and each is compiled and tested in the sandbox.
 *
 * <p>Settings: {@code data} (a file of MBJP), {@code model} (id, path, {@code default}; or {@code
 * canonical} for the benchmark's own solutions, which check the harness), {@code problems} (size of
 * the sample, drawn by the experiment's seed, default 120), {@code slices} (each repetition takes
 * another slice of the sample, so that a long measurement can be resumed; default 1), {@code
 * maxTokens} (256), {@code threads} (1), {@code wallSeconds} (30), {@code answers} (a file that
 * each program is appended to, as JSON lines).
 *
 * <p>The model continues the prompt as it stands; the answer is cut where the method ends.
 *
 * <p>Samples a problem: {@code pass@1}, {@code compiled}, {@code valid} (it parses), each 0 or 1;
 * {@code timed-out} (the test did not end), {@code tokens}.
 */
public final class CodingTask implements Task {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CANONICAL = "canonical";

    @Override
    public String name() {
        return "coding";
    }

    @Override
    public String description() {
        return "completes Java methods and tests them in the sandbox";
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "data",
                "model",
                "problems",
                "slices",
                "maxTokens",
                "threads",
                "wallSeconds",
                "answers");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                MetricSpec.raw(
                        "pass@1", "", Better.HIGHER, "Share of methods that pass all tests."),
                MetricSpec.raw("compiled", "", Better.HIGHER, "Share that the compiler takes."),
                MetricSpec.raw("valid", "", Better.HIGHER, "Share that is Java by its syntax."),
                MetricSpec.raw("timed-out", "", Better.LOWER, "Share whose test did not end."),
                MetricSpec.raw("tokens", "", Better.NEITHER, "Tokens generated."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Path data = Settings.shared(experiment, surroundings).path("data");
        List<CodingProblem> all = CodingProblem.read(data);
        InputHash hash = InputHash.of("data", data);
        return request -> {
            Settings settings = Settings.of(experiment, surroundings, request);
            int slices = settings.integer("slices", 1, 1);
            List<CodingProblem> problems =
                    CodingProblem.slice(
                            all,
                            settings.integer("problems", 120, 1),
                            experiment.seed(),
                            (request.repetition() - 1) % slices,
                            slices);
            List<InputHash> inputs = new ArrayList<>(List.of(hash));
            String named = settings.text("model", "default");
            Sandbox sandbox = Sandbox.best();
            Map<String, String> versions =
                    Map.of("sandbox", sandbox.isolation(), "java", Runtime.version().toString());
            Measuring measuring = new Measuring(settings, surroundings, sandbox, named);
            if (named.equals(CANONICAL)) {
                return new Measured(
                        measuring.all(problems, measuring::canonical), inputs, versions);
            }
            Models models = surroundings.models().get();
            Path file =
                    named.equals("default")
                            ? models.defaultModel(surroundings.progress(), surroundings.notices())
                            : models.store().find(named, surroundings.workingDirectory());
            inputs.add(InputHash.of("model", file));
            LoadOptions options =
                    LoadOptions.DEFAULT
                            .withContextTokens(2048)
                            .withThreads(settings.integer("threads", 1, 0));
            try (LanguageModel model = models.load(file, options, surroundings.progress())) {
                return new Measured(
                        measuring.all(problems, p -> measuring.generated(model, p)),
                        inputs,
                        versions);
            }
        };
    }

    /** A program and what it took to write it. */
    private record Written(String program, int tokens) {}

    @FunctionalInterface
    private interface Writer {
        Written write(CodingProblem problem) throws IOException;
    }

    private record Measuring(
            Settings settings, Surroundings surroundings, Sandbox sandbox, String model) {

        List<Sample> all(List<CodingProblem> problems, Writer writer) throws IOException {
            List<Sample> samples = new ArrayList<>();
            SandboxLimits limits =
                    SandboxLimits.DEFAULT.withWallMillis(
                            settings.integer("wallSeconds", 30, 1) * 1000L);
            for (CodingProblem problem : problems) {
                Interrupts.check("this run is not recorded");
                surroundings
                        .progress()
                        .update(model, samples.size() / 5, problems.size(), Progress.Unit.ITEMS);
                Written written = writer.write(problem);
                SandboxResult result =
                        sandbox.run(JavaProgram.main(written.program() + problem.test()), limits);
                SandboxResult.Ending ending = result.ending();
                boolean compiled = ending != SandboxResult.Ending.NOT_COMPILED;
                boolean valid = compiled || JavaSyntax.firstError(written.program()).isEmpty();
                add(samples, "pass@1", result.passed(), problem);
                add(samples, "compiled", compiled, problem);
                add(samples, "valid", valid, problem);
                add(samples, "timed-out", ending == SandboxResult.Ending.TIMED_OUT, problem);
                samples.add(new Sample("tokens", written.tokens(), "", problem.id()));
                keep(problem, written, result);
            }
            return samples;
        }

        private static void add(
                List<Sample> samples, String metric, boolean holds, CodingProblem problem) {
            samples.add(new Sample(metric, holds ? 1 : 0, "", problem.id()));
        }

        private void keep(CodingProblem problem, Written written, SandboxResult result)
                throws IOException {
            if (!settings.has("answers")) {
                return;
            }
            String line =
                    JSON.writeValueAsString(
                            Map.of(
                                    "problem",
                                    problem.id(),
                                    "model",
                                    model,
                                    "ending",
                                    result.ending(),
                                    "answer",
                                    written.program()
                                            .substring(
                                                    Math.min(
                                                            problem.prompt().length(),
                                                            written.program().length()))));
            Path file = settings.path("answers");
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(
                    file,
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }

        Written canonical(CodingProblem problem) {
            return new Written(problem.prompt() + problem.solution() + "\n", 0);
        }

        Written generated(LanguageModel loaded, CodingProblem problem) {
            MethodCut cut = new MethodCut(problem.prompt());
            // Prompts end with a line end, which models have merged with what follows it.
            Generation generation =
                    loaded.generate(
                            GenerationRequest.raw(problem.prompt().stripTrailing() + "\n")
                                    .withMaxTokens(settings.integer("maxTokens", 256, 1))
                                    .withDeterministic(true));
            GenerationResult result =
                    generation.forEachToken(
                            piece -> {
                                if (cut.add(piece)) {
                                    generation.cancel();
                                }
                            });
            cut.finish();
            return new Written(cut.program(), result.usage().completionTokens());
        }
    }
}
